package dev.crier.inbound;

import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.WebhookPayload.Pricing;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import dev.crier.contact.Regions;
import dev.crier.message.Change;
import dev.crier.message.Change.Failure;
import dev.crier.message.Change.Times;
import dev.crier.message.Country;
import dev.crier.message.MessageId;
import dev.crier.message.Reason;
import dev.crier.message.RetryPolicy;
import dev.crier.message.Stage;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a status of Meta means for the message it is about, and for others. Decides; does nothing.
final class StatusRules {
    private static final String NO_ERROR = "WhatsApp reported a failure without saying why";

    private final RetryPolicy policy;
    private final RandomGenerator random;

    StatusRules(RetryPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /// What follows from one status.
    record Ruling(Change change, @Nullable Effect effect) {}

    /// What a failure means beyond its own message.
    sealed interface Effect {
        /// The person wants no marketing.
        record StopMarketing() implements Effect {}

        /// The template cannot be sent to anybody now.
        record PauseBroadcast(int code, Reason reason, String details) implements Effect {}

        /// The number cannot send to anybody now.
        record HoldNumber(int code, String details) implements Effect {}
    }

    /// Empty if the status says nothing about delivery.
    Optional<Ruling> on(MessageId id, StatusUpdate status, Instant now) {
        return ruling(id, status, now).map(ruling -> new Ruling(complete(ruling.change(), status), ruling.effect()));
    }

    /// With what any status may tell beside its news.
    private static Change complete(Change change, StatusUpdate status) {
        @Nullable String region = Regions.of(status.recipientId());
        @Nullable Pricing pricing = status.pricing();
        return change.from(Change.Origin.WEBHOOK)
                .in(region == null ? null : Country.of(region))
                .priced(
                        pricing == null
                                ? null
                                : dev.crier.message.Pricing.of(pricing.category(), pricing.type(), pricing.billable()));
    }

    private Optional<Ruling> ruling(MessageId id, StatusUpdate status, Instant now) {
        Instant at = status.at();
        return switch (status.kind()) {
            case SENT -> reached(id, status, Stage.SENT, new Times(at, null, null, null));
            case DELIVERED -> reached(id, status, Stage.DELIVERED, new Times(null, at, null, null));
            case READ, PLAYED -> reached(id, status, Stage.READ, new Times(null, null, at, null));
            case FAILED -> Optional.of(failed(id, status, now));
            case OTHER -> Optional.empty();
        };
    }

    private static Optional<Ruling> reached(MessageId id, StatusUpdate status, Stage stage, Times times) {
        return Optional.of(new Ruling(Change.told(id, stage, null, status.wamid(), times, status.at()), null));
    }

    private Ruling failed(MessageId id, StatusUpdate status, Instant now) {
        WebhookError error = status.error();
        if (error == null) {
            return new Ruling(ended(id, status, new Failure(Reason.WHATSAPP_ERROR, null, NO_ERROR)), null);
        }
        ErrorCatalogue.Verdict verdict = ErrorCatalogue.async(error.code());
        Reason reason = Reason.of(verdict.reason());
        String details = details(error, verdict.entry());
        Failure failure = new Failure(reason, error.code(), details);
        Instant at = status.at();
        return switch (verdict.action()) {
            case SUPPRESS -> new Ruling(ended(id, status, failure), new Effect.StopMarketing());
            case RETRY -> {
                int tries = Math.min(policy.maxTries(), verdict.entry().maxTries());
                Instant due = now.plus(policy.after(id.attempt(), random));
                yield new Ruling(Change.waiting(id, failure, tries, due, at), null);
            }
            case THROTTLE_NUMBER, THROTTLE_PAIR -> new Ruling(throttled(id, status, failure, now), null);
            case STOP_BROADCAST ->
                new Ruling(
                        Change.waiting(id, failure, policy.maxTries(), now, at),
                        new Effect.PauseBroadcast(error.code(), reason, details));
            // It is nobody's fault in the broadcast: however often the number is held, no try is spent.
            case HOLD_NUMBER ->
                new Ruling(Change.waiting(id, failure, 0, now, at), new Effect.HoldNumber(error.code(), details));
            // The catalogue knows no doubt on this way: Meta itself says that it failed.
            case FAIL, UNKNOWN -> new Ruling(ended(id, status, failure), null);
        };
    }

    private static Change ended(MessageId id, StatusUpdate status, Failure failure) {
        Times times = new Times(null, null, null, status.at());
        return Change.told(id, Stage.FAILED, failure, status.wamid(), times, status.at());
    }

    /// The row alone knows how many attempts were free; that there are so many at all ends it.
    private Change throttled(MessageId id, StatusUpdate status, Failure failure, Instant now) {
        if (id.attempt() >= RetryPolicy.MAX_FREE_ATTEMPTS) {
            return ended(id, status, failure);
        }
        Instant due = now.plus(policy.afterPairThrottle(id.attempt() - 1, random));
        return Change.throttled(id, failure, due, status.at());
    }

    private static String details(WebhookError error, ErrorCatalogue.Entry entry) {
        String details = error.details();
        if (details != null && !details.isBlank()) {
            return details;
        }
        return error.title().isBlank() ? entry.sentence() : error.title();
    }
}
