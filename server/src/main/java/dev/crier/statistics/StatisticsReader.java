package dev.crier.statistics;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SQL that reads figures: the folded cells of a bot with the moves that are not folded yet, or a broadcast's own rows.
final class StatisticsReader {
    /// Days, templates, countries and reasons multiply; what is asked for must be narrower then.
    static final int MAX_CELLS = 200_000;

    private static final String OF_BOT = """
            SELECT quarter, kind, template, language, category, stage, country, reason, pricing, messages
              FROM figure WHERE bot_id = ? AND quarter >= ?::timestamptz AND quarter < ?::timestamptz
             UNION ALL
            SELECT v.quarter, b.kind, b.template_name, b.template_language, b.category, v.stage, v.country, v.reason,
                   v.pricing, v.messages
              FROM figure_move v JOIN broadcast b ON b.id = v.broadcast_id
             WHERE b.bot_id = ? AND v.quarter >= ?::timestamptz AND v.quarter < ?::timestamptz""";

    private static final String OF_BROADCAST = """
            SELECT date_bin('15 minutes', COALESCE(m.sent_at, m.delivered_at, m.read_at, m.failed_at), 'epoch')
                     AS quarter,
                   b.kind, b.template_name AS template, b.template_language AS language, b.category,
                   CASE m.stage WHEN 2 THEN 5 ELSE m.stage END AS stage, m.country,
                   CASE WHEN m.stage IN (2, 5) THEN m.reason END AS reason, m.pricing, count(*) AS messages
              FROM broadcast b JOIN message m ON m.broadcast_id = b.id
             WHERE b.bot_id = ? AND b.id = ? AND m.stage IN (2, 3, 5, 6, 7) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9""";

    private StatisticsReader() {}

    /// Values to bind, in order.
    @FunctionalInterface
    private interface Binding {
        int bind(PreparedStatement select, int first) throws SQLException;
    }

    static List<Cell> ofBot(Connection connection, UUID botId, Query query, @Nullable PriceList prices)
            throws SQLException {
        return cells(connection, OF_BOT, query, prices, (select, first) -> {
            int i = first;
            for (int part = 0; part < 2; part++) {
                select.setObject(i++, botId);
                select.setString(i++, query.begin().toString());
                select.setString(i++, query.end().toString());
            }
            return i;
        });
    }

    static List<Cell> ofBroadcast(
            Connection connection, UUID botId, UUID broadcastId, Query query, @Nullable PriceList prices)
            throws SQLException {
        return cells(connection, OF_BROADCAST, query, prices, (select, first) -> {
            select.setObject(first, botId);
            select.setObject(first + 1, broadcastId);
            return first + 2;
        });
    }

