package dev.crier;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What etc/crier.properties.sample must hold: every setting with its description and default.
final class SampleFile {
    private static final int WIDTH = 100;

    private static final String HEAD = """
            # Crier's configuration: every key with its default. Take away the # of what you change.
            #
            # Name the file by --config FILE or CRIER_CONFIG. Over the file goes the environment (CRIER_HTTP_PORT for
            # http.port), over that a flag (--port, or --set key=value). An unknown key is an error.
            """;

    private SampleFile() {}

    static String text() {
        return HEAD + Stream.of(Setting.values()).map(SampleFile::entry).collect(Collectors.joining());
    }

    private static String entry(Setting setting) {
        String description = wrapped(setting.description()).stream()
                .map(line -> "# " + line + "\n")
                .collect(Collectors.joining());
        return "\n" + description + ("#" + setting.key() + " = " + setting.fallback()).stripTrailing() + "\n";
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : List.of(text.split(" ", -1))) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
