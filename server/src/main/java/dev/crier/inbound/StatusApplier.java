package dev.crier.inbound;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.contact.Consent;
import dev.crier.db.Database;
import dev.crier.db.GroupCommit;
import dev.crier.message.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// Statuses of our messages, on their way into one commit that all requests of the moment share.
public final class StatusApplier implements AutoCloseable {
    /// Longer than any commit takes; after it Meta is told to come again.
    private static final long LIMIT_SECONDS = 30;

    private final StatusWriter writer;
    private final GroupCommit<News> commit;
    private final ParkedStatuses parked;
    private final LongAdder received = new LongAdder();

    public StatusApplier(Database database, Consent consent, RetryPolicy policy, Clock clock, RandomGenerator random) {
        this(database, consent, policy, clock, random, ParkedStatuses.MAX_PARKED);
    }

    StatusApplier(
            Database database,
            Consent consent,
            RetryPolicy policy,
            Clock clock,
            RandomGenerator random,
            int maxParked) {
        this.writer = new StatusWriter(new StatusRules(policy, random), new StatusEffects(consent), clock);
        this.commit = new GroupCommit<>("statuses", database, GroupCommit.OnOutage.TELL_CALLERS, Duration.ZERO, writer);
        this.parked = new ParkedStatuses(database, writer, maxParked);
    }

    /// For the sweeper.
    public ParkedStatuses parked() {
        return parked;
    }

    /// Statuses that wait to be written, for the metrics.
    public int waiting() {
        return commit.waiting();
    }

    /// Statuses of our numbers since the start, whether they were news or not.
    public long received() {
        return received.sum();
    }

    /// Statuses that are being committed.
    record Pending(CompletableFuture<Void> done) {
        /// Returns once they are durable, or throws if they are not.
        void await() {
            try {
                done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IntakeFailure(e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                throw Problem.of(ProblemCode.UNAVAILABLE, "The database takes too long; send this again");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IntakeFailure(e);
            }
        }
    }

    Pending submit(Receiver receiver, List<StatusUpdate> statuses) {
        List<CompletableFuture<Void>> written = new ArrayList<>(statuses.size());
        for (StatusUpdate status : statuses) {
            if (status.kind() != Kind.OTHER && receiver.hasNumber(status.phoneNumberId())) {
                received.increment();
                written.add(commit.submit(
                        new News(receiver.bot().id(), receiver.channel().id(), status)));
            }
        }
        return new Pending(CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)));
    }

    @Override
    public void close() {
        commit.close();
    }
}
