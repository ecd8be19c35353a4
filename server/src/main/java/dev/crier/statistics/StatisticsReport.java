package dev.crier.statistics;

import dev.crier.api.Json;
import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Stage;
import dev.crier.statistics.RateCard.Rate;
import dev.crier.tabular.CsvTableWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Cells, added up to what was asked for.
final class StatisticsReport {
    /// More rows than a chart shows or a person reads.
    static final int MAX_ROWS = 20_000;

    static final String NO_CARD =
            "No rate card is loaded, so there are counts and no amounts; load one by PUT /api/environment/rate-card";

    private static final Comparator<List<@Nullable String>> BY_KEY = (one, other) -> {
        Comparator<@Nullable String> nullsLast = Comparator.nullsLast(Comparator.naturalOrder());
        for (int i = 0; i < one.size(); i++) {
            int order = nullsLast.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final Query query;
    private final @Nullable PriceList prices;
    private final Counts whole;
    private final Map<List<@Nullable String>, Counts> rows = new TreeMap<>(BY_KEY);
    private final Map<List<@Nullable String>, Charge> charges = new TreeMap<>(BY_KEY);

    /// Delivered messages of one price.
    private static final class Charge {
        private final Pricing pricing;
        private final @Nullable Country country;
        private final Optional<Rate> rate;
        private long messages;

        Charge(Pricing pricing, @Nullable Country country, Optional<Rate> rate) {
            this.pricing = pricing;
            this.country = country;
            this.rate = rate;
        }

        ObjectNode json() {
            boolean charged = pricing.isCharged();
            @Nullable
            BigDecimal price =
                    !charged ? BigDecimal.ZERO : rate.map(Rate::price).orElse(null);
            return Json.object()
                    .put("category", pricing.category().wire())
                    .put("type", pricing.type().wire())
                    .put("country", country == null ? null : country.iso())
                    .put("market", rate.map(Rate::market).orElse(null))
                    .put("messages", messages)
                    .put("price", price == null ? null : price.toPlainString())
                    .put(
                            "amount",
                            price == null
                                    ? null
                                    : price.multiply(BigDecimal.valueOf(messages))
                                            .toPlainString());
        }
    }

    StatisticsReport(Query query, @Nullable PriceList prices, List<Cell> cells) {
        this.query = query;
        this.prices = prices;
        this.whole = new Counts(prices);
        if (query.groups().equals(List.of(Dimension.DAY))) {
            // A chart has a place for each day, whether anything was sent on it or not.
            query.days().forEach(day -> rows.put(List.of(day.toString()), new Counts(prices)));
        }
        cells.forEach(this::add);
        if (rows.size() > MAX_ROWS) {
            throw StatisticsReader.tooMuch();
        }
    }

    private void add(Cell cell) {
        whole.add(cell);
        if (!query.groups().isEmpty()) {
            rows.computeIfAbsent(cell.key(), key -> new Counts(prices)).add(cell);
        }
        if (cell.pricing() != null && cell.hasArrived()) {
            charge(cell, cell.pricing());
        }
    }

    private void charge(Cell cell, Pricing pricing) {
        Optional<Rate> rate = prices == null || !pricing.isCharged()
                ? Optional.empty()
                : prices.rate(cell.country(), pricing, cell.period());
        List<@Nullable String> key = new ArrayList<>();
        key.add(pricing.category().wire());
        key.add(pricing.type().wire());
        key.add(cell.country() == null ? null : cell.country().iso());
        key.add(rate.map(each -> each.price().toPlainString()).orElse(null));
        charges.computeIfAbsent(key, any -> new Charge(pricing, cell.country(), rate)).messages += cell.messages();
    }

    /// Into an object that says what the figures are about.
    void writeTo(ObjectNode json) {
        ArrayNode groups = json.putArray("group_by");
        query.groups().forEach(group -> groups.add(group.wire()));
        whole.writeTo(json.putObject("statistics"));
        ArrayNode list = json.putArray("rows");
        rows.forEach((key, counts) -> counts.writeTo(keyed(list.addObject(), key)));
        ArrayNode priced = json.putArray("charges");
        charges.values().forEach(charge -> priced.add(charge.json()));
        if (prices == null) {
            json.put("hint", NO_CARD);
        }
    }

    private ObjectNode keyed(ObjectNode row, List<@Nullable String> key) {
        for (int i = 0; i < key.size(); i++) {
            row.put(query.groups().get(i).wire(), key.get(i));
        }
        return row;
    }

    private static final List<String> CSV_COLUMNS = List.of(
            "total",
            "sent",
            "delivered",
            "read",
            "success",
            "failed",
            "delivery_rate",
            "read_rate",
            "charged",
            "free",
            "unpriced",
            "amount",
            "currency");

    /// The rows as a table; the whole as its only row if nothing tells them apart.
    byte[] csv() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CsvTableWriter table = new CsvTableWriter(out, ',', CsvTableWriter.Mark.WITHOUT_MARK);
            List<String> header = new ArrayList<>();
            query.groups().forEach(group -> header.add(group.wire()));
            header.addAll(CSV_COLUMNS);
            table.row(header);
            if (query.groups().isEmpty()) {
                table.row(line(List.of(), whole));
            }
            for (var row : rows.entrySet()) {
                table.row(line(row.getKey(), row.getValue()));
            }
            table.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private List<String> line(List<@Nullable String> key, Counts counts) {
        List<String> cells = new ArrayList<>();
        key.forEach(value -> cells.add(value == null ? "" : value));
        long success = counts.total() - counts.of(Stage.FAILED);
        cells.add(Long.toString(counts.total()));
        cells.add(Long.toString(counts.of(Stage.SENT)));
        cells.add(Long.toString(counts.of(Stage.DELIVERED)));
        cells.add(Long.toString(counts.of(Stage.READ)));
        cells.add(Long.toString(success));
        cells.add(Long.toString(counts.of(Stage.FAILED)));
        cells.add(text(counts.deliveryRate()));
        cells.add(text(counts.readRate()));
        cells.add(Long.toString(counts.charged()));
        cells.add(Long.toString(counts.free()));
        cells.add(Long.toString(counts.unpriced()));
        @Nullable String amount = counts.amount();
        cells.add(amount == null ? "" : amount);
        cells.add(prices == null ? "" : prices.currency());
        return cells;
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null ? "" : number.toPlainString();
    }
}
