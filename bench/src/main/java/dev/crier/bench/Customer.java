package dev.crier.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The contacts that lists are measured with: the one of each number is always the same, so that nobody has to remember
/// a million of them.
///
/// @param number from 0
record Customer(int number) {
    private static final String[] USUAL = {"Ann", "Carl", "Dora", "Eve"};
    private static final String CONSONANTS = "bdfghklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    /// Contacts were made one after the other, the last of them before the first broadcast.
    private static final Duration BETWEEN = Duration.ofSeconds(20);

    /// A UUIDv7 of that moment.
    static UUID idAt(Instant time, long number) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000 | (number & 0xfff), Long.MIN_VALUE | (spread(number) >>> 2));
    }

    /// Numbers one after the other, made into numbers all over the place.
    static long spread(long number) {
        long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
        return mixed ^ (mixed >>> 32);
    }

    /// One of `of`, the same each time.
    private int one(int of, int salt) {
        return (int) Math.floorMod(spread(number * 31L + salt), (long) of);
    }

    private boolean inHundred(int percent, int salt) {
        return one(100, salt) < percent;
    }

    Instant madeAt(Instant first) {
        return first.plus(BETWEEN.multipliedBy(number));
    }

    UUID id(Instant first) {
        return idAt(madeAt(first), number);
    }

    /// Most are Dutch.
    String phone() {
        return switch (one(10, 1)) {
            case 0 -> "+4915%09d".formatted(100_000_000 + number);
            case 1 -> "+1415%07d".formatted(2_000_000 + number);
            default -> Delivery.phone(number);
        };
    }

    String country() {
        return switch (one(10, 1)) {
            case 0 -> "DE";
            case 1 -> "US";
            default -> "NL";
        };
    }

    @Nullable
    String firstName() {
        if (inHundred(20, 2)) {
            return null;
        }
        return inHundred(8, 3) ? USUAL[one(USUAL.length, 4)] : name(2, 5);
    }

    @Nullable
    String lastName() {
        return inHundred(70, 6) ? name(3, 7) : null;
    }

    private String name(int syllables, int salt) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            int syllable = one(SYLLABLES, salt + 100 * i);
            name.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    @Nullable
    String email() {
        return inHundred(40, 8) ? "customer" + number + "@example.com" : null;
    }

    @Nullable
    String externalId() {
        return inHundred(30, 9) ? "C-" + number : null;
    }

    @Nullable
    String locale() {
        return inHundred(50, 10) ? (inHundred(80, 11) ? "nl_NL" : "en_GB") : null;
    }

    /// Tags that a fifth, a tenth, a hundredth and a ten thousandth have, as PostgreSQL writes an array.
    String tags() {
        StringBuilder tags = new StringBuilder();
        add(tags, "customer", 5);
        add(tags, "newsletter", 10);
        add(tags, "vip", 100);
        add(tags, "pilot", 10_000);
        return "{" + tags + "}";
    }

    private void add(StringBuilder tags, String tag, int oneIn) {
        if (one(oneIn, tag.length()) == 0) {
            tags.append(tags.isEmpty() ? "" : ",").append(tag);
        }
    }

    String userData() {
        return inHundred(10, 12) ? "{\"shoe_size\": " + (36 + one(12, 13)) + ", \"city\": \"Utrecht\"}" : "{}";
    }

    @Nullable
    String optout() {
        return inHundred(3, 14) ? (inHundred(50, 15) ? "all" : "marketing") : null;
    }

    /// Whether they wrote to us; the first contact did most of all.
    boolean wrote() {
        return number == 0 || inHundred(10, 16);
    }
}
