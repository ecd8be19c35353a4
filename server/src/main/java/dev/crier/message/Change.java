package dev.crier.message;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// News about one attempt at one message. Changes merge: in any order, any number of times, the result is the same.
///
/// @param attempt its number, from 1; 0 where nothing was attempted
/// @param isFree the attempt ended in a throttle and costs no try
/// @param failure why, where the stage is one of failure or of waiting for the next try
/// @param wamid Meta's message id, where known
/// @param times when Meta says what happened
/// @param dueAt the next try of a waiting message, the end of the grace time of one in doubt
/// @param maxTries a waiting message fails instead when this many tries are spent; only the stored row knows its tries
/// @param facts what is known of the message whatever became of it
/// @param origin where the news comes from
public record Change(
        UUID broadcastId,
        int seq,
        int attempt,
        boolean isFree,
        Stage stage,
        @Nullable Failure failure,
        @Nullable String wamid,
        Times times,
        @Nullable Instant dueAt,
        int maxTries,
        Instant at,
        Facts facts,
        Origin origin) {

    /// What is known of the message whatever became of it; the first to know it is believed.
    public record Facts(@Nullable Country country, @Nullable Pricing pricing) {
        public static final Facts NONE = new Facts(null, null);

        Facts orElse(Facts other) {
            return new Facts(country != null ? country : other.country, pricing != null ? pricing : other.pricing);
        }
    }

    /// Where the news comes from, for whoever reads the message's history.
    ///
    /// @param httpStatus of the answer to the attempt
    /// @param trace Meta's id of the request, for its support
    /// @param cause what happened, where there is no failure that says it
    public record Origin(
            Source source,
            @Nullable Integer httpStatus,
            @Nullable String trace,
            @Nullable String cause) {
        public static final Origin CRIER = new Origin(Source.CRIER, null, null, null);
        public static final Origin ANSWER = new Origin(Source.ANSWER, null, null, null);
        public static final Origin WEBHOOK = new Origin(Source.WEBHOOK, null, null, null);
    }

    /// Who brought the news.
    public enum Source {
        CRIER,
        /// The answer to the attempt.
        ANSWER,
        WEBHOOK,
        /// Somebody who uses the API.
        API;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same, of a person in this country; null: nobody knows.
    public Change in(@Nullable Country country) {
        return with(new Facts(country, null).orElse(facts), origin);
    }

    /// The same, priced like this; null: nobody knows.
    public Change priced(@Nullable Pricing pricing) {
        return with(new Facts(null, pricing).orElse(facts), origin);
    }

    public Change from(Origin other) {
        return with(facts, other);
    }

    private Change with(Facts newFacts, Origin newOrigin) {
        return new Change(
                broadcastId,
                seq,
                attempt,
                isFree,
                stage,
                failure,
                wamid,
                times,
                dueAt,
                maxTries,
                at,
                newFacts,
                newOrigin);
    }

    /// Why a message failed.
    public record Failure(Reason reason, @Nullable Integer code, String details) {
        public Failure(Reason reason) {
            this(reason, null, reason.sentence());
        }
    }

    /// Meta's own times of what it told us.
    public record Times(
            @Nullable Instant sent,
            @Nullable Instant delivered,
            @Nullable Instant read,
            @Nullable Instant failed) {
        public static final Times NONE = new Times(null, null, null, null);

        Times orElse(Times other) {
            return new Times(
                    sent != null ? sent : other.sent,
                    delivered != null ? delivered : other.delivered,
                    read != null ? read : other.read,
                    failed != null ? failed : other.failed);
        }
    }

    /// WhatsApp has accepted the attempt.
    public static Change sent(MessageId id, String wamid, Instant at) {
        return of(id, false, Stage.SENT, null, wamid, new Times(at, null, null, null), null, 0, at);
    }

    public static Change failed(MessageId id, Failure failure, Instant at) {
        return of(id, false, Stage.FAILED, failure, null, new Times(null, null, null, at), null, 0, at);
    }

    /// A throttle ended the attempt: it costs no try, another one is due.
    public static Change throttled(MessageId id, Failure failure, Instant dueAt, Instant at) {
        return of(id, true, Stage.WAITING, failure, null, Times.NONE, dueAt, 0, at);
    }

    /// The attempt failed; another one is due, unless `maxTries` are spent.
    public static Change waiting(MessageId id, Failure failure, int maxTries, Instant dueAt, Instant at) {
        return of(id, false, Stage.WAITING, failure, null, Times.NONE, dueAt, maxTries, at);
    }

    /// Nobody will ever know what became of it; any later news overrides this.
    public static Change givenUp(MessageId id, Instant at) {
        return of(
                id,
                false,
                Stage.GIVEN_UP,
                new Failure(Reason.OUTCOME_UNKNOWN),
                null,
                new Times(null, null, null, at),
                null,
                0,
                at);
    }

    /// A retry that had begun and then could not be attempted: due at once, and no try is lost.
    public static Change postponed(MessageId id, Instant at) {
        return throttled(id, new Failure(Reason.PROVIDER_UNAVAILABLE), at, at);
    }

    /// What a webhook says of the attempt: how far the message came, or why it failed.
    public static Change told(
            MessageId id, Stage stage, @Nullable Failure failure, String wamid, Times times, Instant at) {
        return of(id, false, stage, failure, wamid, times, null, 0, at);
    }

    public static Change inDoubt(MessageId id, Instant graceEnds, Instant at) {
        return of(id, false, Stage.IN_DOUBT, null, null, Times.NONE, graceEnds, 0, at);
    }

    private static Change of(
            MessageId id,
            boolean isFree,
            Stage stage,
            @Nullable Failure failure,
            @Nullable String wamid,
            Times times,
            @Nullable Instant dueAt,
            int maxTries,
            Instant at) {
        return new Change(
                id.broadcastId(),
                id.seq(),
                id.attempt(),
                isFree,
                stage,
                failure,
                wamid,
                times,
                dueAt,
                maxTries,
                at,
                Facts.NONE,
                Origin.CRIER);
    }

    /// One change that says what both say. The same rule as [MessageStore]'s SQL, for two in one batch.
    Change merge(Change other) {
        boolean otherWins = other.overrides(this);
        Change winner = otherWins ? other : this;
        Change loser = otherWins ? this : other;
        return new Change(
                broadcastId,
                seq,
                Math.max(attempt, other.attempt),
                winner.isFree,
                winner.stage,
                winner.failure,
                winner.wamid != null ? winner.wamid : loser.wamid,
                winner.times.orElse(loser.times),
                winner.dueAt,
                winner.maxTries,
                winner.at,
                winner.facts.orElse(loser.facts),
                winner.origin);
    }

    private boolean overrides(Change other) {
        if (stage.isProof() || other.stage.isProof()) {
            return stage.compareTo(other.stage) > 0;
        }
        return attempt != other.attempt ? attempt > other.attempt : stage.compareTo(other.stage) > 0;
    }
}
