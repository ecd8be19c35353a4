package dev.crier.studio.home;

import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One browser that follows what runs. It looks twice a second, so what costs more than a row is kept for a while.
final class Watch {
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final HomeReader reader;
    private final UUID botId;
    private final Speed speed = new Speed();
    private Instant lookedAt = Instant.EPOCH;
    private long begun;

    Watch(HomeReader reader, UUID botId) {
        this.reader = reader;
        this.botId = botId;
    }

    /// The values of the live part.
    Map<String, Object> look() {
        List<Broadcast> underWay = reader.underWay(botId);
        double perSecond = speed.at(reader.now(), dealtWith(underWay));
        return Map.of("underWay", underWay, "number", reader.number(botId, perSecond, begun()));
    }

    private long begun() {
        Instant now = reader.now();
        if (Duration.between(lookedAt, now).compareTo(KEPT) > 0) {
            try {
                begun = reader.begun(botId);
            } catch (SQLException e) {
                throw new IllegalStateException("The figures of the last day could not be read", e);
            }
            lookedAt = now;
        }
        return begun;
    }

    private static long dealtWith(List<Broadcast> underWay) {
        return underWay.stream()
                .filter(each -> each.state() == State.RUNNING)
                .map(Broadcast::statistics)
                .mapToLong(statistics -> statistics.total() - statistics.pending())
                .sum();
    }
}
