package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import dev.crier.statistics.Costs;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the operator loads is checked in full and given back as it was.
@SuppressWarnings("NullAway.Init")
class RateCardApiTest {
    private static final String PATH = "/api/environment/rate-card";
    private static Api api;
    private static String key;

    @BeforeAll
    static void start() {
        api = new Api();
        key = api.accounts.createToken(api.environment, null).value();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static Answer call(String method, String path, String body, String type) {
        return api.send(api.anonymous(path)
                .setHeader("Content-Type", type)
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body)));
    }

    private static Answer put(String json) {
        return call("PUT", PATH, json, "application/json");
    }

    private static Answer table(String csv) {
        return call("PUT", PATH, csv, "text/csv");
    }

    private static String rate(String fields) {
        return "{\"currency\":\"EUR\",\"rates\":[{" + fields + "}]}";
    }

    @Test
    void what_a_broadcast_would_cost_is_estimated_by_the_card_of_that_day() {
        LocalDate day = LocalDate.of(2026, 6, 1);
        Costs costs = new Costs(api.database);
        Map<String, Integer> people = Map.of("NL", 2, "BE", 1, "unknown", 4);
        assertThat(put("""
                        {"currency":"EUR","rates":[
                          {"market":"NL","category":"marketing","price":"0.10"},
                          {"market":"NL","category":"marketing","price":"0.20","valid_from":"2026-06-01"},
                          {"market":"NL","category":"marketing","price":"0.30","valid_from":"2026-06-02"},
                          {"market":"BE","category":"marketing","price":"0.05"}]}""").status()).isEqualTo(200);
        Costs.Cost cost =
                costs.estimate(api.environment, "MARKETING", people, day).orElseThrow();
        assertThat(cost.amount()).isEqualByComparingTo("0.45");
        assertThat(cost.currency()).isEqualTo("EUR");
        assertThat(cost.unpriced()).isEqualTo(4);
        assertThat(call("DELETE", PATH, "", "application/json").status()).isEqualTo(200);
        assertThat(costs.estimate(api.environment, "MARKETING", people, day)).isEmpty();
    }

    @Test
    void a_card_replaces_the_one_before_and_comes_back_as_json_and_as_a_table() {
        assertThat(put(rate("\"market\":\"NL\",\"category\":\"utility\",\"price\":1"))
                        .status())
                .isEqualTo(200);
        String csv = String.join(
                "\r\n",
                "Market;Countries;Category;Currency;Price;Valid from",
                "Rest of West;BE lu;marketing;eur;0,0700;2026-01-01",
                "Rest of West;;Authentication-International;EUR;0.02;",
                "other;;utility;EUR;0.01;",
                "");
        Answer loaded = table(csv);
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        JsonNode card = call("GET", PATH, "", "application/json").json();
        assertThat(card).isEqualTo(loaded.json());
        assertThat(card.path("currency").asString()).isEqualTo("EUR");
        assertThat(card.path("loaded_at").asString()).endsWith("Z");
        assertThat(card.path("rates")).hasSize(3);
        assertThat(card.path("rates").get(0).toString())
                .isEqualTo("{\"market\":\"Rest of West\",\"countries\":[\"BE\",\"LU\"],\"category\":\"marketing\","
                        + "\"price\":\"0.0700\",\"valid_from\":\"2026-01-01\"}");
        assertThat(card.path("rates").get(2).path("market").asString()).isEqualTo("*");
        String back = call("GET", PATH + ".csv", "", "text/csv").text();
        assertThat(back)
                .isEqualTo(String.join(
                        "\r\n",
                        "market,countries,category,currency,price,valid_from",
                        "Rest of West,BE LU,marketing,EUR,0.0700,2026-01-01",
                        "Rest of West,,authentication_international,EUR,0.02,",
                        "*,,utility,EUR,0.01,",
                        ""));
        assertThat(table(back).status()).as("what was given back can be loaded").isEqualTo(200);
        assertThat(call("DELETE", PATH, "", "application/json").status()).isEqualTo(200);
        assertThat(call("DELETE", PATH, "", "application/json").status()).isEqualTo(404);
        assertThat(call("GET", PATH, "", "application/json").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"category\":\"utility\",\"price\":\"1\" | required | /rates/0/market",
                "\"market\":\"NL\",\"price\":\"1\" | required | /rates/0/category",
                "\"market\":\"NL\",\"category\":\"utility\" | required | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"gold\",\"price\":\"1\" | invalid_category | /rates/0/category",
                "\"market\":\"NL\",\"category\":\"other\",\"price\":\"1\" | invalid_category | /rates/0/category",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":\"-1\" | invalid_price | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":\"1,000.5\" | invalid_price | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":0.123456789 | invalid_price | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":1000001 | invalid_price | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":1e90 | invalid_price | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":[] | invalid_type | /rates/0/price",
                "\"market\":\"NL\",\"category\":\"utility\",\"price\":1,\"valid_from\":\"soon\" | invalid_date | /rates/0/valid_from",
                "\"market\":\"West\",\"category\":\"utility\",\"price\":1 | unknown_market | /rates/0",
                "\"market\":\"W\",\"countries\":[\"BEL\"],\"category\":\"utility\",\"price\":1 | invalid_country | /rates/0/countries",
                "\"market\":\"W\",\"countries\":[{}],\"category\":\"utility\",\"price\":1 | invalid_country | /rates/0/countries",
                "\"market\":\"a\\u0000\",\"category\":\"utility\",\"price\":1 | invalid_text | /rates/0/market"
            })
    void a_rate_that_makes_no_sense_is_refused_at_its_place(String fields, String code, String pointer) {
        Answer answer = put(rate(fields));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        JsonNode fault = answer.json().path("errors").path(0);
        assertThat(fault.path("code").asString()).isEqualTo(code);
        assertThat(fault.path("pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void every_fault_of_a_table_is_told_with_its_row() {
        Answer answer = table("""
                market,category,currency,price,countries
                NL,utility,EUR,1,
                NL,gold,EUR,free,
                BE,utility,,2,
                ,utility,EUR,3,
                """);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(fault -> fault.path("detail").asString()))
                .anySatisfy(detail -> assertThat(detail).startsWith("row 3: category"))
                .anySatisfy(detail -> assertThat(detail).startsWith("row 3: price"))
                .anySatisfy(detail -> assertThat(detail).startsWith("row 4: currency"))
                .anySatisfy(detail -> assertThat(detail).startsWith("row 5: market"))
                .hasSize(4);
        assertThat(table("market,price\nNL,1\n").text())
                .contains("no column category")
                .contains("no column currency");
        assertThat(table("market,category,currency,price\nNL,utility,EUR,1\nBE,utility,USD,1\n")
                        .text())
                .contains("several_currencies");
        assertThat(table("market,category,currency,price\nNL,utility,EUR,1\nNL,utility,EUR,2\n")
                        .text())
                .contains("row 3: there are two prices");
        assertThat(table("market,countries,category,currency,price\nA,BE,utility,EUR,1\nB,BE,utility,EUR,2\n")
                        .text())
                .contains("ambiguous_country");
        assertThat(table("market,category,currency,price\n").status()).isEqualTo(400);
        assertThat(table("").status()).isEqualTo(400);
        assertThat(table("\"market,category").status()).isEqualTo(400);
    }

    @Test
    void a_card_has_a_currency_rates_and_bounds() {
        assertThat(put("{}").json().path("errors")).hasSize(2);
        assertThat(put("{\"currency\":\"EURO\",\"rates\":[]}").text()).contains("invalid_currency");
        assertThat(put("{\"currency\":\"EUR\",\"rates\":[]}").text()).contains("at least one rate");
        assertThat(put("{\"currency\":\"EUR\",\"rates\":[7]}").text()).contains("/rates/0");
        assertThat(put("[]").status()).isEqualTo(400);
        assertThat(put("{").status()).isEqualTo(400);
        String many = IntStream.range(0, 5_001).mapToObj(i -> "{}").collect(Collectors.joining(","));
        assertThat(put("{\"currency\":\"EUR\",\"rates\":[" + many + "]}").text())
                .contains("too_many");
        assertThat(put(" ".repeat(1_000_001)).status()).isEqualTo(413);
        assertThat(call("PUT", PATH, "x", "image/png").status()).isEqualTo(415);
    }

    @Test
    void only_the_environments_key_opens_it() {
        assertThat(api.get(PATH).status()).isEqualTo(403);
        assertThat(api.send(api.anonymous(PATH).GET()).status()).isEqualTo(401);
        assertThat(api.send(api.request(PATH).PUT(BodyPublishers.ofString("{}")))
                        .code())
                .isEqualTo("forbidden");
        assertThat(call("POST", PATH, "{}", "application/json").status()).isEqualTo(405);
    }
}
