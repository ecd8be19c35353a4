package dev.crier.studio.home;

import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.State;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// One browser that follows what runs.
final class Watch {
    private final HomeReader reader;
    private final UUID botId;
    private final Speed speed = new Speed();

    Watch(HomeReader reader, UUID botId) {
        this.reader = reader;
        this.botId = botId;
    }

    /// The values of the live part.
    Map<String, Object> look() {
        List<Broadcast> underWay = reader.underWay(botId);
        double perSecond = speed.at(reader.now(), dealtWith(underWay));
        return Map.of("underWay", underWay, "number", reader.number(botId, perSecond));
    }

    private static long dealtWith(List<Broadcast> underWay) {
        return underWay.stream()
                .filter(each -> each.state() == State.RUNNING)
                .map(Broadcast::statistics)
                .mapToLong(statistics -> statistics.total() - statistics.pending())
                .sum();
    }
}
