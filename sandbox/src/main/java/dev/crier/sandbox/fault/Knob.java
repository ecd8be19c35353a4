package dev.crier.sandbox.fault;

import java.util.Locale;
import java.util.Optional;

/** One behaviour field: its kind, default, bounds and meaning. The JSON name is the constant's in lower case. */
public enum Knob {
    LATENCY_MS(Kind.COUNT, 20, 60_000, "time from a send to its answer"),
    STATUS_DELAY_MS(Kind.COUNT, 200, 3_600_000, "time from acceptance to sent, to delivered, to read"),
    THROUGHPUT_PER_SECOND(Kind.COUNT, 80, 1_000_000, "sends per second and number; beyond: 130429; 0 = no limit"),
    PAIR_RATE(Kind.SWITCH, 1, 1, "one message per 6 s to the same user, burst 45; beyond: 131056"),
    LOSE_RESPONSE(Kind.RATE, 0, 1, "accepted, but the connection closes without an answer"),
    RESET_BEFORE(Kind.RATE, 0, 1, "the connection closes and nothing was accepted"),
    SERVER_ERROR(Kind.RATE, 0, 1, "502 with an HTML page, not accepted"),
    SERVER_ERROR_ACCEPTED(Kind.RATE, 0, 1, "502 with an HTML page, although accepted"),
    THROTTLE(Kind.RATE, 0, 1, "130429 whatever the real rate"),
    DUPLICATE_WEBHOOK(Kind.RATE, 0, 1, "a webhook POST is delivered twice"),
    SHUFFLE_WEBHOOKS(Kind.RATE, 0, 1, "events of a POST change places, and events are held back past the next"),
    EARLY_WEBHOOK(Kind.RATE, 0, 1, "the first status is posted before the send is answered"),
    WEBHOOK_BATCH(Kind.COUNT, 100, 1000, "most events in one POST"),
    REVIEW_MS(Kind.COUNT, 500, 86_400_000, "time from creating or editing a template to the verdict"),
    TIER_LIMIT(Kind.COUNT, 0, 10_000_000, "unique users per account in 24 h; beyond: 131048 by webhook; 0 = no limit"),
    READ_RATE(Kind.RATE, 0.7, 1, "share of delivered messages that are read"),
    SLOW_MS(Kind.COUNT, 20_000, 600_000, "how long the slow magic recipient takes"),
    MAINTENANCE(Kind.SWITCH, 0, 1, "every send is refused with 131057"),
    PACING(Kind.SWITCH, 0, 1, "sends beyond pacing_sample of a template are held for quality assessment"),
    PACING_SAMPLE(Kind.COUNT, 10, 1_000_000, "sends of a template that go out before the rest is held"),
    PACING_MS(Kind.COUNT, 2_000, 3_600_000, "time held messages wait for the verdict"),
    PACING_BAD(Kind.RATE, 0, 1, "chance of a bad verdict: held messages fail with 132015, the template is paused"),
    US_MARKETING_BLOCK(Kind.SWITCH, 0, 1, "marketing to +1 fails with 131049, as at Meta since April 2025"),
    MANAGEMENT_PER_HOUR(
            Kind.COUNT, 5_000, 10_000_000, "management calls per account and hour; beyond: 80007; 0 = no limit"),
    WEBHOOK_RETRY_MS(Kind.COUNT, 200, 60_000, "first pause after a failed webhook"),
    WEBHOOK_RETRY_CAP_MS(Kind.COUNT, 2_000, 3_600_000, "longest pause between tries in the first 10 minutes");

    /** What values a knob takes. */
    public enum Kind {
        COUNT,
        RATE,
        SWITCH
    }

    private final Kind kind;
    private final double initial;
    private final double max;
    private final String meaning;

    Knob(Kind kind, double initial, double max, String meaning) {
        this.kind = kind;
        this.initial = initial;
        this.max = max;
        this.meaning = meaning;
    }

    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    public double initial() {
        return initial;
    }

    public double min() {
        return this == WEBHOOK_BATCH ? 1 : 0;
    }

    public double max() {
        return max;
    }

    public String meaning() {
        return meaning;
    }

    public static Optional<Knob> named(String field) {
        for (Knob knob : values()) {
            if (knob.field().equals(field)) {
                return Optional.of(knob);
            }
        }
        return Optional.empty();
    }
}
