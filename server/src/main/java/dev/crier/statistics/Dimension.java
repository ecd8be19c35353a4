package dev.crier.statistics;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What figures can be told apart by.
enum Dimension {
    /// In a SELECT of its own, the array is read once and not for each cell.
    DAY("width_bucket(quarter, (SELECT ?::timestamptz[]))"),
    TEMPLATE("template"),
    LANGUAGE("language"),
    CATEGORY("category"),
    COUNTRY("country"),
    REASON("reason"),
    KIND("kind");

    private final String sql;

    Dimension(String sql) {
        this.sql = sql;
    }

    /// Its value in a cell; that of [#DAY] is bound to the beginnings of the days.
    String sql() {
        return sql;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Dimension> find(String wire) {
        return Stream.of(values()).filter(each -> each.wire().equals(wire)).findFirst();
    }
}
