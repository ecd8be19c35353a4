package dev.crier.statistics;

import dev.crier.message.Pricing.Category;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Meta charges for a delivered message, as the operator loaded it. [PriceList] reads it.
///
/// @param loadedAt null: not stored yet
record RateCard(String currency, List<Rate> rates, @Nullable Instant loadedAt) {
    /// The market of all countries that nothing else is said of.
    static final String OTHERS = "*";

    /// A price.
    ///
    /// @param market a name, a country's two letters, or [#OTHERS]
    /// @param countries that belong to a market with a name; told once, they hold for all its rates
    /// @param validFrom null: from ever
    record Rate(
            String market,
            Set<String> countries,
            Category category,
            BigDecimal price,
            @Nullable LocalDate validFrom) {
        Rate {
            countries = Set.copyOf(countries);
        }

        boolean holds(LocalDate day) {
            return validFrom == null || !validFrom.isAfter(day);
        }
    }

    RateCard {
        rates = List.copyOf(rates);
    }
}
