package dev.crier.studio.channels;

import dev.crier.channel.HealthStore.Change;
import dev.crier.channel.NumberHealth;
import dev.crier.studio.Show;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What Meta says of a number, in words.
public final class HealthWords {
    private HealthWords() {}

    public static String what(Change change) {
        String words = change.kind().replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /// One side of a change: `TIER_2K` is "2,000 people a day".
    public static String value(Change change, @Nullable String word) {
        if (word == null) {
            return "not told";
        }
        return switch (change.kind()) {
            case "quality" -> NumberHealth.Quality.of(word).title().toLowerCase(Locale.ROOT);
            case "messaging_limit" -> limit(word);
            default -> plain(word);
        };
    }

    private static String limit(String word) {
        OptionalLong people = NumberHealth.peoplePerDay(word);
        if (people.isPresent()) {
            return Show.count(people.getAsLong(), "person a day", "people a day");
        }
        return word.equals(NumberHealth.UNLIMITED) ? "no limit" : plain(word);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
