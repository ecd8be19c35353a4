package dev.crier.cli;

import dev.crier.client.Broadcast;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// How far something is: one line that is written over on a terminal, a line now and then elsewhere.
public final class ProgressLine {
    private static final int BAR_CELLS = 24;

    /// What goes into a log is read later.
    private static final Duration LOG_EVERY = Duration.ofSeconds(5);

    /// Below, there is no room for a bar and all counts.
    private static final int WIDE = 118;

    private final PrintWriter out;
    private final boolean onTerminal;
    private final int room;
    private final Pace pace = new Pace();
    private String shown = "";
    private String hidden = "";
    private long shownAtNanos;

    /// On stdout.
    public ProgressLine(PrintWriter out) {
        this(out, Terminal.isThere());
    }

    private ProgressLine(PrintWriter out, boolean onTerminal) {
        this.out = out;
        this.onTerminal = onTerminal;
        this.room = onTerminal ? Terminal.width() - 1 : Integer.MAX_VALUE;
    }

    static ProgressLine onStderr(PrintWriter err) {
        return new ProgressLine(err, Terminal.showsErrors());
    }

    /// Shows where the broadcast is, if that is news.
    public void show(Broadcast broadcast) {
        Broadcast.Statistics statistics = broadcast.statistics();
        long done = (long) statistics.total() - statistics.pending();
        pace.note(System.nanoTime(), done);
        boolean running = broadcast.status().equals("running");
        String bar = bar(done, statistics.total()) + "  ";
        String counts = room < WIDE
                ? done + " of " + statistics.total() + ", " + statistics.failed() + " failed"
                : counts(statistics);
        String state = running || broadcast.isOver() ? "" : broadcast.status() + ": ";
        write(bar + state + counts + (running ? pace(statistics.pending()) : ""));
    }

    /// Shows how much of a file is on its way; a size that is not known is 0.
    void showBytes(String what, long done, long size) {
        pace.note(System.nanoTime(), done);
        String text = size == 0 ? megabytes(done) : megabytes(done) + " of " + megabytes(size);
        String left = pace.left(size - done)
                .filter(_ -> size > done)
                .map(time -> ", " + Pace.text(time) + " left")
                .orElse("");
        write((size == 0 ? "" : bar(done, size) + "  ") + what + " " + text + left);
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000 ? (bytes + 999) / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }

    private String pace(int pending) {
        Optional<Duration> left = pace.left(pending).filter(_ -> pending > 0);
        return left.map(time -> "  " + Pace.text(pace.perSecond()) + ", " + Pace.text(time) + " left")
                .orElse("");
    }

    private void write(String line) {
        if (line.equals(shown)) {
            return;
        }
        long now = System.nanoTime();
        if (onTerminal) {
            out.print("\r" + Table.cut(line, room) + "\033[K");
        } else if (shown.isEmpty() || now - shownAtNanos > LOG_EVERY.toNanos()) {
            out.println(line);
        } else {
            hidden = line;
            return;
        }
        out.flush();
        shown = line;
        hidden = "";
        shownAtNanos = now;
    }

    /// What follows begins on a line of its own.
    public void end() {
        if (!hidden.isEmpty()) {
            out.println(hidden);
        } else if (onTerminal && !shown.isEmpty()) {
            out.println();
        }
        out.flush();
        shown = "";
        hidden = "";
    }

    /// `5 people: 1 pending, 0 sent, 2 delivered, 1 read, 1 failed`
    static String counts(Broadcast.Statistics statistics) {
        return people(statistics.total()) + ": " + statistics.pending() + " pending, " + statistics.sent() + " sent, "
                + statistics.delivered() + " delivered, " + statistics.read() + " read, " + statistics.failed()
                + " failed";
    }

    static String people(int count) {
        return count == 1 ? "1 person" : count + " people";
    }

    private static String bar(long done, long total) {
        int cells = (int) (BAR_CELLS * Math.min(done, total) / Math.max(1, total));
        return "[" + "#".repeat(cells) + "-".repeat(BAR_CELLS - cells) + "]";
    }
}
