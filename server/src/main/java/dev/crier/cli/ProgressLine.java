package dev.crier.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/// How far a broadcast is: one line that is written over on a terminal, a line at each change elsewhere.
public final class ProgressLine {
    private static final int BAR_CELLS = 24;

    private final PrintWriter out;
    private final boolean onTerminal;
    private String shown = "";

    public ProgressLine(PrintWriter out) {
        this.out = out;
        this.onTerminal = Terminal.isThere();
    }

    /// Shows where the broadcast is, if that is news.
    ///
    /// @param summary the broadcast as the API shows it
    public void show(JsonNode summary) {
        JsonNode statistics = summary.path("statistics");
        String line = bar(statistics) + "  " + counts(statistics);
        if (line.equals(shown)) {
            return;
        }
        shown = line;
        if (onTerminal) {
            out.print("\r\033[K" + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /// What follows begins on a line of its own.
    public void end() {
        if (onTerminal && !shown.isEmpty()) {
            out.println();
            out.flush();
        }
    }

    /// `5 people: 1 pending, 0 sent, 2 delivered, 1 read, 1 failed`
    static String counts(JsonNode statistics) {
        return people(count(statistics, "total")) + ": " + count(statistics, "pending") + " pending, "
                + count(statistics, "sent") + " sent, " + count(statistics, "delivered") + " delivered, "
                + count(statistics, "read") + " read, " + count(statistics, "failed") + " failed";
    }

    static String people(int count) {
        return count == 1 ? "1 person" : count + " people";
    }

    private static String bar(JsonNode statistics) {
        int total = Math.max(1, count(statistics, "total"));
        int cells = (int) ((long) BAR_CELLS * (total - count(statistics, "pending")) / total);
        return "[" + "#".repeat(cells) + "-".repeat(BAR_CELLS - cells) + "]";
    }

    private static int count(JsonNode statistics, String name) {
        return statistics.path(name).asInt(0);
    }
}
