package dev.crier.webhook;

import dev.crier.webhook.DeliveryStore.Batch;
import dev.crier.webhook.DeliveryStore.Next;
import dev.crier.webhook.DeliveryStore.Report;
import dev.crier.webhook.DeliveryStore.Tried;
import dev.crier.webhook.DeliveryStore.Verdict;
import dev.crier.webhook.DeliveryStore.Waiting;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One round of deliveries to one endpoint: several people side by side, the events of each one after the other, and at
/// the first that fails the person's others wait.
final class Round {
    /// Requests at once to one webhook.
    static final int AT_ONCE = 32;

    /// No request begins after this much of a round. With the time of a last request it stays below the claim's time.
    private static final Duration NO_MORE_AFTER = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    private final DeliveryStore store;
    private final WebhookClient client;
    private final Rules rules;
    private final Clock clock;
    private final DeliveryTally tally;

    /// The policy with the dice it is played with.
    record Rules(DeliveryPolicy policy, DeliveryPolicy.Dice dice) {}

    Round(DeliveryStore store, WebhookClient client, Rules rules, Clock clock, DeliveryTally tally) {
        this.store = store;
        this.client = client;
        this.rules = rules;
        this.clock = clock;
        this.tally = tally;
    }

    /// What came of one person's events.
    ///
    /// @param done those that the endpoint took
    /// @param failed the one that it did not take; null if it took all that were tried
    private record Outcome(
            UUID person,
            List<Tried> done,
            @Nullable Waiting failed,
            @Nullable Tried last) {}

    void run(Batch batch) throws SQLException, InterruptedException {
        List<Outcome> outcomes = deliver(batch);
        Report report = store.record(batch, health -> judge(batch, health, outcomes));
        tell(report);
    }

    private List<Outcome> deliver(Batch batch) throws InterruptedException {
        long end = System.nanoTime() + NO_MORE_AFTER.toNanos();
        ConcurrentLinkedQueue<Map.Entry<UUID, List<Waiting>>> people =
                new ConcurrentLinkedQueue<>(batch.people().entrySet());
        ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(AT_ONCE, batch.people().size()); i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (var person = people.poll(); person != null; person = people.poll()) {
                    outcomes.add(deliver(batch, person.getKey(), person.getValue(), end));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(outcomes);
    }

    private Outcome deliver(Batch batch, UUID person, List<Waiting> events, long end) {
        List<Tried> done = new ArrayList<>();
        for (Waiting event : events) {
            if (System.nanoTime() - end > 0) {
                break;
            }
            Attempt attempt;
            try {
                attempt = client.post(new WebhookClient.Letter(batch.url(), event.id(), event.body(), batch.keys()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            Tried tried =
                    new Tried(event.id(), attempt.isSuccess() ? "delivered" : "waiting", clock.instant(), attempt);
            if (!attempt.isSuccess()) {
                return new Outcome(person, done, event, tried);
            }
            done.add(tried);
        }
        return new Outcome(person, done, null, null);
    }

    private Report judge(Batch batch, Health before, List<Outcome> outcomes) {
        Instant now = clock.instant();
        Health after = before.after(findings(outcomes, now), rules.policy(), rules.dice(), now);
        List<Tried> tried = new ArrayList<>();
        List<Next> next = new ArrayList<>();
        for (Outcome each : outcomes) {
            tried.addAll(each.done());
            Waiting failed = each.failed();
            Tried last = each.last();
            if (failed == null || last == null) {
                next.add(new Next(each.person(), now));
                continue;
            }
            int tries = failed.tries() + 1;
            Instant first = failed.firstTriedAt() == null ? last.at() : failed.firstTriedAt();
            boolean spent = rules.policy().isSpent(tries, first, after.succeededAt());
            tried.add(spent ? new Tried(last.id(), "failed", last.at(), last.attempt()) : last);
            next.add(new Next(
                    each.person(), spent ? now : now.plus(rules.policy().after(tries, rules.dice()))));
        }
        boolean anyTried = !tried.isEmpty();
        boolean isBack = before.isDown() && !after.isDown();
        // A probe that found nothing to send leaves the endpoint as it was, and the next may come at once.
        Health health = anyTried
                ? after
                : new Health(before.failures(), before.failingSince(), before.succeededAt(), before.pauses(), now);
        boolean changes = anyTried || before.isDown();
        return new Report(
                batch, tried, next, changes ? new Verdict(health, disabled(outcomes, after, now), isBack, now) : null);
    }

    private Health.Findings findings(List<Outcome> outcomes, Instant now) {
        int successes = 0;
        int failures = 0;
        int first = 0;
        Instant comeAgain = null;
        for (Outcome each : outcomes) {
            successes += each.done().size();
            if (each.failed() == null || each.last() == null) {
                continue;
            }
            failures++;
            first += each.failed().tries() == 0 ? 1 : 0;
            Duration wait = each.last().attempt().retryAfter();
            if (wait != null) {
                Instant until = now.plus(rules.policy().bounded(wait));
                comeAgain = comeAgain == null || until.isAfter(comeAgain) ? until : comeAgain;
            }
        }
        return new Health.Findings(successes, failures, first, comeAgain);
    }

    private @Nullable String disabled(List<Outcome> outcomes, Health after, Instant now) {
        if (outcomes.stream()
                .anyMatch(each -> each.last() != null && each.last().attempt().isGone())) {
            return "gone";
        }
        Instant since = after.failingSince();
        boolean tooLong =
                since != null && !since.plus(rules.policy().disableAfter()).isAfter(now);
        return tooLong ? "failing" : null;
    }

    private void tell(Report report) {
        report.tried().forEach(each -> tally.count(each.status()));
        Verdict verdict = report.verdict();
        String reason = verdict == null ? null : verdict.disabledBecause();
        if (verdict != null && reason != null) {
            tally.countDisabled();
            LOG.warn(
                    "Webhook {} is disabled: {}",
                    report.batch().webhookId(),
                    reason.equals("gone")
                            ? "its endpoint answered 410 Gone"
                            : "its endpoint has taken nothing since "
                                    + verdict.health().failingSince());
        }
    }
}