    private static List<Cell> cells(
            Connection connection, String source, Query query, @Nullable PriceList prices, Binding binding)
            throws SQLException {
        String dimensions = query.groups().stream()
                .map(group -> group.sql() + " AS by_" + group.wire() + ", ")
                .collect(Collectors.joining());
        String filter = query.filters().keySet().stream()
                .map(dimension -> dimension.sql() + (dimension == Dimension.COUNTRY ? " = ?::smallint" : " = ?"))
                .collect(Collectors.joining(" AND "));
        String sql = "SELECT " + dimensions
                + "stage, country, reason, pricing, width_bucket(quarter, (SELECT ?::timestamptz[])) AS period,"
                + " sum(messages)::bigint AS messages FROM (" + source + ") AS cell"
                + (filter.isEmpty() ? "" : " WHERE " + filter)
                + " GROUP BY " + groupBy(query.groups().size()) + " HAVING sum(messages) <> 0 LIMIT " + (MAX_CELLS + 1);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            int i = 1;
            List<LocalDate> days = query.days();
            if (query.groups().contains(Dimension.DAY)) {
                Object[] begins = days.stream()
                        .map(day -> day.atStartOfDay(query.zone()).toInstant().toString())
                        .toArray();
                select.setArray(i++, connection.createArrayOf("text", begins));
            }
            select.setArray(i++, connection.createArrayOf("text", changes(prices)));
            i = binding.bind(select, i);
            for (Map.Entry<Dimension, String> each : query.filters().entrySet()) {
                select.setString(i++, each.getValue());
            }
            List<Cell> cells = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    cells.add(cell(row, query.groups(), days));
                }
            }
            if (cells.size() > MAX_CELLS) {
                throw tooMuch();
            }
            return cells;
        }
    }

    private static String groupBy(int dimensions) {
        List<String> places = new ArrayList<>();
        for (int place = 1; place <= dimensions + 5; place++) {
            places.add(Integer.toString(place));
        }
        return String.join(", ", places);
    }

    static RuntimeException tooMuch() {
        return Problem.of(
                ProblemCode.INVALID_REQUEST,
                "The statistics asked for are not valid",
                List.of(new Fault("too_many_rows", "this makes too many rows; ask for fewer days or groups")));
    }

    /// A price holds from the beginning of its day in UTC.
    private static Object[] changes(@Nullable PriceList prices) {
        return prices == null
                ? new Object[0]
                : prices.changes().stream()
                        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant().toString())
                        .toArray();
    }

    private static Cell cell(ResultSet row, List<Dimension> groups, List<LocalDate> days) throws SQLException {
        List<@Nullable String> key = new ArrayList<>(groups.size());
        for (int place = 0; place < groups.size(); place++) {
            key.add(value(row, groups.get(place), place + 1, days));
        }
        @Nullable String reason = row.getString("reason");
        int pricing = row.getInt("pricing");
        boolean priced = !row.wasNull();
        return new Cell(
                key,
                Stage.of(row.getShort("stage")),
                country(row, "country"),
                reason == null ? null : Reason.of(reason),
                priced ? Pricing.of(pricing) : null,
                row.getInt("period"),
                row.getLong("messages"));
    }

    private static @Nullable Country country(ResultSet row, String column) throws SQLException {
        short code = row.getShort(column);
        return row.wasNull() ? null : Country.of(code);
    }

    private static @Nullable String value(ResultSet row, Dimension group, int place, List<LocalDate> days)
            throws SQLException {
        return switch (group) {
            case DAY -> {
                // A broadcast's own days may lie outside of what is asked for; they have no day here.
                int bucket = row.getInt(place);
                yield bucket == 0 ? null : days.get(bucket - 1).toString();
            }
            case COUNTRY -> {
                @Nullable Country country = country(row, "by_country");
                yield country == null ? null : country.iso();
            }
            case TEMPLATE, LANGUAGE, CATEGORY, REASON, KIND -> row.getString(place);
        };
    }

    /// Messages without an outcome now, of everything that was not only drafted.
    static long pending(Connection connection, UUID botId, Query query) throws SQLException {
        List<String> conditions = new ArrayList<>(List.of("b.bot_id = ?"));
        List<String> values = new ArrayList<>();
        for (Map.Entry<Dimension, String> each : query.filters().entrySet()) {
            @Nullable
            String column = switch (each.getKey()) {
                case TEMPLATE -> "b.template_name";
                case LANGUAGE -> "b.template_language";
                case CATEGORY -> "b.category";
                case KIND -> "b.kind";
                case DAY, COUNTRY, REASON -> null;
            };
            if (column != null) {
                conditions.add(column + " = ?");
                values.add(each.getValue());
            }
        }
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT COALESCE(sum(b.total - p.sent - p.delivered - p.read - p.failed), 0)
                  FROM broadcast b JOIN progress p ON p.broadcast_id = b.id
                 WHERE b.finished_at IS NULL AND b.status <> 'draft'
                """ + " AND " + String.join(" AND ", conditions))) {
            select.setObject(1, botId);
            for (int i = 0; i < values.size(); i++) {
                select.setString(i + 2, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// When the figures of a broadcast begin and end, for its statistics by day; null: nothing has ended yet.
    static @Nullable List<Instant> span(Connection connection, UUID broadcastId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT min(COALESCE(sent_at, delivered_at, read_at, failed_at)),
                       max(COALESCE(sent_at, delivered_at, read_at, failed_at))
                  FROM message WHERE broadcast_id = ? AND stage IN (2, 3, 5, 6, 7)""")) {
            select.setObject(1, broadcastId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getTimestamp(1) == null
                        ? null
                        : List.of(
                                row.getTimestamp(1).toInstant(),
                                row.getTimestamp(2).toInstant());
            }
        }
    }
}
