package dev.crier.studio.broadcasts;

import dev.crier.account.Bot;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Broadcast.Statistics;
import dev.crier.broadcast.Broadcasts;
import dev.crier.broadcast.Course;
import dev.crier.db.StoreFailure;
import dev.crier.statistics.Costs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is counted from a broadcast's own rows: its course, its failures, its cost. All who look at a broadcast share
/// one look, which is taken again when figures have moved, and the less often the longer it takes.
final class Looks {
    private static final int STEPS = 60;
    private static final int MOST = 200;

    /// Counted in some hundredths of a second.
    private static final int SMALL = 50_000;

    private static final long SHORTEST_NANOS = 1_000_000_000L;

    /// Looking takes a twentieth of the time at the most.
    private static final int REST = 20;

    /// A small one is slow to count only while the machine is busy; nobody waits longer for the reasons of its
    /// failures.
    private static final long LONGEST_OF_SMALL_NANOS = 2_000_000_000L;

    private final Broadcasts broadcasts;
    private final Costs costs;
    private final Map<UUID, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Look> eldest) {
            return size() > MOST;
        }
    };

    Looks(Broadcasts broadcasts, Costs costs) {
        this.broadcasts = broadcasts;
        this.costs = costs;
    }

    /// What was seen.
    ///
    /// @param of the figures of that moment
    record Look(
            Statistics of,
            Course course,
            List<Course.Failures> failures,
            Optional<Costs.Cost> cost,
            long atNanos,
            long tookNanos) {
        static final Look NOTHING = new Look(
                new Statistics(0, 0, 0, 0, 0),
                new Course(null, Duration.ofSeconds(1), List.of()),
                List.of(),
                Optional.empty(),
                0,
                0);

        private boolean isFresh(Statistics now) {
            long longest = now.total() <= SMALL ? LONGEST_OF_SMALL_NANOS : Long.MAX_VALUE;
            long age = System.nanoTime() - atNanos;
            return of.equals(now) || age < Math.clamp(REST * tookNanos, SHORTEST_NANOS, longest);
        }
    }

    /// As [#at], but a page does not wait for a large broadcast that nobody has looked at yet: the live part brings it.
    Look soon(Bot bot, Broadcast broadcast) {
        if (broadcast.statistics().total() <= SMALL) {
            return at(bot, broadcast);
        }
        @Nullable Look known = known(broadcast);
        return known == null ? Look.NOTHING : known;
    }

    private @Nullable Look known(Broadcast broadcast) {
        synchronized (looks) {
            return looks.get(broadcast.id());
        }
    }

    Look at(Bot bot, Broadcast broadcast) {
        @Nullable Look known = known(broadcast);
        if (known != null && known.isFresh(broadcast.statistics())) {
            return known;
        }
        Look taken = take(bot, broadcast);
        synchronized (looks) {
            looks.put(broadcast.id(), taken);
        }
        return taken;
    }

    private Look take(Bot bot, Broadcast broadcast) {
        long begin = System.nanoTime();
        try {
            Course course = broadcasts.course(bot.id(), broadcast.id(), STEPS);
            List<Course.Failures> failures =
                    broadcast.statistics().failed() == 0 ? List.of() : broadcasts.failures(bot.id(), broadcast.id());
            Optional<Costs.Cost> cost = costs.of(bot.environmentId(), bot.id(), broadcast.id());
            long end = System.nanoTime();
            return new Look(broadcast.statistics(), course, failures, cost, end, end - begin);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }
}
