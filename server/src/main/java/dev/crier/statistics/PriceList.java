package dev.crier.statistics;

import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Pricing.Category;
import dev.crier.statistics.RateCard.Rate;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the rate for a message on a card.
///
/// A country's own rate goes before that of a market it belongs to, and that before the rate for all others; of several
/// the newest that holds. What was found is remembered: few countries come up, again and again. Not for several
/// threads.
final class PriceList {
    private final RateCard card;
    private final Map<String, Set<String>> markets = new HashMap<>();
    private final List<LocalDate> changes;
    private final Map<Key, Optional<Rate>> found = new HashMap<>();

    private record Key(@Nullable Country country, Category category, int period) {}

    PriceList(RateCard card) {
        this.card = card;
        this.changes = card.rates().stream()
                .map(Rate::validFrom)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
        for (Rate rate : card.rates()) {
            markets.computeIfAbsent(rate.market(), name -> new HashSet<>()).addAll(rate.countries());
        }
    }

    String currency() {
        return card.currency();
    }

    /// The days on which prices change, in order. Period 0 is before the first.
    List<LocalDate> changes() {
        return changes;
    }

    /// The rate for a message; empty if the card has none.
    Optional<Rate> rate(@Nullable Country country, Pricing pricing, int period) {
        return found.computeIfAbsent(new Key(country, pricing.category(), period), key -> {
            Optional<Rate> own = find(country, pricing.category(), period);
            boolean lite = pricing.category() == Category.MARKETING_LITE;
            // Meta has one price for both.
            return own.isEmpty() && lite ? find(country, Category.MARKETING, period) : own;
        });
    }

    private Optional<Rate> find(@Nullable Country country, Category category, int period) {
        LocalDate day = period == 0 ? LocalDate.MIN : changes.get(period - 1);
        return card.rates().stream()
                .filter(rate -> rate.category() == category && rate.holds(day) && fit(rate, country) > 0)
                .max(Comparator.<Rate>comparingInt(rate -> fit(rate, country))
                        .thenComparing(rate -> rate.validFrom() == null ? LocalDate.MIN : rate.validFrom()));
    }

    /// How closely a rate is about a country; 0: not at all.
    private int fit(Rate rate, @Nullable Country country) {
        if (country != null && rate.market().equals(country.iso())) {
            return 3;
        }
        if (country != null && markets.getOrDefault(rate.market(), Set.of()).contains(country.iso())) {
            return 2;
        }
        return rate.market().equals(RateCard.OTHERS) ? 1 : 0;
    }
}
