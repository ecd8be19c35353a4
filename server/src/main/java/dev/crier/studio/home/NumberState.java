package dev.crier.studio.home;

import dev.crier.broadcast.ReachedPeople.Reach;
import dev.crier.channel.NumberHealth;
import dev.crier.channel.NumberHealth.Quality;
import dev.crier.channel.WhatsappChannel;
import dev.crier.studio.Show;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How the sending number does, in words.
///
/// @param number as people write it; null: not known yet
/// @param tone of the badge
/// @param speed messages a second, of those that Meta grants
/// @param reached people written to first in 24 hours
/// @param limit of those, as Meta has it; empty: none that is known
public record NumberState(
        @Nullable String number,
        String state,
        String tone,
        Quality quality,
        String speed,
        Reach reached,
        OptionalLong limit,
        boolean unlimited) {
    /// From this part of the limit on, in percent, it is worth to look at.
    private static final int NEARLY_PERCENT = 90;

    static NumberState of(WhatsappChannel channel, @Nullable NumberHealth health, double perSecond, Reach reached) {
        boolean isHeld = channel.hold() != null;
        String state = !channel.enabled() ? "Off" : isHeld ? "Held" : "Ready";
        String tone = !channel.enabled() ? "" : isHeld ? "bad" : "good";
        return new NumberState(
                health == null ? null : health.displayNumber(),
                state,
                tone,
                health == null ? Quality.UNKNOWN : health.quality(),
                Show.number(Math.round(perSecond)) + " of " + Show.number(channel.throughput()),
                reached,
                health == null ? OptionalLong.empty() : health.peoplePerDay(),
                health != null && health.isUnlimited());
    }

    public String qualityTone() {
        return switch (quality) {
            case GREEN -> "good";
            case YELLOW -> "warn";
            case RED -> "bad";
            case UNKNOWN -> "";
        };
    }

    /// "1,204 of 10,000", as far as it is known.
    public String people() {
        String so = (reached.exact() ? "" : "up to ") + Show.number(reached.people());
        if (limit.isPresent()) {
            return so + " of " + Show.number(limit.getAsLong());
        }
        return unlimited ? so + ", without a limit" : so;
    }

    public boolean isNearLimit() {
        return limit.isPresent() && reached.people() * 100 >= limit.getAsLong() * NEARLY_PERCENT;
    }
}
