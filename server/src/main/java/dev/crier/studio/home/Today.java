package dev.crier.studio.home;

import dev.crier.message.Reason;
import dev.crier.message.Stage;
import dev.crier.statistics.Counts;
import dev.crier.statistics.DayFigures;
import dev.crier.studio.Show;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Figures of the day, beside those of the same day a week before.
///
/// @param pending messages without an outcome
/// @param failures of all the days, the most frequent first
public record Today(ZoneId zone, Counts now, Counts weekAgo, long pending, Chart chart, List<Failures> failures) {
    public static final int DAYS = 14;
    private static final int WEEK = 7;

    /// What a rate's four digits are of.
    private static final int WHOLE = 10_000;

    /// How many failed for one reason.
    public record Failures(Reason reason, long messages, String part) {}

    static Today of(LocalDate today, ZoneId zone, DayFigures.Days days) {
        return new Today(
                zone,
                days.of(today),
                days.of(today.minusDays(WEEK)),
                days.pending(),
                Chart.of(days.days()),
                failures(days));
    }

    private static List<Failures> failures(DayFigures.Days days) {
        Map<Reason, Long> sums = new EnumMap<>(Reason.class);
        days.days()
                .values()
                .forEach(counts ->
                        counts.reasons().forEach((reason, messages) -> sums.merge(reason, messages, Long::sum)));
        long all = sums.values().stream().mapToLong(Long::longValue).sum();
        return sums.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(each -> new Failures(each.getKey(), each.getValue(), Show.percent(each.getValue(), all)))
                .toList();
    }

    public long failed() {
        return now.of(Stage.FAILED);
    }

    /// "97 %", or a dash where there was nothing.
    public static String rate(@Nullable BigDecimal rate) {
        return rate == null ? "–" : Show.percent(rate.movePointRight(4).longValue(), WHOLE);
    }

    /// What stands below a figure of today.
    public String beside(String then) {
        return (weekAgo().total() == 0 ? "none" : then) + " a week ago";
    }
}
