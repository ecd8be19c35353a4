package dev.crier.studio.broadcasts;

import dev.crier.broadcast.Course;
import dev.crier.broadcast.Course.Step;
import dev.crier.studio.Show;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// How a broadcast came along, as a picture with a sentence for who cannot see it. All that is in it are numbers.
public final class Chart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    private static final int MARKS = 4;

    private final List<Step> steps;
    private final Duration step;
    private final long most;

    private Chart(Course course) {
        this.steps = course.steps();
        this.step = course.step();
        this.most =
                Math.max(1, Math.max(steps.getLast().accepted(), steps.getLast().failed()));
    }

    /// The picture; empty if nothing has happened yet.
    public static String svg(Course course) {
        return course.steps().isEmpty() ? "" : new Chart(course).svg();
    }

    private String svg() {
        StringBuilder svg = new StringBuilder(8_000);
        svg.append("<svg class=\"chart\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        svg.append("\" role=\"img\" aria-label=\"").append(sentence()).append("\">");
        long top = ceiling(most);
        for (int i = 0; i <= MARKS; i++) {
            long value = top * i / MARKS;
            double y = y(value, top);
            if (i > 0 && value == top * (i - 1) / MARKS) {
                continue;
            }
            svg.append(String.format(
                    Locale.ENGLISH,
                    "<line class=\"rule\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y));
            svg.append(text(LEFT - 8, y + 4, "end", compact(value)));
        }
        int marks = Math.min(MARKS, steps.size());
        for (int i = 0; i <= marks; i++) {
            double x = LEFT + (double) (WIDTH - LEFT - RIGHT) * i / marks;
            Duration at = step.multipliedBy(steps.size()).multipliedBy(i).dividedBy(marks);
            svg.append(text(x, HEIGHT - 8, i == 0 ? "start" : i == marks ? "end" : "middle", clock(at)));
        }
        svg.append(line("accepted", Step::accepted, top));
        svg.append(line("delivered", Step::delivered, top));
        svg.append(line("read", Step::read, top));
        svg.append(line("failed", Step::failed, top));
        return svg.append("</svg>").toString();
    }

    private String sentence() {
        Step last = steps.getLast();
        return "After " + Words.duration(step.multipliedBy(steps.size())) + ": " + Show.number(last.accepted())
                + " taken by WhatsApp, " + Show.number(last.delivered()) + " delivered, " + Show.number(last.read())
                + " read, " + Show.number(last.failed()) + " failed.";
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ENGLISH, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
    }

    private String line(String name, ToLongFunction<Step> value, long top) {
        if (value.applyAsLong(steps.getLast()) == 0) {
            return "";
        }
        StringBuilder points = new StringBuilder();
        double wide = (double) (WIDTH - LEFT - RIGHT) / steps.size();
        points.append(String.format(Locale.ENGLISH, "%d,%.1f", LEFT, y(0, top)));
        for (int i = 0; i < steps.size(); i++) {
            points.append(String.format(
                    Locale.ENGLISH, " %.1f,%.1f", LEFT + wide * (i + 1), y(value.applyAsLong(steps.get(i)), top)));
        }
        return "<polyline class=\"line " + name + "\" points=\"" + points + "\"/>";
    }

    private static double y(long value, long top) {
        return HEIGHT - BOTTOM - (double) (HEIGHT - TOP - BOTTOM) * value / top;
    }

    /// The next number that divides well.
    private static long ceiling(long most) {
        long unit = 1;
        while (unit * 10 < most) {
            unit *= 10;
        }
        for (long factor : new long[] {1, 2, 4, 5, 8, 10}) {
            if (unit * factor >= most) {
                return Math.max(MARKS, unit * factor);
            }
        }
        return most;
    }

    private static String compact(long value) {
        if (value < 10_000) {
            return Show.number(value);
        }
        boolean thousands = value < 1_000_000;
        double scaled = value / (thousands ? 1_000.0 : 1_000_000.0);
        return String.format(Locale.ENGLISH, scaled % 1 == 0 ? "%.0f%s" : "%.1f%s", scaled, thousands ? "k" : "M");
    }

    private static String clock(Duration at) {
        if (at.isZero()) {
            return "start";
        }
        if (at.toSeconds() < 120) {
            return "+" + at.toSeconds() + " s";
        }
        if (at.toMinutes() < 120) {
            return "+" + at.toMinutes() + " min";
        }
        return at.toHours() < 72 ? "+" + at.toHours() + " h" : "+" + at.toDays() + " days";
    }
}
