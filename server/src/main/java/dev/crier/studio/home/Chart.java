package dev.crier.studio.home;

import dev.crier.message.Stage;
import dev.crier.statistics.Counts;
import dev.crier.studio.Show;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Messages by day as bars: what arrived, what was sent and not told of yet, what failed, one above the other.
///
/// @param top what the uppermost line stands for
/// @param bars in order of the days
public record Chart(long top, List<Bar> bars) {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 160;
    private static final double GAP = 0.3;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d", Locale.ENGLISH);

    /// A day, with its pieces from the ground up.
    public record Bar(String day, String mark, double x, double width, List<Piece> pieces, Counts counts) {
        /// For who hovers, and for the table that stands for the picture.
        public String text() {
            return day + ": " + Show.count(counts.total(), "message", "messages") + ", " + Show.number(counts.arrived())
                    + " delivered, " + Show.number(counts.of(Stage.FAILED)) + " failed";
        }
    }

    /// A coloured part of a bar.
    public record Piece(String kind, double y, double height) {}

    static Chart of(Map<LocalDate, Counts> days) {
        long most = days.values().stream().mapToLong(Counts::total).max().orElse(0);
        long top = niceAbove(most);
        double step = (double) WIDTH / Math.max(1, days.size());
        List<Bar> bars = new ArrayList<>();
        days.forEach((day, counts) -> {
            double x = bars.size() * step + step * GAP / 2;
            bars.add(new Bar(DAY.format(day), SHORT.format(day), x, step * (1 - GAP), pieces(counts, top), counts));
        });
        return new Chart(top, List.copyOf(bars));
    }

    private static List<Piece> pieces(Counts counts, long top) {
        List<Piece> pieces = new ArrayList<>();
        double ground = HEIGHT;
        ground = put(pieces, "arrived", counts.arrived(), top, ground);
        ground = put(pieces, "sent", counts.of(Stage.SENT), top, ground);
        put(pieces, "failed", counts.of(Stage.FAILED), top, ground);
        return List.copyOf(pieces);
    }

    /// What there is one of among a million is still to be seen.
    private static double put(List<Piece> pieces, String kind, long messages, long top, double ground) {
        if (messages == 0) {
            return ground;
        }
        double height = Math.max(1.5, (double) messages / top * HEIGHT);
        double y = Math.max(0, ground - height);
        pieces.add(new Piece(kind, y, ground - y));
        return y;
    }

    /// The next of 1, 2, 5, 10, 20, 50 and so on that is not below `most`.
    static long niceAbove(long most) {
        long unit = 1;
        while (unit * 10 <= most) {
            unit *= 10;
        }
        for (long factor : List.of(1L, 2L, 5L, 10L)) {
            if (unit * factor >= most) {
                return unit * factor;
            }
        }
        return unit * 10;
    }

    /// The picture in a sentence.
    public String summary() {
        long all = bars.stream().mapToLong(bar -> bar.counts().total()).sum();
        String most = bars.stream()
                .max(Comparator.comparingLong(bar -> bar.counts().total()))
                .map(bar -> "; most on " + bar.day() + ": "
                        + Show.number(bar.counts().total()))
                .orElse("");
        return "Messages by day: " + Show.number(all) + " in " + bars.size() + " days" + most + ".";
    }

    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.counts().total() == 0);
    }

    /// A number of the picture, as SVG wants it.
    public static String px(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
