package dev.crier.cli;

import java.io.PrintWriter;
import java.util.List;

/// Rows in columns as wide as their longest cell.
public final class Table {
    private static final String GAP = "  ";

    private Table() {}

    public static void print(PrintWriter out, List<String> head, List<? extends List<String>> rows) {
        int[] widths = head.stream().mapToInt(Table::width).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        out.println(line(head, widths));
        for (List<String> row : rows) {
            out.println(line(row, widths));
        }
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i))
                    .repeat(' ', widths[i] - width(cells.get(i)))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
