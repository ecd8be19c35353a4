package dev.crier.studio;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How figures and times are written for people.
public final class Show {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Show() {}

    /// With a comma at the thousands: 12,345.
    public static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /// `part` of `whole` in percent, to a tenth where that says something; a dash of nothing. 100 % is all, never
    /// nearly.
    public static String percent(long part, long whole) {
        if (whole <= 0) {
            return "–";
        }
        if (part <= 0 || part >= whole) {
            return part <= 0 ? "0 %" : "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent >= 99.95 || percent < 0.05) {
            return percent < 0.05 ? "< 0.1 %" : "99.9 %";
        }
        return percent >= 99 || percent < 10
                ? String.format(Locale.ENGLISH, "%.1f %%", percent)
                : String.format(Locale.ENGLISH, "%.0f %%", percent);
    }

    /// One or many: `count(2, "contact", "contacts")`.
    public static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /// A time for who reads without JavaScript; others see it in their own zone.
    public static String time(Instant at) {
        return MINUTE.format(at);
    }

    /// A value in an address.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// What a field is described by, as aria-describedby names it; null: by nothing.
    public static @Nullable String described(@Nullable String hint, @Nullable String help) {
        return hint == null || help == null ? (hint == null ? help : hint) : hint + " " + help;
    }
}
