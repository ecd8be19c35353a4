package dev.crier.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;

/// Rows in columns as wide as their longest cell; on a terminal no wider than it is.
public final class Table {
    private static final String GAP = "  ";

    /// A column that is cut keeps that many characters.
    private static final int NARROWEST = 8;

    private Table() {}

    public static void print(PrintWriter out, List<String> head, List<? extends List<String>> rows) {
        print(out, head, rows, Terminal.isThere() ? Terminal.width() : Integer.MAX_VALUE);
    }

    /// @param room columns that a line may have
    static void print(PrintWriter out, List<String> head, List<? extends List<String>> rows, int room) {
        int[] widths = head.stream().mapToInt(Table::width).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        fit(widths, room);
        out.println(line(head, widths));
        for (List<String> row : rows) {
            out.println(line(row, widths));
        }
    }

    /// Takes from the widest columns what does not fit.
    private static void fit(int[] widths, int room) {
        long tooMuch = IntStream.of(widths).asLongStream().sum() + (long) GAP.length() * (widths.length - 1) - room;
        while (tooMuch > 0) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            tooMuch--;
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cut(cells.get(i), widths[i]);
            line.append(cell).repeat(' ', widths[i] - width(cell)).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /// The text on one line, with an ellipsis for what there is no room for.
    static String cut(String text, int room) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        return width(plain) <= room ? plain : plain.substring(0, plain.offsetByCodePoints(0, room - 1)) + "…";
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
