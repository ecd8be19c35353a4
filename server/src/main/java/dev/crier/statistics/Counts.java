package dev.crier.statistics;

import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Adds cells up. Money is added exactly; rates are rounded when they are shown.
public final class Counts {
    private static final int RATE_DIGITS = 4;

    private final Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
    private final @Nullable PriceList prices;
    private long sent;
    private long delivered;
    private long read;
    private long failed;
    private long neverSent;
    private long charged;
    private long free;
    private long unpriced;
    private BigDecimal amount = BigDecimal.ZERO;

    /// @param prices null: no card is loaded
    Counts(@Nullable PriceList prices) {
        this.prices = prices;
    }

    void add(Cell cell) {
        long messages = cell.messages();
        switch (cell.stage()) {
            case SENT -> sent += messages;
            case DELIVERED -> delivered += messages;
            case READ -> read += messages;
            case FAILED -> {
                failed += messages;
                if (cell.reason() != null) {
                    reasons.merge(cell.reason(), messages, Long::sum);
                    neverSent += cell.reason().isBeforeSending() ? messages : 0;
                }
            }
            case ATTEMPTING, IN_DOUBT, GIVEN_UP, WAITING -> {}
        }
        if (cell.pricing() != null && cell.hasArrived()) {
            price(cell);
        }
    }

    private void price(Cell cell) {
        if (cell.pricing() == null || !cell.pricing().isCharged()) {
            free += cell.messages();
            return;
        }
        charged += cell.messages();
        Optional<RateCard.Rate> rate =
                prices == null ? Optional.empty() : prices.rate(cell.country(), cell.pricing(), cell.period());
        if (rate.isEmpty()) {
            unpriced += cell.messages();
        } else {
            amount = amount.add(rate.get().price().multiply(BigDecimal.valueOf(cell.messages())));
        }
    }

    public long total() {
        return sent + delivered + read + failed;
    }

    public long of(Stage stage) {
        return switch (stage) {
            case SENT -> sent;
            case DELIVERED -> delivered;
            case READ -> read;
            case FAILED -> failed;
            case ATTEMPTING, IN_DOUBT, GIVEN_UP, WAITING -> 0;
        };
    }

    /// Of those that WhatsApp was asked to send, how many arrived; null: none was.
    public @Nullable BigDecimal deliveryRate() {
        return rate(delivered + read, total() - neverSent);
    }

    /// Of those that arrived, how many were read. People who share no read receipts never count.
    public @Nullable BigDecimal readRate() {
        return rate(read, delivered + read);
    }

    private static @Nullable BigDecimal rate(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), RATE_DIGITS, RoundingMode.HALF_UP);
    }

    /// Those that reached a phone, read or not.
    public long arrived() {
        return delivered + read;
    }

    /// How many failed for each reason.
    public Map<Reason, Long> reasons() {
        return Collections.unmodifiableMap(reasons);
    }

    long charged() {
        return charged;
    }

    long free() {
        return free;
    }

    long unpriced() {
        return unpriced;
    }

    /// What the priced ones cost; null without a card.
    @Nullable
    String amount() {
        return prices == null ? null : amount.toPlainString();
    }

    void writeTo(ObjectNode json) {
        json.put("total", total())
                .put("sent", sent)
                .put("delivered", delivered)
                .put("read", read)
                .put("success", sent + delivered + read)
                .put("failed", failed)
                .put("delivery_rate", deliveryRate())
                .put("read_rate", readRate());
        ObjectNode why = json.putObject("reasons");
        reasons.forEach((reason, messages) -> why.put(reason.wire(), messages));
        json.putObject("cost")
                .put("amount", amount())
                .put("currency", prices == null ? null : prices.currency())
                .put("charged", charged)
                .put("free", free)
                .put("unpriced", unpriced);
    }
}
