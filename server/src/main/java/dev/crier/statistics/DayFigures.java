package dev.crier.statistics;

import dev.crier.db.Database;
import dev.crier.message.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A bot's figures by day, without money: the same cells that `GET /api/bot/{bot_id}/statistics` adds up.
public final class DayFigures {
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final int DAY_SECONDS = 86_400;

    private final Database database;

    public DayFigures(Database database) {
        this.database = database;
    }

    /// What is known of some days, and what has no outcome now.
    ///
    /// @param days in order, each of them, whether anything was sent on it or not
    public record Days(Map<LocalDate, Counts> days, long pending) {
        public Counts of(LocalDate day) {
            return Objects.requireNonNull(days.get(day), "a day outside of what was asked for");
        }
    }

    /// The days until `last`, of this time zone.
    public Days until(UUID botId, LocalDate last, int days, ZoneId zone) throws SQLException {
        Query query = new Query(last.minusDays(days - 1L), last, zone, List.of(Dimension.DAY), Map.of());
        return database.inSnapshot(connection -> {
            Map<LocalDate, Counts> counts = new LinkedHashMap<>();
            query.days().forEach(day -> counts.put(day, new Counts(null)));
            for (Cell cell : StatisticsReader.ofBot(connection, botId, query, null)) {
                @Nullable String day = cell.key().getFirst();
                if (day != null) {
                    Objects.requireNonNull(counts.get(LocalDate.parse(day))).add(cell);
                }
            }
            return new Days(counts, StatisticsReader.pending(connection, botId, query));
        });
    }

    /// People whom the bot began to talk to in the 24 hours that end with this quarter of an hour: what Meta's
    /// messaging limit goes by. Who got two messages counts twice here and once at Meta, so it is never too few.
    public long begunWithin24Hours(UUID botId, Instant now) throws SQLException {
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        while (!end.isAfter(now)) {
            end = end.plus(QUARTER);
        }
        LocalDate last = LocalDate.ofInstant(end.minusSeconds(1), dayEndingAt(end));
        Query query = new Query(last, last, dayEndingAt(end), List.of(Dimension.KIND, Dimension.CATEGORY), Map.of());
        return database.inSnapshot(connection -> StatisticsReader.ofBot(connection, botId, query, null).stream()
                .filter(cell -> cell.stage() != Stage.FAILED)
                .filter(DayFigures::beginsConversation)
                .mapToLong(Cell::messages)
                .sum());
    }

    /// Replies, and texts inside of the 24-hour window, begin nothing.
    private static boolean beginsConversation(Cell cell) {
        @Nullable String kind = cell.key().getFirst();
        return "broadcast".equals(kind)
                || ("action".equals(kind) && !"service".equals(cell.key().getLast()));
    }

    /// Where it is midnight now: there the last 24 hours are a day, and days are what figures are asked for by.
    private static ZoneOffset dayEndingAt(Instant end) {
        int second = (int) (end.getEpochSecond() % DAY_SECONDS);
        return ZoneOffset.ofTotalSeconds(second <= ZoneOffset.MAX.getTotalSeconds() ? -second : DAY_SECONDS - second);
    }
}
