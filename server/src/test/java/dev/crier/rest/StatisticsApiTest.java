package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.message.Change;
import dev.crier.message.Change.Failure;
import dev.crier.message.Change.Times;
import dev.crier.message.Country;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Pricing;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import dev.crier.rest.Api.Answer;
import dev.crier.statistics.FigureFolder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Figures are what the broadcasts themselves say, whatever came in whatever order.
@SuppressWarnings("NullAway.Init")
class StatisticsApiTest {
    private static final String BROADCASTS = "/api/bot/{bot}/whatsapp/broadcast";
    private static final String PATH = "/api/bot/{bot}/statistics";
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SPAN = "?from=2026-11-01&to=2026-11-30";
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("greeting.json"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    /// Each test has a bot of its own.
    private static Api.Customer bot() {
        Api.Customer bot = api.customer(java.net.URI.create("http://127.0.0.1:9"));
        api.template(bot.botId(), Api.resource("greeting.json"));
        return bot;
    }

    private static Answer call(Api.Customer bot, String method, String path, String body, String... headers) {
        var request = api.anonymous(path.replace("{bot}", bot.botId().toString()))
                .header("Authorization", "Bearer " + bot.token().value());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return api.send(request.method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode get(Api.Customer bot, String path) {
        Answer answer = call(bot, "GET", path, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static UUID broadcast(Api.Customer bot, int people) {
        String users = IntStream.range(0, people)
                .mapToObj("{\"phone\":\"+3162%07d\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        String body = """
                {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                  [{"type": "text", "text": "you"}]}]}, "users": %s}""".formatted(users);
        return UUID.fromString(
                call(bot, "POST", BROADCASTS, body).json().path("id").asString());
    }

    private static void apply(List<Change> changes) throws SQLException {
        api.database.inTransaction(connection -> {
            MessageStore.apply(connection, changes);
            return changes;
        });
    }

    private static Change told(MessageId id, Stage stage, Times times, @Nullable Pricing pricing) {
        Instant at = NOON.plusSeconds(60);
        return Change.told(id, stage, null, "wamid." + id.seq(), times, at)
                .from(Change.Origin.WEBHOOK)
                .in(Country.of("NL"))
                .priced(pricing);
    }

    private static Change sent(MessageId id, @Nullable Pricing pricing) {
        return told(id, Stage.SENT, new Times(NOON, null, null, null), pricing);
    }

    private static Change delivered(MessageId id, @Nullable Pricing pricing) {
        return told(id, Stage.DELIVERED, new Times(null, NOON.plusSeconds(1), null, null), pricing);
    }

    private static Change read(MessageId id) {
        return told(id, Stage.READ, new Times(null, null, NOON.plusSeconds(2), null), null);
    }

    private static final Pricing REGULAR = Pricing.of("marketing", "regular", true);
    private static final Pricing FREE = Pricing.of("utility", "free_customer_service", false);

    /// What may be said of a message in its life: attempts that fail and wait, one that is sent, news of it.
    private static List<Change> story(UUID broadcast, int people, Random random) {
        List<Change> story = new ArrayList<>();
        for (int seq = 0; seq < people; seq++) {
            int attempt = 1;
            Failure passing = new Failure(Reason.PROVIDER_UNAVAILABLE, 131016, "away");
            while (random.nextInt(3) == 0) {
                MessageId id = new MessageId(broadcast, seq, attempt++);
                story.add(Change.waiting(id, passing, 4, NOON.plusSeconds(60), NOON.minus(Duration.ofHours(attempt))));
            }
            MessageId id = new MessageId(broadcast, seq, attempt);
            Pricing pricing = random.nextBoolean() ? REGULAR : FREE;
            boolean early = random.nextBoolean();
            int fate = random.nextInt(8);
            if (fate == 0) {
                story.add(Change.inDoubt(id, NOON.plusSeconds(9), NOON));
                continue;
            }
            if (fate == 1) {
                story.add(Change.failed(
                        new MessageId(broadcast, seq, 0), new Failure(Reason.OPTOUT), NOON.minusSeconds(86_400)));
                continue;
            }
            Instant at = NOON.plusSeconds(random.nextInt(86_400));
            story.add(
                    Change.sent(id, "wamid." + seq, at).in(random.nextBoolean() ? Country.of("NL") : Country.of("BE")));
            story.add(sent(id, early ? pricing : null));
            if (fate == 2 || fate == 3) {
                Failure failure = new Failure(Reason.RECIPIENT_UNREACHABLE, 131026, "away");
                story.add(Change.failed(id, failure, at.plusSeconds(3)).from(Change.Origin.WEBHOOK));
            }
            if (fate > 2) {
                if (fate != 4) {
                    story.add(delivered(id, early ? null : pricing));
                }
                if (fate > 5 || fate == 4) {
                    story.add(read(id));
                }
            }
        }
        return story;
    }

    private static void assertAgrees(Api.Customer bot, List<UUID> broadcasts, String when) {
        long[] sums = new long[6];
        for (UUID id : broadcasts) {
            JsonNode own = get(bot, BROADCASTS + "/" + id + "?statuses=false").path("statistics");
            String[] fields = {"sent", "delivered", "read", "success", "failed", "pending"};
            for (int i = 0; i < fields.length; i++) {
                sums[i] += own.path(fields[i]).asLong();
            }
            JsonNode rows = get(bot, BROADCASTS + "/" + id + "/statistics").path("statistics");
            for (String field : List.of("sent", "delivered", "read", "success", "failed")) {
                assertThat(rows.path(field)).as(when + " " + field).isEqualTo(own.path(field));
            }
        }
        for (String group : List.of("", "day", "template", "country,reason", "day,category,language", "kind")) {
            JsonNode answer = get(bot, PATH + SPAN + "&group_by=" + group);
            JsonNode whole = answer.path("statistics");
            assertThat(List.of(
                            whole.path("sent").asLong(),
                            whole.path("delivered").asLong(),
                            whole.path("read").asLong(),
                            whole.path("success").asLong(),
                            whole.path("failed").asLong(),
                            answer.path("pending").asLong()))
                    .as(when + " " + group)
                    .containsExactly(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
            if (!group.isEmpty()) {
                for (String field : List.of("total", "sent", "delivered", "read", "failed")) {
                    long rows = answer.path("rows")
                            .valueStream()
                            .mapToLong(row -> row.path(field).asLong())
                            .sum();
                    assertThat(rows)
                            .as(when + " " + group + " " + field)
                            .isEqualTo(whole.path(field).asLong());
                }
            }
            long reasons = whole.path("reasons")
                    .valueStream()
                    .mapToLong(JsonNode::asLong)
                    .sum();
            assertThat(reasons).as(when).isEqualTo(sums[4]);
        }
    }

    @Test
    void figures_are_the_sums_of_the_broadcasts_whatever_comes_in_whatever_order() throws SQLException {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            Api.Customer bot = bot();
            List<UUID> broadcasts = List.of(broadcast(bot, 25), broadcast(bot, 25));
            List<Change> news = new ArrayList<>();
            for (UUID id : broadcasts) {
                List<Change> story = story(id, 25, random);
                news.addAll(story);
                news.addAll(story.subList(0, story.size() / 2)); // Meta repeats itself
            }
            Collections.shuffle(news, random);
            FigureFolder folder = new FigureFolder(api.database);
            for (int from = 0; from < news.size(); ) {
                int to = Math.min(news.size(), from + 1 + random.nextInt(12));
                apply(news.subList(from, to));
                from = to;
                if (random.nextInt(4) == 0) {
                    folder.runOnce();
                }
            }
            String when = "seed " + seed;
            assertAgrees(bot, broadcasts, when);
            UUID again = broadcasts.getFirst();
            String reasons = "{\"reasons\":[\"recipient_unreachable\",\"optout\",\"provider_unavailable\"]}";
            assertThat(call(bot, "POST", BROADCASTS + "/" + again + "/retry", reasons)
                            .status())
                    .isEqualTo(200);
            assertAgrees(bot, broadcasts, when + ", retried");
            folder.runOnce();
            assertAgrees(bot, broadcasts, when + ", folded");
            call(bot, "POST", BROADCASTS + "/" + again + "/cancel", "");
            new dev.crier.broadcast.Cancellation(api.database).runOnce(NOON);
            assertAgrees(bot, broadcasts, when + ", cancelled");
            assertCountsAsRows(bot, broadcasts, when);
            folder.runOnce();
            assertThat(api.count("SELECT count(*) FROM figure WHERE messages <= 0"))
                    .as(when)
                    .isZero();
            assertThat(api.count("SELECT count(*) FROM figure_move")).as(when).isZero();
        }
    }

    /// Every cell is what counting the rows gives.
    private static void assertCountsAsRows(Api.Customer bot, List<UUID> broadcasts, String when) {
        JsonNode answer = get(bot, PATH + SPAN + "&group_by=country");
        for (JsonNode row : answer.path("rows")) {
            @Nullable
            Country country = row.path("country").isNull()
                    ? null
                    : Country.of(row.path("country").asString());
            long counted = api.count(
                    "SELECT count(*) FROM message WHERE broadcast_id = ANY (?::uuid[]) AND stage IN (2, 3, 5, 6, 7)"
                            + " AND COALESCE(country, -1) = ?",
                    "{" + broadcasts.stream().map(UUID::toString).collect(Collectors.joining(",")) + "}",
                    country == null ? -1 : country.code());
            assertThat(row.path("total").asLong()).as(when + " " + country).isEqualTo(counted);
        }
        long charged = api.count(
                "SELECT count(*) FROM message WHERE broadcast_id = ANY (?::uuid[]) AND stage IN (6, 7) AND pricing = ?",
                "{" + broadcasts.stream().map(UUID::toString).collect(Collectors.joining(",")) + "}",
                REGULAR.code());
        assertThat(answer.path("statistics").path("cost").path("charged").asLong())
                .as(when)
                .isEqualTo(charged);
    }

    @Test
    void a_message_counts_on_the_day_it_was_sent_in_the_time_zone_asked_for() throws SQLException {
        Api.Customer bot = bot();
        UUID id = broadcast(bot, 2);
        Instant late = Instant.parse("2026-11-19T22:50:00Z");
        Instant later = Instant.parse("2026-11-19T23:05:00Z");
        apply(List.of(
                Change.sent(new MessageId(id, 0, 1), "wamid.a", late),
                Change.sent(new MessageId(id, 1, 1), "wamid.b", later)));
        apply(List.of(read(new MessageId(id, 1, 1))));

        JsonNode utc = get(bot, PATH + "?from=2026-11-19&to=2026-11-20&group_by=day");
        assertThat(totals(utc)).containsExactly("2026-11-19 2", "2026-11-20 0");
        JsonNode local = get(bot, PATH + "?from=2026-11-19&to=2026-11-20&group_by=day&timezone=Europe/Amsterdam");
        assertThat(totals(local)).containsExactly("2026-11-19 1", "2026-11-20 1");
        assertThat(local.path("timezone").asString()).isEqualTo("Europe/Amsterdam");
        assertThat(totals(get(bot, PATH + "?from=2026-11-20&to=2026-11-20&group_by=day")))
                .containsExactly("2026-11-20 0");
        assertThat(totals(get(bot, PATH + "?from=2026-11-19&to=2026-11-20&group_by=day&timezone=Asia/Kathmandu")))
                .containsExactly("2026-11-19 0", "2026-11-20 2");
    }

    private static List<String> totals(JsonNode answer) {
        return answer.path("rows")
                .valueStream()
                .map(row -> row.path("day").asString() + " " + row.path("total").asInt())
                .toList();
    }

    @Test
    void rates_reasons_and_filters() throws SQLException {
        Api.Customer bot = bot();
        UUID id = broadcast(bot, 5);
        apply(List.of(
                Change.failed(new MessageId(id, 0, 0), new Failure(Reason.OPTOUT), NOON),
                Change.failed(new MessageId(id, 1, 1), new Failure(Reason.RECIPIENT_UNREACHABLE, 131026, "away"), NOON),
                sent(new MessageId(id, 2, 1), REGULAR),
                delivered(new MessageId(id, 3, 1), REGULAR)));
        apply(List.of(read(new MessageId(id, 3, 1))));

        JsonNode answer = get(bot, PATH + SPAN + "&group_by=reason");
        JsonNode whole = answer.path("statistics");
        assertThat(whole.path("delivery_rate").decimalValue()).isEqualByComparingTo("0.3333");
        assertThat(whole.path("read_rate").decimalValue()).isEqualByComparingTo("1");
        assertThat(whole.path("reasons")).isEqualTo(Json.parseOwn("{\"optout\":1,\"recipient_unreachable\":1}"));
        assertThat(answer.path("pending").asInt()).isEqualTo(1);
        assertThat(answer.path("rows")
                        .valueStream()
                        .map(row -> row.path("reason").asString("-")))
                .containsExactly("optout", "recipient_unreachable", "-");

        JsonNode optouts = get(bot, PATH + SPAN + "&reason=optout");
        assertThat(optouts.path("statistics").path("total").asInt()).isEqualTo(1);
        assertThat(optouts.has("pending")).isFalse();
        assertThat(get(bot, PATH + SPAN + "&country=NL&template=greeting&category=marketing&language=en&kind=broadcast")
                        .path("statistics")
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(get(bot, PATH + SPAN + "&template=other")
                        .path("statistics")
                        .path("total")
                        .asInt())
                .isZero();
        JsonNode nothing = get(bot, PATH + "?from=2001-01-01&to=2001-01-02").path("statistics");
        assertThat(nothing.path("delivery_rate").isNull()).isTrue();
        assertThat(api.get(PATH + SPAN).json().path("statistics").path("total").asInt())
                .as("another bot's figures")
                .isZero();
    }

    @Test
    void without_a_card_there_are_counts_and_with_one_exact_amounts_by_the_price_of_the_day() throws SQLException {
        Api.Customer bot = bot();
        UUID id = broadcast(bot, 6);
        MessageId[] ids =
                IntStream.range(0, 6).mapToObj(seq -> new MessageId(id, seq, 1)).toArray(MessageId[]::new);
        apply(List.of(
                sent(ids[0], REGULAR), // not delivered: Meta bills nothing
                delivered(ids[1], REGULAR),
                delivered(ids[2], REGULAR),
                delivered(ids[3], FREE),
                delivered(ids[4], Pricing.of("authentication", "regular", null)),
                Change.sent(ids[5], "wamid.5", Instant.parse("2026-11-05T10:00:00Z"))
                        .in(Country.of("BE"))));
        apply(List.of(delivered(ids[1], REGULAR), read(ids[1]), delivered(ids[5], REGULAR)));
        call(api.customer, "GET", PATH, "");

        JsonNode bare = get(bot, PATH + SPAN);
        assertThat(bare.path("statistics").path("cost"))
                .isEqualTo(
                        Json.parseOwn("{\"amount\":null,\"currency\":null,\"charged\":4,\"free\":1,\"unpriced\":4}"));
        assertThat(bare.path("hint").asString()).contains("PUT /api/environment/rate-card");
        assertThat(bare.path("charges")).hasSize(4);

        String environment = api.accounts.createToken(api.environment, null).value();
        String card = """
                {"currency": "EUR", "rates": [
                  {"market": "NL", "category": "marketing", "price": "0.1"},
                  {"market": "NL", "category": "marketing", "price": "0.11000001", "valid_from": "2026-11-10"},
                  {"market": "NL", "category": "marketing", "price": 9, "valid_from": "2027-01-01"},
                  {"market": "West", "countries": ["BE"], "category": "marketing", "price": "0.07"},
                  {"market": "*", "category": "marketing", "price": "5"}]}""";
        Answer loaded = api.send(api.anonymous("/api/environment/rate-card")
                .header("Authorization", "Bearer " + environment)
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(card)));
        assertThat(loaded.status()).as(loaded.text()).isEqualTo(200);
        JsonNode priced = get(bot, PATH + SPAN);
        assertThat(priced.path("statistics").path("cost")).isEqualTo(Json.parseOwn("""
                        {"amount":"0.29000002","currency":"EUR","charged":4,"free":1,"unpriced":1}"""));
        assertThat(priced.path("charges")
                        .valueStream()
                        .map(charge -> charge.path("country").asString() + " "
                                + charge.path("category").asString() + " "
                                + charge.path("messages").asInt() + " "
                                + charge.path("amount").asString("none")))
                .containsExactlyInAnyOrder(
                        "NL authentication 1 none",
                        "BE marketing 1 0.07",
                        "NL marketing 2 0.22000002",
                        "NL utility 1 0");
        JsonNode own = get(bot, BROADCASTS + "/" + id + "/statistics?group_by=country,day");
        assertThat(own.path("statistics").path("cost"))
                .isEqualTo(priced.path("statistics").path("cost"));
        assertThat(own.path("rows")
                        .valueStream()
                        .map(row -> row.path("country").asString("-") + " "
                                + row.path("day").asString()))
                .contains("BE 2026-11-05", "NL 2026-11-20");
        var _ = api.send(api.anonymous("/api/environment/rate-card")
                .header("Authorization", "Bearer " + environment)
                .DELETE());
    }

    @Test
    void as_a_table_by_its_address_or_by_accept() throws SQLException {
        Api.Customer bot = bot();
        UUID id = broadcast(bot, 1);
        apply(List.of(sent(new MessageId(id, 0, 1), REGULAR)));
        String header = "day,template,total,sent,delivered,read,success,failed,delivery_rate,read_rate,charged,free,"
                + "unpriced,amount,currency\r\n";
        String query = SPAN + "&group_by=day,template";
        String row = "2026-11-20,greeting,1,1,0,0,1,0,0.0000,,0,0,0,,\r\n";
        Answer byAddress = call(bot, "GET", PATH + ".csv" + query, "");
        assertThat(byAddress.text()).isEqualTo(header + row);
        assertThat(byAddress.header("Content-Type")).startsWith("text/csv");
        assertThat(call(bot, "GET", PATH + query, "", "Accept", "text/csv").text())
                .isEqualTo(header + row);
        assertThat(call(bot, "GET", PATH + query, "", "Accept", "*/*").header("Content-Type"))
                .startsWith("application/json");
        assertThat(call(bot, "GET", PATH + query, "", "Accept", "image/png").status())
                .isEqualTo(406);
        assertThat(call(bot, "GET", BROADCASTS + "/" + id + "/statistics.csv", "")
                        .text())
                .startsWith("total,sent")
                .contains("\r\n1,1,0,0,1,0,");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, invalid_date",
        "to=2026-13-01, invalid_date",
        "from=1900-01-01, invalid_date",
        "from=+999999999-01-01, invalid_date",
        "from=2026-11-02&to=2026-11-01, invalid_range",
        "from=2024-01-01&to=2026-01-01, invalid_range",
        "timezone=Nowhere/Else, invalid_timezone",
        "timezone=%2B02:00, invalid_timezone",
        "group_by=colour, invalid_group_by",
        "'group_by=day,template,country,reason', invalid_group_by",
        "country=nl, invalid_country",
        "country=NLD, invalid_country",
        "reason=bad_luck, invalid_reason",
        "template=%00, invalid_template"
    })
    void what_makes_no_sense_is_refused(String query, String code) {
        Answer answer = api.get(PATH + "?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "from=2020-02-29&to=2021-04-03",
                "from=2026-11-01",
                "to=2026-11-30",
                "from=2199-12-31",
                "group_by="
            })
    void what_makes_sense_is_answered(String query) {
        assertThat(api.get(PATH + "?" + query).status()).isEqualTo(200);
    }

    @Test
    void nobody_reads_what_is_not_theirs() {
        assertThat(api.send(api.anonymous(PATH.replace(
                                        "{bot}", api.customer.botId().toString()))
                                .GET())
                        .status())
                .isEqualTo(401);
        Api.Customer other = bot();
        assertThat(call(other, "GET", PATH.replace("{bot}", api.customer.botId().toString()), "")
                        .status())
                .isEqualTo(404);
        UUID foreign = broadcast(api.customer, 1);
        assertThat(call(other, "GET", BROADCASTS + "/" + foreign + "/statistics", "")
                        .status())
                .isEqualTo(404);
        assertThat(api.get(BROADCASTS + "/nonsense/statistics").status()).isEqualTo(404);
        assertThat(api.post(PATH, "{}").status()).isEqualTo(405);
    }
}
