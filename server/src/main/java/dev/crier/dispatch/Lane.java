package dev.crier.dispatch;

import dev.crier.broadcast.BroadcastStore;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.db.SqlErrors;
import dev.crier.dispatch.LaneStore.WindowRow;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.RetryStore;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that one number sends, under one lease.
///
/// One foreman thread chooses: it goes round the running broadcasts, one message each, so that a single message waits
/// for at most one message of every other broadcast; it waits for the pacer and for room in flight; then a virtual
/// thread of its own makes the attempt ([Sender]) and acts on its verdict.
///
/// **Never twice.** A message is attempted only while the lease holds, and only after a row says that it may have been:
/// its window's (first attempt) or its own (retry). What has a definite outcome gets a row; what has none is in doubt.
/// A message that was definitely not taken (throttle, nobody reached, template or number refused) goes back to the
/// front, and its bit in the journal is cleared.
///
/// **Never lost.** A window ends when each of its messages has a durable row. Whoever owns the lane next looks at all
/// windows of earlier epochs: unrecorded messages that may have been attempted are put in doubt, the others are sent.
///
/// **Never unsure.** If the database went away while it was asked to claim, hand over or give back, nobody knows
/// what it holds now. Then the lane gives its lease up: what is in flight is waited for and written, and the lane is
/// taken anew, under an epoch for which everything before is foreign.
///
/// When the lane stops (lease lost, shutdown) it forgets its memory; with a lease it first gives its windows back.
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /// How often the database is asked for news while there is something to send.
    private static final long REFRESH_NANOS = Duration.ofMillis(250).toNanos();

    /// And while there is nothing: then the [Dispatcher] asks for all lanes at once and wakes those that it concerns.
    /// What is left for the lane itself is what its number is set to, which it reads again before it sends anyway.
    private static final long IDLE_REFRESH_NANOS = Duration.ofSeconds(10).toNanos();

    /// Between refreshes that a wake asks for, so that a thousand single messages a second cost fifty refreshes.
    private static final long MIN_REFRESH_NANOS = Duration.ofMillis(20).toNanos();

    /// Broadcasts that are taken turns with; single messages come first, so this bounds large ones only.
    private static final int MAX_BROADCASTS = 1_000;

    /// Retries that are begun and not yet attempted: a crash puts them in doubt, so a second's worth and no more.
    private static final int MAX_BEGUN_RETRIES = 500;

    private static final int MIN_BEGUN_RETRIES = 10;
    private static final int WINDOWS_PER_REFRESH = 16;
    private static final int MIN_WINDOW = 10;

    /// A window's opt-outs are read again when they are older than this.
    private static final long OPTOUT_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    /// Longer than any send takes: an exchange is cut off after 60 s.
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(70);

    /// How long the foreman waits for results to be written before it looks at other things first.
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

    /// So many unknown outcomes in a row, and the lane takes a rest: each of them is somebody's message in doubt.
    private static final int UNKNOWN_IN_A_ROW = 10;

    private static final int MAX_BACKOFF_SECONDS = 30;

    private final UUID channelId;
    private final Lease lease;
    private final Claims claims;
    private final Sender sender;
    private final Results results;
    private final ChannelStore channels;
    private final BroadcastStore broadcasts;
    private final Dispatcher.MarketingStop suppressions;
    private final Clock clock;
    private final Tally tally;
    private final Semaphore room;
    private final int maxInFlight;
    private final Pacer pacer;
    private final Map<UUID, ActiveBroadcast> active = new LinkedHashMap<>();
    private final List<ActiveBroadcast> ring = new ArrayList<>();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final Thread foreman;
    private volatile WhatsappChannel channel;
    private volatile boolean held;
    private volatile boolean stopping;
    private volatile boolean woken;
    private volatile boolean idle = true;
    private int turn;
    private long refreshedAt;

    /// What a lane works with.
    record Tools(
            Sender sender,
            Results results,
            ChannelStore channels,
            BroadcastStore broadcasts,
            Dispatcher.MarketingStop suppressions,
            Clock clock,
            Tally tally,
            int maxInFlight) {}

    Lane(WhatsappChannel channel, Lease lease, Claims claims, Tools tools) {
        this.channelId = channel.id();
        this.channel = channel;
        this.held = channel.hold() != null;
        this.lease = lease;
        this.claims = claims;
        this.sender = tools.sender();
        this.results = tools.results();
        this.channels = tools.channels();
        this.broadcasts = tools.broadcasts();
        this.suppressions = tools.suppressions();
        this.clock = tools.clock();
        this.tally = tools.tally();
        this.maxInFlight = tools.maxInFlight();
        this.room = new Semaphore(maxInFlight);
        this.pacer = new Pacer(channel.throughput(), System.nanoTime());
        this.refreshedAt = System.nanoTime() - IDLE_REFRESH_NANOS;
        this.foreman = Thread.ofPlatform().name("lane-" + channelId).daemon().unstarted(this::run);
    }

    void start() {
        foreman.start();
    }

    Lease lease() {
        return lease;
    }

    /// There is something new: look now.
    void wake() {
        woken = true;
        LockSupport.unpark(foreman);
    }

    /// Whether it has nothing to send, and so looks for nothing unless it is woken.
    boolean isIdle() {
        return idle;
    }

    int inFlight() {
        return maxInFlight - room.availablePermits();
    }

    double rate() {
        return pacer.rate(System.nanoTime());
    }

    private void run() {
        boolean recovered = false;
        while (!stopping && lease.holds()) {
            try {
                if (!recovered) {
                    claims.settleAbandonedRetries(this::doubt);
                    recovered = true;
                }
                step();
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                LOG.warn("Lane {} waits: {}", channelId, e.getMessage());
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            } catch (Error e) {
                LOG.error("Lane {} met a defect and is taken anew", channelId, e);
                lease.lost();
            }
        }
        if (!stopping) {
            leave();
        }
    }

    /// The lease is gone. What is in flight still ends here, so that the journal and the rows say all that is known
    /// before somebody else looks at them.
    private void leave() {
        LOG.warn("Lane {} has lost its lease", channelId);
        try {
            for (ActiveBroadcast broadcast : ring) {
                broadcast.stop();
            }
            for (ActiveBroadcast broadcast : ring) {
                var _ = broadcast.awaitQuiet(QUIET_LIMIT.toMillis());
            }
            ring.stream()
                    .flatMap(each -> each.takeBack().stream())
                    .filter(item -> item.window() == null)
                    .forEach(item -> postpone(item.id()));
            while (!stopping && !results.flush(QUIET_LIMIT)) {
                LOG.warn("Lane {} has results to write before it is taken again", channelId);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ring.stream().flatMap(each -> each.openWindows().stream()).forEach(Window::leave);
    }

    /// Whether the lease is gone and the foreman with it: the lane may be taken again.
    boolean hasEnded() {
        return !lease.holds() && !foreman.isAlive();
    }

    /// After this error nobody knows whether the database did what it was asked to.
    private void doubtOwn(Exception e) {
        if (SqlErrors.unavailable(e)) {
            lease.lost();
        }
    }

    /// A step after which this lane must know what the database holds.
    @FunctionalInterface
    private interface Move<T> {
        T run() throws SQLException;
    }

    private <T> T surely(Move<T> move) throws SQLException {
        try {
            return move.run();
        } catch (SQLException | RuntimeException e) {
            doubtOwn(e);
            throw e;
        }
    }

    /// One turn of the foreman: refresh if it is time, then send one message or wait for something to change.
    private void step() throws SQLException, InterruptedException {
        long now = System.nanoTime();
        long untilRefresh = refreshAfter() - (now - refreshedAt);
        if (untilRefresh <= 0) {
            woken = false;
            refreshedAt = now;
            try {
                refresh();
            } finally {
                idle = ring.isEmpty();
            }
            return;
        }
        if (held) {
            LockSupport.parkNanos(untilRefresh);
            return;
        }
        long pace = pacer.waitNanos(now);
        if (pace > 0) {
            LockSupport.parkNanos(Math.min(pace, untilRefresh));
            return;
        }
        if (!room.tryAcquire()) {
            LockSupport.parkNanos(Math.min(Duration.ofMillis(1).toNanos(), untilRefresh));
            return;
        }
        @Nullable Item item = next(now);
        if (item == null) {
            room.release();
            LockSupport.parkNanos(Math.min(untilRefresh, paceOfBroadcasts(now)));
            return;
        }
        pacer.take(now);
        Thread.startVirtualThread(() -> attempt(item));
    }

    private long refreshAfter() {
        if (woken) {
            return MIN_REFRESH_NANOS;
        }
        return idle ? IDLE_REFRESH_NANOS : REFRESH_NANOS;
    }

    /// Round the ring, one message each.
    private @Nullable Item next(long now) {
        int size = ring.size();
        for (int i = 0; i < size; i++) {
            ActiveBroadcast broadcast = ring.get((turn + i) % size);
            Item item = broadcast.poll(now);
            claimMore(broadcast);
            if (item != null) {
                turn = (turn + i + 1) % size;
                return item;
            }
        }
        return null;
    }

    private long paceOfBroadcasts(long now) {
        long wait = IDLE_REFRESH_NANOS;
        for (ActiveBroadcast broadcast : ring) {
            wait = Math.min(wait, broadcast.waitNanos(now));
        }
        return Math.max(wait, 1);
    }

    /// A window is about a second of this broadcast's share: small enough to lose little time to doubt after a crash
    /// of the machine, large enough to cost few statements.
    private void claimMore(ActiveBroadcast broadcast) {
        double share = Math.min(broadcast.plan().perSecond(), rate() / Math.max(1, ring.size()));
        int size = (int) Math.clamp(Math.ceil(share), MIN_WINDOW, AttemptJournal.MAX_WINDOW);
        if (lease.holds() && broadcast.beginClaim(size / 2)) {
            Thread.startVirtualThread(() -> {
                int before = broadcast.nextSeq();
                try {
                    claims.claim(broadcast, size);
                } catch (SQLException | RuntimeException e) {
                    LOG.warn("Lane {} could not claim: {}", channelId, e.getMessage());
                    doubtOwn(e);
                    broadcast.claimed(before);
                }
                LockSupport.unpark(foreman);
            });
        }
    }

    private void refresh() throws SQLException, InterruptedException {
        channels.find(channelId).ifPresent(fresh -> {
            channel = fresh;
            held = fresh.hold() != null || !fresh.enabled();
            pacer.cap(fresh.throughput());
        });
        for (UUID id : claims.unclaimed(MAX_BROADCASTS)) {
            var _ = activate(id);
        }
        retire(claims.stillRunning(active.keySet()));
        for (WindowRow left : claims.foreign(WINDOWS_PER_REFRESH)) {
            @Nullable ActiveBroadcast broadcast = activate(left.broadcastId());
            surely(() -> {
                claims.adopt(left, broadcast, this::doubt);
                return left;
            });
        }
        if (!held) {
            surely(() -> {
                retries();
                return channelId;
            });
        }
    }

    private Change doubt(MessageId id) {
        @Nullable ActiveBroadcast broadcast = active.get(id.broadcastId());
        var onUnknown = broadcast == null
                ? dev.crier.broadcast.OnUnknown.HOLD
                : broadcast.plan().onUnknown();
        return sender.doubt(id, onUnknown, clock.instant());
    }

    /// The broadcast in the ring; null if it does not run.
    private @Nullable ActiveBroadcast activate(UUID id) throws SQLException {
        @Nullable ActiveBroadcast known = active.get(id);
        if (known != null) {
            return known;
        }
        @Nullable ActiveBroadcast loaded = load(id);
        if (loaded != null) {
            active.put(id, loaded);
            ring.add(loaded);
            claimMore(loaded);
        }
        return loaded;
    }

    private @Nullable ActiveBroadcast load(UUID id) throws SQLException {
        try {
            return claims.load(id).orElse(null);
        } catch (RuntimeException e) {
            LOG.error("Broadcast {} cannot be read", id, e);
            pauseAfterDefect(id);
            return null;
        }
    }

    /// Takes those out that no longer run, after giving back what they hold, and those that have nothing left.
    private void retire(Set<UUID> running) throws SQLException, InterruptedException {
        for (ActiveBroadcast broadcast : List.copyOf(ring)) {
            boolean stopped = broadcast.isStopped() || !running.contains(broadcast.id());
            if (stopped) {
                broadcast.stop();
                if (broadcast.isQuiet() && results.flush(FLUSH_LIMIT)) {
                    giveBack(broadcast);
                    remove(broadcast);
                }
            } else if (broadcast.isDrained()) {
                remove(broadcast);
            }
        }
    }

    private void remove(ActiveBroadcast broadcast) {
        active.remove(broadcast.id());
        ring.remove(broadcast);
    }

    /// All its results are durable by now.
    private void giveBack(ActiveBroadcast broadcast) throws SQLException {
        for (Item item : broadcast.takeBack()) {
            if (item.window() == null) {
                postpone(item.id());
            }
        }
        for (Window window : broadcast.openWindows()) {
            surely(() -> {
                claims.giveBack(window);
                return window;
            });
        }
    }

    private void retries() throws SQLException {
        int ready = ring.stream().mapToInt(ActiveBroadcast::readyRetries).sum();
        int wanted = (int) Math.clamp(rate(), MIN_BEGUN_RETRIES, MAX_BEGUN_RETRIES) - ready;
        if (wanted <= 0) {
            return;
        }
        Deque<RetryStore.Due> begun = new ArrayDeque<>(claims.beginRetries(clock.instant(), wanted));
        try {
            while (!begun.isEmpty()) {
                RetryStore.Due due = begun.getFirst();
                @Nullable ActiveBroadcast broadcast = activate(due.broadcastId());
                if (broadcast == null) {
                    postpone(due);
                } else {
                    broadcast.addFirst(new Item(
                            broadcast,
                            claims.recipient(broadcast, due.seq()),
                            due.attempt(),
                            due.tries(),
                            due.freeAttempts(),
                            null));
                }
                begun.removeFirst();
            }
        } finally {
            begun.forEach(this::postpone);
        }
    }

    private void postpone(RetryStore.Due due) {
        postpone(new MessageId(due.broadcastId(), due.seq(), due.attempt()));
    }

    private void postpone(MessageId id) {
        results.record(Change.postponed(id, clock.instant()), null);
    }

    private void attempt(Item item) {
        try {
            long startedAt = System.nanoTime();
            Sender.@Nullable Verdict verdict = verdict(item);
            if (verdict == null) {
                item.broadcast().putBack(item);
            } else {
                act(item, verdict, startedAt);
            }
        } catch (RuntimeException e) {
            // The message is where it belongs; what could not be stored beside it will show again.
            LOG.warn("Lane {} could not store what WhatsApp said: {}", channelId, e.getMessage());
        } finally {
            room.release();
        }
    }

    /// What became of the attempt; null if there was none. Whatever throws, throws before the first byte leaves.
    private Sender.@Nullable Verdict verdict(Item item) {
        try {
            checkOptoutsAgain(item);
            if (item.window() == null && claims.blocks(item)) {
                return sender.optedOut(item);
            }
            return sender.attempt(item, channel.endpoint(), lease);
        } catch (SQLException e) {
            LOG.warn("Lane {} could not check opt-outs: {}", channelId, e.getMessage());
            pacer.pause(System.nanoTime(), Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            // A defect of ours: the broadcast stops, others go on, and nothing of it is lost.
            LOG.error("Broadcast {} cannot be sent", item.broadcast().id(), e);
            item.broadcast().stop();
            pauseAfterDefect(item.broadcast().id());
            wake();
        }
        return null;
    }

    private void pauseAfterDefect(UUID id) {
        try {
            broadcasts.pauseAfterDefect(id);
        } catch (RuntimeException e) {
            LOG.warn("Broadcast {} could not be paused; it will be when it fails again: {}", id, e.getMessage());
        }
    }

    private void checkOptoutsAgain(Item item) throws SQLException {
        @Nullable Window window = item.window();
        if (window != null) {
            window.check(
                    OPTOUT_AGE_NANOS,
                    () -> claims.optouts(item.broadcast().plan().botId(), window.people()));
        }
    }

    /// Settles the message first, then does whatever else follows: that may fail, and then shows again.
    private void act(Item item, Sender.Verdict verdict, long startedAt) {
        tally.add(verdict);
        switch (verdict) {
            case Sender.Verdict.Accepted accepted -> {
                pacer.accepted(System.nanoTime());
                answered();
                leave(item, accepted.change());
            }
            case Sender.Verdict.Outcome outcome -> {
                answered();
                leave(item, outcome.change());
            }
            case Sender.Verdict.Suppress suppress -> {
                answered();
                if (stopMarketing(item)) {
                    leave(item, suppress.change());
                } else {
                    stay(item);
                }
            }
            case Sender.Verdict.InDoubt inDoubt -> {
                leave(item, inDoubt.change());
                if (unknown.incrementAndGet() >= UNKNOWN_IN_A_ROW) {
                    backOff(unknown.get() - UNKNOWN_IN_A_ROW, "no answers from WhatsApp");
                }
            }
            case Sender.Verdict.SlowDown slowDown -> {
                answered();
                pacer.throttled(startedAt, System.nanoTime(), slowDown.retryAfter());
                stay(item);
            }
            case Sender.Verdict.Unreachable away -> {
                stay(item);
                backOff(unreachable.getAndIncrement(), away.cause());
            }
            case Sender.Verdict.StopBroadcast stop -> {
                item.broadcast().stop();
                String details = stop.error().details() == null
                        ? stop.error().title()
                        : stop.error().details();
                stay(item);
                LOG.warn(
                        "Broadcast {} is paused: {}",
                        item.broadcast().id(),
                        stop.error().summary());
                broadcasts.pauseBecause(item.broadcast().id(), stop.error().code(), stop.reason(), details);
                wake();
            }
            case Sender.Verdict.HoldNumber hold -> {
                held = true;
                stay(item);
                LOG.error(
                        "Number of channel {} is held: {}",
                        channelId,
                        hold.error().summary());
                channels.hold(channelId, hold.error().code(), hold.error().summary());
            }
            case Sender.Verdict.Halted ignored -> stay(item);
        }
    }

    /// An opt-out that could not be stored must come again: then the message is not done either.
    private boolean stopMarketing(Item item) {
        @Nullable UUID contactId = item.recipient().contactId();
        try {
            if (contactId != null) {
                suppressions.stopMarketing(item.broadcast().plan().botId(), contactId);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("Lane {} could not store an opt-out: {}", channelId, e.getMessage());
            pacer.pause(System.nanoTime(), Duration.ofSeconds(1));
            return false;
        }
    }

    private void answered() {
        unreachable.set(0);
        unknown.set(0);
    }

    private void backOff(int step, String cause) {
        int seconds = Math.min(MAX_BACKOFF_SECONDS, 1 << Math.min(step, 5));
        if (step == 0) {
            LOG.warn("Lane {} rests: {}", channelId, cause);
        }
        pacer.pause(System.nanoTime(), Duration.ofSeconds(seconds));
    }

    private void leave(Item item, Change change) {
        results.record(change.in(item.recipient().country()), item.window());
        item.broadcast().done();
    }

    private void stay(Item item) {
        if (item.window() != null) {
            item.window().notAttempted(item.recipient().seq());
        }
        item.broadcast().putBack(item);
    }

    /// Ends the lane: nothing new is sent, what is in flight is waited for, the rest is given back.
    void stop() {
        stopping = true;
        wake();
        try {
            foreman.join();
            for (ActiveBroadcast broadcast : ring) {
                broadcast.stop();
            }
            for (ActiveBroadcast broadcast : ring) {
                if (broadcast.awaitQuiet(QUIET_LIMIT.toMillis()) && results.flush(QUIET_LIMIT) && lease.holds()) {
                    giveBack(broadcast);
                }
            }
            var _ = results.flush(QUIET_LIMIT);
        } catch (SQLException e) {
            // The windows' epoch tells the next owner; with the journal they are not even in doubt.
            LOG.warn("Lane {} could not give its windows back: {}", channelId, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
