package dev.crier.statistics;

import dev.crier.db.Database;
import dev.crier.message.Pricing.Category;
import dev.crier.statistics.RateCard.Rate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// SQL for rate cards.
final class RateCardStore {
    private final Jdbi jdbi;

    RateCardStore(Database database) {
        this.jdbi = database.jdbi();
    }

    Optional<RateCard> find(UUID environmentId) {
        return jdbi.inTransaction(handle -> handle.select(
                        "SELECT currency, loaded_at FROM rate_card WHERE environment_id = ? FOR SHARE", environmentId)
                .map((row, context) -> new RateCard(
                        row.getString("currency"),
                        handle.select("SELECT * FROM rate WHERE environment_id = ? ORDER BY place", environmentId)
                                .map((rate, inner) -> rate(rate))
                                .list(),
                        row.getTimestamp("loaded_at").toInstant()))
                .findOne());
    }

    private static Rate rate(ResultSet row) throws SQLException {
        return new Rate(
                row.getString("market"),
                Set.of((String[]) row.getArray("countries").getArray()),
                Category.of(row.getString("category")),
                row.getBigDecimal("price"),
                row.getObject("valid_from", LocalDate.class));
    }

    /// Puts the card in the place of the one before.
    void replace(UUID environmentId, RateCard card, Instant now) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO rate_card (environment_id, currency, loaded_at) VALUES (:id, :currency, :now)
                            ON CONFLICT (environment_id) DO UPDATE
                               SET currency = excluded.currency, loaded_at = excluded.loaded_at""")
                    .bind("id", environmentId)
                    .bind("currency", card.currency())
                    .bind("now", now)
                    .execute();
            handle.execute("DELETE FROM rate WHERE environment_id = ?", environmentId);
            PreparedBatch batch = handle.prepareBatch("""
                    INSERT INTO rate (environment_id, place, market, countries, category, price, valid_from)
                    VALUES (:id, :place, :market, :countries, :category, :price, :from)""");
            int place = 0;
            for (Rate rate : card.rates()) {
                batch.bind("id", environmentId)
                        .bind("place", place++)
                        .bind("market", rate.market())
                        .bindArray(
                                "countries",
                                String.class,
                                rate.countries().stream().sorted().toList())
                        .bind("category", rate.category().wire())
                        .bind("price", rate.price())
                        .bindByType("from", rate.validFrom(), LocalDate.class)
                        .add();
            }
            batch.execute();
        });
    }

    boolean delete(UUID environmentId) {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM rate_card WHERE environment_id = ?", environmentId) > 0);
    }
}
