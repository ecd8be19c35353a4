package dev.crier.dispatch;

import dev.crier.api.Fault;
import dev.crier.broadcast.Content;
import dev.crier.broadcast.OnUnknown;
import dev.crier.broadcast.Recipient;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphError;
import dev.crier.cloudapi.SendOutcome;
import dev.crier.contact.Optouts;
import dev.crier.content.Envelope;
import dev.crier.content.RenderResult;
import dev.crier.message.Change;
import dev.crier.message.Change.Failure;
import dev.crier.message.Change.Origin;
import dev.crier.message.Change.Source;
import dev.crier.message.MessageId;
import dev.crier.message.Reason;
import dev.crier.message.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One attempt at one message: the last checks, rendering, the call, and what its outcome means.
///
/// Decides, but changes nothing: the [Verdict] tells the lane what to do. Whatever throws before the first byte leaves
/// leaves the message where it was.
final class Sender {
    private final GraphClient client;
    private final Optouts optouts;
    private final PairGate pairs = new PairGate();
    private final RetryPolicy policy;
    private final Clock clock;
    private final RandomGenerator random;

    Sender(GraphClient client, Optouts optouts, RetryPolicy policy, Clock clock, RandomGenerator random) {
        this.client = client;
        this.optouts = optouts;
        this.policy = policy;
        this.clock = clock;
        this.random = random;
    }

    /// What the lane has to do after an attempt.
    sealed interface Verdict {
        /// Write it down; the message has left the lane.
        record Outcome(Change change) implements Verdict {}

        /// As [Outcome], for a message that WhatsApp took.
        record Accepted(Change change) implements Verdict {}

        /// As [Outcome], for an outcome that nobody knows.
        record InDoubt(Change change) implements Verdict {}

        /// The person has stopped marketing in WhatsApp.
        record Suppress(Change change) implements Verdict {}

        /// The number is too fast; the message is fine.
        record SlowDown(Duration retryAfter) implements Verdict {}

        /// Nothing could be sent at all; the message is fine.
        record Unreachable(String cause) implements Verdict {}

        /// The template is refused: so would every other message of the broadcast.
        record StopBroadcast(GraphError error, String reason) implements Verdict {}

        /// The number or its account is refused.
        record HoldNumber(GraphError error) implements Verdict {}

        /// The lane has lost its lease, or the broadcast was stopped: nothing has left.
        record Halted() implements Verdict {}
    }

    /// The lease ended, or the broadcast was stopped, between the last check and the first byte: a request may have
    /// waited long for its connection.
    private static final class HaltedException extends RuntimeException {
        HaltedException() {
            super("halted", null, false, false);
        }
    }

    Verdict attempt(Item item, Endpoint endpoint, Lease lease) {
        if (!lease.holds()) {
            return new Verdict.Halted();
        }
        Recipient recipient = item.recipient();
        if (isBlocked(item)) {
            return optedOut(item);
        }
        String person = recipient.phone() != null ? recipient.phone() : recipient.whatsappUserId();
        if (person == null) {
            return failed(item.idWithoutAttempt(), new Failure(Reason.NO_PHONE_NUMBER));
        }
        byte[] body;
        switch (item.broadcast().plan().content()) {
            case Content.Text text ->
                body = Envelope.text(
                        recipient.phone(),
                        recipient.whatsappUserId(),
                        text.body(),
                        item.id().callbackData());
            case Content.Template template -> {
                RenderResult result = item.broadcast()
                        .message(template, recipient.language())
                        .render(recipient.params(), item.broadcast().plan().params());
                @Nullable Failure failure = failure(result);
                if (failure != null) {
                    return failed(item.idWithoutAttempt(), failure);
                }
                body = Envelope.envelope(
                        recipient.phone(),
                        recipient.whatsappUserId(),
                        (RenderResult.Rendered) result,
                        item.id().callbackData());
            }
        }
        long pairWait = pairs.take(person, System.nanoTime());
        if (pairWait > 0) {
            Instant now = clock.instant();
            return new Verdict.Outcome(
                    Change.throttled(item.id(), new Failure(Reason.RATE_LIMITED), now.plusNanos(pairWait), now));
        }
        return call(item, endpoint, lease, body);
    }

    Verdict optedOut(Item item) {
        return failed(item.idWithoutAttempt(), new Failure(Reason.OPTOUT));
    }

    private Verdict call(Item item, Endpoint endpoint, Lease lease, byte[] body) {
        try {
            SendOutcome outcome = client.send(endpoint, body, () -> {
                if (!lease.holds() || item.broadcast().isStopped()) {
                    throw new HaltedException();
                }
                if (item.window() != null) {
                    item.window().attempting(item.recipient().seq());
                }
            });
            return verdict(item, outcome);
        } catch (HaltedException e) {
            return new Verdict.Halted();
        }
    }

