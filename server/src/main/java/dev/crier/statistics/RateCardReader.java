package dev.crier.statistics;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.message.Country;
import dev.crier.message.Pricing.Category;
import dev.crier.statistics.RateCard.Rate;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a rate card, from JSON or from a table, and tells every fault with its place.
final class RateCardReader {
    /// Meta's card has some 250 rates for each currency; years of them fit.
    static final int MAX_RATES = 5_000;

    private static final int MAX_MARKET_CHARS = 100;
    private static final int MAX_COUNTRIES = 250;
    private static final int MAX_PRICE_SCALE = 8;
    private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 1, 1);
    private static final Set<String> COLUMNS =
            Set.of("market", "countries", "category", "currency", "price", "valid_from");

    private final List<Fault> faults = new ArrayList<>();
    private final List<Rate> rates = new ArrayList<>();
    private final List<String> places = new ArrayList<>();

    /// A rate as written.
    ///
    /// @param pointer to the object in JSON; null in a table
    /// @param row its words in a fault of a table
    private record Line(
            @Nullable String market,
            @Nullable String countries,
            @Nullable String category,
            @Nullable String price,
            @Nullable String validFrom,
            @Nullable String pointer,
            String row) {}

    static RateCard json(InputStream body) {
        RateCardReader reader = new RateCardReader();
        ObjectNode card = Json.readObject(body);
        @Nullable String currency = reader.currency(reader.text(card, "currency", ""), "/currency", "");
        JsonNode list = card.path("rates");
        if (!list.isArray()) {
            reader.fault("required", "rates must be a list of prices", "/rates", "");
        } else if (list.size() > MAX_RATES) {
            reader.fault("too_many", "a card may have at most " + MAX_RATES + " rates", "/rates", "");
        } else {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).isObject()) {
                    reader.add(reader.line(list.get(i), "/rates/" + i));
                } else {
                    reader.fault("invalid_type", "a rate must be an object", "/rates/" + i, "");
                }
            }
        }
        return reader.card(currency);
    }

    private Line line(JsonNode rate, String pointer) {
        JsonNode countries = rate.path("countries");
        @Nullable
        String written = countries.isArray()
                ? countries
                        .valueStream()
                        .map(country -> country.isString() ? country.stringValue() : "?")
                        .collect(Collectors.joining(" "))
                : text(rate, "countries", pointer);
        return new Line(
                text(rate, "market", pointer),
                written,
                text(rate, "category", pointer),
                text(rate, "price", pointer),
                text(rate, "valid_from", pointer),
                pointer,
                "");
    }

    private @Nullable String text(JsonNode holder, String name, String pointer) {
        JsonNode value = holder.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isNumber()) {
            return value.decimalValue().toPlainString();
        }
        if (!value.isString()) {
            fault("invalid_type", name + " must be a string", pointer + "/" + name, "");
            return null;
        }
        return value.stringValue().strip();
    }

    static RateCard csv(InputStream body) throws IOException {
        RateCardReader reader = new RateCardReader();
        Set<String> currencies = new TreeSet<>();
        try (CsvTable table = new CsvTable(body, CsvTable.Dialect.DETECTED, new Bounds(MAX_RATES))) {
            List<String> columns = table.columns().stream()
                    .map(name -> name.toLowerCase(Locale.ROOT).replace(' ', '_'))
                    .toList();
            for (String needed : List.of("market", "category", "currency", "price")) {
                if (!columns.contains(needed)) {
                    reader.fault("missing_column", "the table has no column " + needed, null, "row 1: ");
                }
            }
            reader.throwIfWrong();
            for (Row row = table.next(); row != null; row = table.next()) {
                reader.add(row, columns, currencies);
            }
        }
        if (currencies.size() > 1) {
            reader.fault("several_currencies", "all prices of a card are in one currency", null, "");
        }
        @Nullable
        String currency = reader.currency(
                currencies.isEmpty() ? null : currencies.iterator().next(), null, "");
        return reader.card(currency);
    }

    private void add(Row row, List<String> columns, Set<String> currencies) {
        String where = "row " + row.number() + ": ";
        row.faults().forEach(fault -> fault(fault.code(), fault.detail(), null, where));
        if (!row.faults().isEmpty()) {
            return;
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (COLUMNS.contains(columns.get(i)) && !row.cells().get(i).isEmpty()) {
                cells.put(columns.get(i), row.cells().get(i));
            }
        }
        @Nullable String currency = cells.get("currency");
        if (currency == null) {
            fault("required", "currency is required", null, where);
        } else {
            currencies.add(currency.toUpperCase(Locale.ROOT));
        }
        add(new Line(
                cells.get("market"),
                cells.get("countries"),
                cells.get("category"),
                cells.get("price"),
                cells.get("valid_from"),
                null,
                where));
    }

    private void add(Line line) {
        @Nullable String market = market(line);
        Set<String> countries = countries(line);
        @Nullable Category category = category(line);
        @Nullable BigDecimal price = price(line);
        @Nullable LocalDate from = validFrom(line);
        if (market != null && category != null && price != null) {
            rates.add(new Rate(market, countries, category, price, from));
            places.add(line.pointer() == null ? line.row() : line.pointer());
        }
    }

    private @Nullable String market(Line line) {
        @Nullable String market = line.market();
        if (market == null || market.isEmpty()) {
            wrong("required", "market is required", line, "market");
            return null;
        }
        if (market.length() > MAX_MARKET_CHARS) {
            wrong("too_long", "market may have at most " + MAX_MARKET_CHARS + " characters", line, "market");
            return null;
        }
        return market.equalsIgnoreCase("other") ? RateCard.OTHERS : market;
    }

    private Set<String> countries(Line line) {
        Set<String> countries = new TreeSet<>();
        if (line.countries() == null) {
            return countries;
        }
        for (String word : line.countries().split("[\\s,;]+", MAX_COUNTRIES + 2)) {
            String iso = word.toUpperCase(Locale.ROOT);
            if (Country.of(iso) != null && countries.size() < MAX_COUNTRIES) {
                countries.add(iso);
            } else if (!iso.isEmpty()) {
                wrong("invalid_country", "countries are two letters each, as ISO 3166 has them", line, "countries");
                return countries;
            }
        }
        return countries;
    }

    private @Nullable Category category(Line line) {
        Category category = Category.of(line.category());
        if (category != Category.OTHER) {
            return category;
        }
        String known = Stream.of(Category.values())
                .filter(each -> each != Category.OTHER)
                .map(Category::wire)
                .collect(Collectors.joining(", "));
        wrong(
                line.category() == null ? "required" : "invalid_category",
                "category is one of " + known,
                line,
                "category");
        return null;
    }

    private @Nullable BigDecimal price(Line line) {
        @Nullable String written = line.price();
        if (written == null) {
            wrong("required", "price is required", line, "price");
            return null;
        }
        // A comma is what half of Europe's spreadsheets write; with a thousand's mark too it is no price of a message.
        String plain = written.contains(".") ? written : written.replace(',', '.');
        if (plain.matches("[0-9]{1,7}(\\.[0-9]{1," + MAX_PRICE_SCALE + "})?")) {
            BigDecimal price = new BigDecimal(plain);
            if (price.compareTo(MAX_PRICE) <= 0) {
                return price;
            }
        }
        wrong(
                "invalid_price",
                "price must be a number from 0 to " + MAX_PRICE + " with at most " + MAX_PRICE_SCALE + " decimals",
                line,
                "price");
        return null;
    }

    private @Nullable LocalDate validFrom(Line line) {
        if (line.validFrom() == null || line.validFrom().isEmpty()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(line.validFrom());
            if (!day.isBefore(FIRST_DAY) && day.isBefore(LAST_DAY)) {
                return day;
            }
        } catch (DateTimeException e) {
            // told below
        }
        wrong("invalid_date", "valid_from must be a day such as 2026-10-01", line, "valid_from");
        return null;
    }

    private @Nullable String currency(@Nullable String written, @Nullable String pointer, String row) {
        if (written == null) {
            fault("required", "currency is required", pointer, row);
            return null;
        }
        try {
            return Currency.getInstance(written.toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            fault("invalid_currency", "currency must be an ISO 4217 code such as EUR", pointer, row);
            return null;
        }
    }

    /// The card, if its rates fit together.
    private RateCard card(@Nullable String currency) {
        if (rates.isEmpty() && faults.isEmpty()) {
            fault("required", "a card has at least one rate", "/rates", "");
        }
        if (faults.isEmpty()) {
            checkTogether();
        }
        throwIfWrong();
        return new RateCard(currency == null ? "" : currency, rates, null);
    }

    private void checkTogether() {
        Map<String, Set<String>> countries = new HashMap<>();
        for (Rate rate : rates) {
            countries.computeIfAbsent(rate.market(), name -> new HashSet<>()).addAll(rate.countries());
        }
        record Key(
                String market, Category category, @Nullable LocalDate from) {}
        Set<Key> seen = new HashSet<>();
        Map<String, String> marketOf = new HashMap<>();
        for (int i = 0; i < rates.size(); i++) {
            Rate rate = rates.get(i);
            if (!seen.add(new Key(rate.market(), rate.category(), rate.validFrom()))) {
                together("duplicate_rate", "there are two prices for this market, category and day", i);
            }
            boolean named = Country.of(rate.market()) == null && !rate.market().equals(RateCard.OTHERS);
            if (named && countries.getOrDefault(rate.market(), Set.of()).isEmpty()) {
                together(
                        "unknown_market",
                        "say which countries belong to this market, in countries of one of its rates",
                        i);
            }
            for (String country : rate.countries()) {
                @Nullable String other = marketOf.put(country, rate.market());
                if (other != null && !other.equals(rate.market())) {
                    together("ambiguous_country", country + " belongs to two markets", i);
                }
            }
        }
    }

    private void together(String code, String detail, int rate) {
        String place = places.get(rate);
        boolean isPointer = place.startsWith("/");
        fault(code, detail, isPointer ? place : null, isPointer ? "" : place);
    }

    private void wrong(String code, String detail, Line line, String field) {
        fault(code, detail, line.pointer() == null ? null : line.pointer() + "/" + field, line.row());
    }

    private void fault(String code, String detail, @Nullable String pointer, String row) {
        if (faults.size() < Problem.MAX_FAULTS) {
            faults.add(new Fault(code, row + detail, pointer));
        }
    }

    private void throwIfWrong() {
        if (!faults.isEmpty()) {
            String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
            throw Problem.of(ProblemCode.INVALID_REQUEST, count + " in the rate card", faults);
        }
    }
}
