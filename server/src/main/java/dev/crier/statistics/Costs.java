package dev.crier.statistics;

import dev.crier.db.Database;
import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Pricing.Category;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What messages cost or would, by the environment's rate card.
public final class Costs {
    private final Database database;
    private final RateCardStore cards;

    public Costs(Database database) {
        this.database = database;
        this.cards = new RateCardStore(database);
    }

    /// An amount of money.
    ///
    /// @param unpriced messages that the card has no price for
    public record Cost(BigDecimal amount, String currency, long unpriced) {}

    /// What messages to these countries cost at the most if all are delivered: some may turn out to be free. Empty
    /// without a card.
    ///
    /// @param category of the template, such as `MARKETING`
    /// @param countries how many messages by the two letters of a country; others are priced as all others are
    public Optional<Cost> estimate(UUID environmentId, String category, Map<String, Integer> countries, LocalDate day) {
        return cards.find(environmentId).map(card -> {
            PriceList prices = new PriceList(card);
            int period = (int)
                    prices.changes().stream().filter(each -> !each.isAfter(day)).count();
            Pricing pricing = new Pricing(Category.of(category), Pricing.Type.REGULAR);
            BigDecimal amount = BigDecimal.ZERO;
            long unpriced = 0;
            for (Map.Entry<String, Integer> each : countries.entrySet()) {
                Optional<RateCard.Rate> rate = prices.rate(Country.of(each.getKey()), pricing, period);
                if (rate.isPresent()) {
                    amount = amount.add(rate.get().price().multiply(BigDecimal.valueOf(each.getValue())));
                } else {
                    unpriced += each.getValue();
                }
            }
            return new Cost(amount, prices.currency(), unpriced);
        });
    }

    /// What the messages of a broadcast have cost so far. Empty without a card.
    public Optional<Cost> of(UUID environmentId, UUID botId, UUID broadcastId) throws SQLException {
        Optional<PriceList> prices = cards.find(environmentId).map(PriceList::new);
        if (prices.isEmpty()) {
            return Optional.empty();
        }
        LocalDate day = LocalDate.EPOCH;
        Query query = new Query(day, day, ZoneOffset.UTC, List.of(), Map.of());
        return database.inSnapshot(connection -> {
            Counts counts = new Counts(prices.get());
            StatisticsReader.ofBroadcast(connection, botId, broadcastId, query, prices.get())
                    .forEach(counts::add);
            String amount = counts.amount();
            return Optional.of(new Cost(
                    amount == null ? BigDecimal.ZERO : new BigDecimal(amount),
                    prices.get().currency(),
                    counts.unpriced()));
        });
    }
}
