package dev.crier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// docs/performance.md: what people wrote stays, what the benchmark wrote is replaced.
final class PerformanceDocument {
    static final Path PATH = Path.of("docs", "performance.md");

    private static final String BEGIN = "<!-- written by make bench -->\n";
    private static final String END = "<!-- end -->\n";

    private PerformanceDocument() {}

    static void write(String figures) throws IOException {
        String text = Files.readString(PATH);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(PATH + " has lost the marks between which the figures belong");
        }
        Files.writeString(PATH, text.substring(0, begin) + BEGIN + figures + text.substring(end));
    }
}
