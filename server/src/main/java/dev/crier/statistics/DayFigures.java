package dev.crier.statistics;

import dev.crier.db.Database;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A bot's figures by day, without money: the same cells that `GET /api/bot/{bot_id}/statistics` adds up.
public final class DayFigures {
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
}
