package dev.crier.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How Meta sees a sending number, as it said when it was asked last. What nobody said is null.
///
/// @param displayNumber as people write it
/// @param verifiedName what people see as the sender
/// @param status Meta's word: `CONNECTED`, `FLAGGED`, `RESTRICTED`, …
/// @param qualityBefore what the quality was before its last change; null: it has not changed since it is known
/// @param qualitySince when it changed
/// @param messagingLimit Meta's word for people a day: `TIER_2K`
/// @param throughput Meta's word: `STANDARD` (80 messages per second), `HIGH` (1,000)
/// @param tokenEndsAt null: never, or nobody says
/// @param checkedAt when Meta answered last; null: never
/// @param problem why Meta did not answer since
public record NumberHealth(
        UUID channelId,
        @Nullable String displayNumber,
        @Nullable String verifiedName,
        @Nullable String status,
        Quality quality,
        @Nullable Quality qualityBefore,
        @Nullable Instant qualitySince,
        @Nullable String messagingLimit,
        @Nullable String throughput,
        @Nullable Instant tokenEndsAt,
        @Nullable Instant checkedAt,
        @Nullable String problem) {
    /// So much before its end a token should be replaced.
    public static final Duration TOKEN_WARNING = Duration.ofDays(14);

    /// Meta's word for no limit.
    public static final String UNLIMITED = "TIER_UNLIMITED";

    private static final Pattern TIER = Pattern.compile("TIER_([0-9]{1,9})(K?)");

    /// How people take the number's messages: whether they read, block or report them.
    public enum Quality {
        GREEN("High"),
        YELLOW("Medium"),
        RED("Low"),
        UNKNOWN("Not known yet");

        private final String title;

        Quality(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        public static Quality of(@Nullable String word) {
            for (Quality quality : values()) {
                if (quality.name().equals(word)) {
                    return quality;
                }
            }
            return UNKNOWN;
        }
    }

    /// Whether the token has ended or ends soon.
    public boolean isTokenEnding(Instant now) {
        return tokenEndsAt != null && tokenEndsAt.isBefore(now.plus(TOKEN_WARNING));
    }

    /// People that the business may write to first within 24 hours; empty: no limit, or not known.
    public OptionalLong peoplePerDay() {
        return peoplePerDay(messagingLimit);
    }

    /// The same for Meta's word.
    public static OptionalLong peoplePerDay(@Nullable String limit) {
        Matcher tier = TIER.matcher(limit == null ? "" : limit);
        return tier.matches()
                ? OptionalLong.of(Long.parseLong(tier.group(1)) * (tier.group(2).isEmpty() ? 1 : 1_000))
                : OptionalLong.empty();
    }

    /// Meta has set no limit.
    public boolean isUnlimited() {
        return UNLIMITED.equals(messagingLimit);
    }
}
