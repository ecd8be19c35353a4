package dev.crier.dispatch;

import dev.crier.broadcast.BroadcastStore;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.GraphClient;
import dev.crier.contact.Optouts;
import dev.crier.db.Database;
import dev.crier.message.RetryPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the lanes that are free, keeps their leases, ends what was lost, and wakes the lanes for which there is news.
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /// How often the database is asked for news when nobody wakes us (another node accepted a broadcast, a retry is
    /// due).
    private static final long NEWS_EVERY_NANOS = Duration.ofMillis(250).toNanos();

    /// Between questions that a wake asks for, so that a thousand single messages a second cost a hundred questions.
    private static final long NEWS_AT_MOST_EVERY_NANOS = Duration.ofMillis(10).toNanos();

    private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final ChannelStore channels;
    private final LaneStore store;
    private final AttemptJournal journal;
    private final Results results;
    private final Lane.Tools tools;
    private final Clock clock;
    private final Tally tally = new Tally();
    private final String owner;
    private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean woken;
    private long renewedAt = System.nanoTime();
    private long lookedAt = renewedAt - LOOK_EVERY_NANOS;

    /// Names and bounds.
    ///
    /// @param owner the name of this node, the same after a restart
    /// @param journal the file of attempts, on a disk of this node
    /// @param maxInFlight requests of one lane at once: throughput × latency, 1,000/s at 1 s
    public record Settings(String owner, Path journal, int maxInFlight, RetryPolicy policy) {}

    public Dispatcher(
            Settings settings,
            Database database,
            ChannelStore channels,
            GraphClient client,
            Optouts optouts,
            MarketingStop suppressions,
            Clock clock)
            throws IOException, SQLException {
        this.database = database;
        this.channels = channels;
        this.store = new LaneStore(database);
        this.clock = clock;
        this.owner = settings.owner();
        this.journal = AttemptJournal.open(settings.journal());
        journal.keepOnly(store.all().stream().map(LaneStore.WindowRow::key).toList());
        this.results = new Results(database);
        Sender sender = new Sender(client, optouts, settings.policy(), clock, RandomGenerator.getDefault());
        this.tools = new Lane.Tools(
                sender,
                results,
                channels,
                new BroadcastStore(database),
                suppressions,
                clock,
                tally,
                settings.maxInFlight());
        this.thread = Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    }

    /// Stops marketing to a person, because WhatsApp says that they want none.
    @FunctionalInterface
    public interface MarketingStop {
        void stopMarketing(UUID botId, UUID contactId);
    }

    public void start() {
        thread.start();
    }

    /// There is something new to send.
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /// Requests on their way now.
    public int inFlight() {
        return lanes.values().stream().mapToInt(Lane::inFlight).sum();
    }

    /// Messages per second that all lanes would send now.
    public double rate() {
        double rate = 0;
        for (Lane lane : lanes.values()) {
            rate += lane.rate();
        }
        return rate;
    }

    public int lanes() {
        return lanes.size();
    }

    /// Results that wait to be written.
    public int unwritten() {
        return results.waiting();
    }

    public Tally tally() {
        return tally;
    }

    /// Whether lanes are taken and leases kept.
    public boolean isRunning() {
        return thread.isAlive() && !stopping;
    }

    private void run() {
        while (!stopping) {
            boolean isWell = true;
            if (System.nanoTime() - lookedAt >= LOOK_EVERY_NANOS) {
                lookedAt = System.nanoTime();
                isWell = isDone(this::lookAround);
            }
            isWell &= isDone(this::tellNews);
            try {
                // Not parked: a wake shortens no pause.
                Thread.sleep(Duration.ofNanos(isWell ? NEWS_AT_MOST_EVERY_NANOS : PATIENCE_NANOS));
            } catch (InterruptedException e) {
                return;
            }
            if (isWell && !woken) {
                LockSupport.parkNanos(NEWS_EVERY_NANOS - NEWS_AT_MOST_EVERY_NANOS);
            }
        }
    }

    /// What fails keeps nothing else from being done: one number that cannot be taken, others from their news.
    private static boolean isDone(Turn turn) {
        try {
            turn.run();
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The dispatcher waits for the database: {}", e.getMessage());
            return false;
        }
    }

    @FunctionalInterface
    private interface Turn {
        void run() throws SQLException;
    }

    /// A lane that is busy looks by itself, unless somebody asked: a single message does not wait behind a broadcast.
    private void tellNews() throws SQLException {
        boolean asked = woken;
        woken = false;
        Set<UUID> channelsWithNews = store.withNews(clock.instant());
        for (var entry : lanes.entrySet()) {
            Lane lane = entry.getValue();
            if ((asked || lane.isIdle()) && channelsWithNews.contains(entry.getKey())) {
                lane.wake();
            }
        }
    }

    private void lookAround() throws SQLException {
        lanes.values().stream().filter(lane -> !lane.lease().holds()).forEach(Lane::wake);
        if (System.nanoTime() - renewedAt > Lease.RENEW_EVERY.toNanos()) {
            renewedAt = System.nanoTime();
            for (var entry : lanes.entrySet()) {
                renew(entry.getKey(), entry.getValue().lease());
            }
        }
        lanes.values().removeIf(Lane::hasEnded);
        List<WhatsappChannel> enabled = channels.enabled();
        for (WhatsappChannel channel : enabled) {
            if (!lanes.containsKey(channel.id())) {
                acquire(channel);
            }
        }
    }

    private void renew(UUID channelId, Lease lease) throws SQLException {
        long askedAt = System.nanoTime();
        if (lease.holds() && store.renew(channelId, lease.epoch(), Lease.LENGTH)) {
            lease.renewed(askedAt);
        } else {
            lease.lost(); // its lane is told the next time we look around
        }
    }

    private void acquire(WhatsappChannel channel) throws SQLException {
        long askedAt = System.nanoTime();
        Optional<Long> epoch = store.acquire(channel.id(), owner, Lease.LENGTH);
        if (epoch.isPresent()) {
            Lease lease = new Lease(epoch.get(), askedAt);
            Lane lane = new Lane(channel, lease, new Claims(database, journal, channel.id(), lease), tools);
            lanes.put(channel.id(), lane);
            lane.start();
        }
    }

    /// Stops sending, waits for what is in flight, writes what is known, and gives the lanes up.
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        lanes.values().parallelStream().forEach(Lane::stop);
        for (var entry : lanes.entrySet()) {
            try {
                store.give(entry.getKey(), entry.getValue().lease().epoch());
            } catch (SQLException e) {
                LOG.warn("A lane could not be given up; it is free again in {} s", Lease.LENGTH.toSeconds());
            }
        }
        results.close();
        journal.close();
    }
}
