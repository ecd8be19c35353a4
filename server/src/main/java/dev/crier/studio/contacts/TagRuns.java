package dev.crier.studio.contacts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.contact.BulkTags;
import dev.crier.contact.ContactFilter;
import dev.crier.contact.TagChange;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes of many contacts' tags, which go on beside the page; what came of each is known for a while.
final class TagRuns {
    private static final Logger LOG = LoggerFactory.getLogger(TagRuns.class);

    /// Somebody who went for lunch meanwhile still learns what came of it.
    private static final Duration KEPT = Duration.ofHours(2);

    /// Some hundred bytes each.
    private static final int MAX_KEPT = 1_000;

    /// Each has a connection for itself nearly all the time; the pool has twenty.
    private static final int MAX_AT_ONCE = 4;

    private final BulkTags bulk;
    private final Semaphore free = new Semaphore(MAX_AT_ONCE);

    /// One change of a bot at a time: two would wait for each other's contacts, and keep other bots out.
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

    private final Cache<UUID, Run> runs =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MAX_KEPT).build();

    TagRuns(BulkTags bulk) {
        this.bulk = bulk;
    }

    enum Phase {
        RUNNING,
        DONE,
        /// What was changed before stays changed.
        BROKEN_OFF
    }

    /// One change as far as it has come.
    static final class Run {
        private final UUID id = Ids.next();
        private final UUID botId;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile BulkTags.Outcome outcome = new BulkTags.Outcome(0, 0);
        private volatile Phase phase = Phase.RUNNING;

        private Run(UUID botId) {
            this.botId = botId;
        }

        UUID id() {
            return id;
        }

        Phase phase() {
            return phase;
        }

        BulkTags.Outcome outcome() {
            return outcome;
        }

        /// Whether it was over before the patience.
        boolean isOverWithin(Duration patience) throws InterruptedException {
            return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    Run start(UUID botId, ContactFilter filter, TagChange change) {
        if (!busy.add(botId)) {
            throw Problem.of(
                    ProblemCode.UNAVAILABLE,
                    "Tags of this bot's contacts are being changed just now; try again in a minute");
        }
        if (!free.tryAcquire()) {
            busy.remove(botId);
            throw Problem.of(
                    ProblemCode.UNAVAILABLE, "Tags of many contacts are being changed just now; try again in a minute");
        }
        Run run = new Run(botId);
        runs.put(run.id, run);
        var _ = Thread.ofVirtual().name("tags of " + botId).start(() -> carryOut(run, filter, change));
        return run;
    }

    private void carryOut(Run run, ContactFilter filter, TagChange change) {
        try {
            run.outcome = bulk.change(run.botId, filter, change, soFar -> run.outcome = soFar);
            run.phase = Phase.DONE;
        } catch (RuntimeException e) {
            LOG.error("A change of tags broke off", e);
        } finally {
            run.phase = run.phase == Phase.RUNNING ? Phase.BROKEN_OFF : run.phase;
            busy.remove(run.botId);
            free.release();
            run.over.countDown();
        }
    }

    Optional<Run> find(UUID botId, UUID id) {
        return Optional.ofNullable(runs.getIfPresent(id)).filter(run -> run.botId.equals(botId));
    }
}