    private boolean isBlocked(Item item) {
        ActiveBroadcast.Plan plan = item.broadcast().plan();
        if (item.recipient().contactId() == null) {
            return false;
        }
        if (plan.content() instanceof Content.Text) {
            // A reply inside of the window is no business-initiated message; but nobody writes to whom they erased.
            return optouts.isErased(item.recipient().contactId())
                    || (item.window() != null
                            && item.window().isErased(item.recipient().contactId()));
        }
        boolean now = optouts.blocks(item.recipient().contactId(), plan.marketing());
        return now
                || (item.window() != null
                        && item.window().blocks(item.recipient().contactId(), plan.marketing()));
    }

    private static @Nullable Failure failure(RenderResult result) {
        return switch (result) {
            case RenderResult.Rendered ignored -> null;
            case RenderResult.MissingParams missing ->
                new Failure(Reason.MISSING_PARAMS, null, "No value for " + String.join(", ", missing.keys()));
            case RenderResult.InvalidParams invalid ->
                new Failure(
                        Reason.INVALID_PARAMS,
                        null,
                        invalid.faults().stream().map(Fault::detail).collect(Collectors.joining("; ")));
        };
    }

    private Verdict verdict(Item item, SendOutcome outcome) {
        Instant now = clock.instant();
        return switch (outcome) {
            case SendOutcome.Accepted accepted ->
                new Verdict.Accepted(
                        Change.sent(item.id(), accepted.wamid(), now).from(Origin.ANSWER));
            case SendOutcome.Rejected rejected -> rejected(item, rejected.error(), now);
            case SendOutcome.Throttled throttled ->
                switch (throttled.scope()) {
                    case NUMBER -> new Verdict.SlowDown(throttled.retryAfter());
                    case PAIR -> pairThrottled(item, throttled.error(), now);
                };
            case SendOutcome.Unsent unsent -> new Verdict.Unreachable(unsent.cause());
            case SendOutcome.Unknown unknown ->
                new Verdict.InDoubt(doubt(item.id(), item.broadcast().plan().onUnknown(), now)
                        .from(new Origin(Source.CRIER, null, null, unknown.cause())));
        };
    }

    /// What an unknown outcome means for a message of a broadcast with this policy.
    Change doubt(MessageId id, OnUnknown onUnknown, Instant now) {
        return onUnknown == OnUnknown.FAIL
                ? Change.givenUp(id, now)
                : Change.inDoubt(id, now.plus(policy.grace()), now);
    }

    private Verdict pairThrottled(Item item, GraphError error, Instant now) {
        Failure failure = failure(error, Reason.RATE_LIMITED);
        if (item.freeAttempts() >= RetryPolicy.MAX_FREE_ATTEMPTS) {
            return new Verdict.Outcome(Change.failed(item.id(), failure, now).from(answer(error)));
        }
        Instant due = now.plus(policy.afterPairThrottle(item.freeAttempts(), random));
        return new Verdict.Outcome(
                Change.throttled(item.id(), failure, due, now).from(answer(error)));
    }

    private Verdict rejected(Item item, GraphError error, Instant now) {
        ErrorCatalogue.Verdict verdict = ErrorCatalogue.sync(error);
        Failure failure = failure(error, Reason.of(verdict.reason()));
        return switch (verdict.action()) {
            case RETRY -> {
                int maxTries = Math.min(policy.maxTries(), verdict.entry().maxTries());
                Instant due = now.plus(policy.after(item.tries() + 1, random));
                yield new Verdict.Outcome(
                        Change.waiting(item.id(), failure, maxTries, due, now).from(answer(error)));
            }
            case FAIL ->
                new Verdict.Outcome(Change.failed(item.id(), failure, now).from(answer(error)));
            case SUPPRESS ->
                new Verdict.Suppress(Change.failed(item.id(), failure, now).from(answer(error)));
            case STOP_BROADCAST -> new Verdict.StopBroadcast(error, verdict.reason());
            case HOLD_NUMBER -> new Verdict.HoldNumber(error);
            // The client has told these apart already; as a fallback they are what their names say.
            case THROTTLE_NUMBER -> new Verdict.SlowDown(Duration.ZERO);
            case THROTTLE_PAIR -> pairThrottled(item, error, now);
            case UNKNOWN ->
                new Verdict.InDoubt(doubt(item.id(), item.broadcast().plan().onUnknown(), now)
                        .from(new Origin(Source.ANSWER, error.httpStatus(), error.fbtraceId(), error.summary())));
        };
    }

    private static Origin answer(GraphError error) {
        return new Origin(Source.ANSWER, error.httpStatus(), error.fbtraceId(), null);
    }

    private static Failure failure(GraphError error, Reason reason) {
        String details = error.details() == null ? error.title() : error.details();
        return new Failure(reason, error.code(), details);
    }

    private Verdict failed(MessageId id, Failure failure) {
        return new Verdict.Outcome(Change.failed(id, failure, clock.instant()));
    }
}
