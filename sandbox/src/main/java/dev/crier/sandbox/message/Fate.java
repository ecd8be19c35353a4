package dev.crier.sandbox.message;

import dev.crier.sandbox.fault.Behaviour;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Magic;
import dev.crier.sandbox.fault.MagicRecipients;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.limit.MessagingTier;
import dev.crier.sandbox.message.Course.Step;
import dev.crier.sandbox.user.Recipient;
import dev.crier.sandbox.user.Users;
import java.util.ArrayList;
import java.util.List;

/** Decides what becomes of an accepted message: magic first, then the user's wishes and Meta's limits, then the dice. */
final class Fate {
    private static final String BROKEN_MEDIA = "131053";

    private final Settings settings;
    private final MagicRecipients magics;
    private final MessagingTier tier;
    private final Users users;
    private final Pacing pacing;

    Fate(Settings settings, MagicRecipients magics, MessagingTier tier, Users users, Pacing pacing) {
        this.settings = settings;
        this.magics = magics;
        this.tier = tier;
        this.users = users;
        this.pacing = pacing;
    }

    Course decide(Message message, long nowNanos) {
        Behaviour behaviour = settings.now();
        long delay = behaviour.count(Knob.STATUS_DELAY_MS);
        Magic magic = message.magic();
        return switch (magic.effect()) {
            case FAIL_LATER -> Course.failed(delay, magic.code());
            case LOSE_EVERYTHING, SILENT -> new Course(Course.ACCEPTED, List.of());
            case SENT_ONLY -> delivered(delay, "sent");
            case NEVER_READ -> delivered(delay, "sent", "delivered");
            case READ_WITHOUT_DELIVERED -> delivered(delay, "sent", "read");
            case FAIL_FIRST ->
                magics.stillFails(message.number().id(), magic)
                        ? Course.failed(delay, magic.code())
                        : ordinary(delay, behaviour);
            case HELD_RELEASED -> ordinary(delay, behaviour).held(behaviour.count(Knob.PACING_MS));
            case HELD_DROPPED -> Course.failed(delay, magic.code()).held(behaviour.count(Knob.PACING_MS));
            default -> limited(message, delay, behaviour, nowNanos);
        };
    }

    private Course limited(Message message, long delay, Behaviour behaviour, long nowNanos) {
        int code = failure(message, behaviour, nowNanos);
        if (code != 0) {
            return Course.failed(delay, code);
        }
        Pacing.Verdict verdict = message.template() == null
                ? Pacing.Verdict.PASS
                : pacing.count(message.template().id(), nowNanos);
        Course course = verdict.dropped() ? Course.failed(0, 132015) : ordinary(delay, behaviour);
        return verdict.heldMillis() == 0 ? course : course.held(verdict.heldMillis());
    }

    /** The code a message without magic fails with, or 0. */
    private int failure(Message message, Behaviour behaviour, long nowNanos) {
        Recipient recipient = message.request().recipient();
        String waba = message.number().account().wabaId();
        boolean windowOpen = users.windowOpen(message.number().id(), recipient.key(), nowNanos);
        if (!recipient.plausible()) {
            return 131026;
        }
        if (message.template() == null) {
            return windowOpen ? brokenMedia(message) : 131047;
        }
        if (message.marketing() && users.hasStoppedMarketing(waba, recipient.key())) {
            return 131050;
        }
        boolean american = recipient.waId() != null && recipient.waId().startsWith("1");
        if (behaviour.on(Knob.US_MARKETING_BLOCK) && message.marketing() && american) {
            return 131049;
        }
        if (!windowOpen && !tier.take(waba, recipient.key(), behaviour.count(Knob.TIER_LIMIT), nowNanos)) {
            return 131048;
        }
        return brokenMedia(message);
    }

    /** Links are fetched after acceptance (§2.2); here one that contains the code cannot be. */
    private static int brokenMedia(Message message) {
        String header = message.rendered().header();
        return header != null && header.startsWith("http") && header.contains(BROKEN_MEDIA) ? 131053 : 0;
    }

    private Course ordinary(long delay, Behaviour behaviour) {
        return settings.dice().roll(behaviour.rate(Knob.READ_RATE))
                ? delivered(delay, "sent", "delivered", "read")
                : delivered(delay, "sent", "delivered");
    }

    /** Pricing rides on sent or on delivered, never on both (§4.3); which one changes from message to message. */
    private Course delivered(long delay, String... statuses) {
        boolean onDelivered =
                List.of(statuses).contains("delivered") && settings.dice().roll(0.5);
        String priced = onDelivered ? "delivered" : "sent";
        List<Step> steps = new ArrayList<>();
        for (String status : statuses) {
            steps.add(new Step(status, delay, 0, status.equals(priced)));
        }
        return new Course(Course.ACCEPTED, steps);
    }
}
