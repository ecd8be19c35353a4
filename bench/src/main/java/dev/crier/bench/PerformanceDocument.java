package dev.crier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// docs/performance.md: what people wrote stays, what the benchmark wrote is replaced.
final class PerformanceDocument {
    static final Path PATH = Path.of("docs", "performance.md");

    private static final String END = "<!-- end -->\n";

    private PerformanceDocument() {}

    /// A part of the document that the benchmark writes, by the line before it.
    enum Part {
        SENDING("<!-- written by make bench -->\n"),
        LISTS("<!-- written by make bench ARGS=--lists -->\n");

        private final String mark;

        Part(String mark) {
            this.mark = mark;
        }
    }

    static void write(Part part, String figures) throws IOException {
        String text = Files.readString(PATH);
        int begin = text.indexOf(part.mark);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < begin) {
            throw new IOException(PATH + " has lost the marks between which the figures belong");
        }
        Files.writeString(PATH, text.substring(0, begin) + part.mark + figures + text.substring(end));
    }
}
