package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.contact.People.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PeopleRoutesTest {
    private static final People PEOPLE = new People();
    private static int numbers;

    @AfterAll
    static void end() {
        PEOPLE.close();
    }

    private static String phone() {
        return "+316%08d".formatted(40_000_000 + numbers++);
    }

    private static List<String> listed(String query) {
        return PEOPLE.ok("GET", query, "")
                .path("users")
                .valueStream()
                .map(user -> user.path("user_id").asString())
                .toList();
    }

    @Test
    void a_post_makes_a_person_and_a_second_one_changes_them() {
        String phone = phone();
        JsonNode made = PEOPLE.ok("POST", "", """
                {"phone":"%s","first_name":"Ann","tags":["vip"],"user_data":{"size":9}}""".formatted("0" + phone.substring(3)));
        assertThat(made.path("created").asBoolean()).isTrue();
        assertThat(made.path("phone").asString()).isEqualTo(phone);
        JsonNode again = PEOPLE.ok("POST", "", "{\"phone\":\"" + phone + "\",\"last_name\":\"Bee\"}");
        assertThat(again.path("created").asBoolean()).isFalse();
        assertThat(again.path("user_id")).isEqualTo(made.path("user_id"));
        assertThat(again.path("first_name").asString()).isEqualTo("Ann");
        assertThat(again.path("last_name").asString()).isEqualTo("Bee");
        assertThat(again.at("/user_data/size").asInt()).isEqualTo(9);
    }

    @Test
    void a_post_in_another_spelling_of_the_number_finds_the_same_person() {
        String id = PEOPLE.make("\"phone\":\"+5511987654321\"");
        assertThat(PEOPLE.make("\"phone\":\"+551187654321\"")).isEqualTo(id);
    }

    @Test
    void a_hundred_posts_of_one_person_make_one_person() throws Exception {
        String phone = phone();
        List<Callable<String>> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(() -> PEOPLE.make("\"phone\":\"" + phone + "\",\"first_name\":\"Ann\""));
        }
        try (var executor = Executors.newFixedThreadPool(4)) {
            var ids =
                    executor.invokeAll(posts).stream().map(it -> it.resultNow()).distinct();
            assertThat(ids).hasSize(1);
        }
    }

    @Test
    void every_fault_of_a_post_is_told_and_nothing_is_made() {
        long before = PEOPLE.count("SELECT count(*) FROM contact");
        Answer answer =
                PEOPLE.send("POST", "", "{\"email\":\"nobody\",\"tags\":{},\"user_data\":{\"whatsapp_optout\":1}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(it -> it.path("pointer").asString()))
                .containsExactlyInAnyOrder("/email", "/tags", "/user_data/whatsapp_optout", "/phone");
        assertThat(PEOPLE.send("POST", "", "{\"phone\":\"12\"}").codes()).containsExactly("invalid_phone_number");
        assertThat(PEOPLE.send("POST", "", "[]").status()).isEqualTo(400);
        assertThat(PEOPLE.send("POST", "", "{\"first_name\":\"\\u0000\"}").status())
                .isEqualTo(400);
        assertThat(PEOPLE.send("POST", "", "{\"x\":\"" + "y".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(PEOPLE.count("SELECT count(*) FROM contact")).isEqualTo(before);
    }

    @Test
    void lists_are_filtered_and_paged_without_gap_or_repeat() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(PEOPLE.make("\"phone\":\"" + phone() + "\",\"tags\":[\"paged\"],\"external_id\":\"same\""));
        }
        List<String> read = new ArrayList<>();
        String after = "";
        for (int i = 0; i < 3; i++) {
            JsonNode page = PEOPLE.ok("GET", "?tag=paged&limit=2" + after, "");
            page.path("users").forEach(user -> read.add(user.path("user_id").asString()));
            assertThat(page.has("next")).isEqualTo(i < 2);
            after = "&after=" + page.path("next").asString("");
        }
        assertThat(read).containsExactlyElementsOf(made);
        assertThat(listed("?external_id=same")).containsExactlyElementsOf(made);
        assertThat(listed("?tag=paged&external_id=other")).isEmpty();
        assertThat(listed("?ids=" + made.get(1) + "," + made.get(3))).containsExactly(made.get(1), made.get(3));
    }

    @Test
    void people_are_found_by_the_start_of_a_name_and_by_part_of_a_number() {
        String zoe = PEOPLE.make("\"phone\":\"+31655512345\",\"first_name\":\"Zoë\",\"last_name\":\"Quist 100%\"");
        assertThat(listed("?search=zo")).containsExactly(zoe);
        assertThat(listed("?search=QUI")).containsExactly(zoe);
        assertThat(listed("?search=zo%C3%AB%20qui")).containsExactly(zoe);
        assertThat(listed("?search=quist%20100%25")).containsExactly(zoe);
        assertThat(listed("?search=uist")).isEmpty();
        assertThat(listed("?search=q%25")).isEmpty();
        assertThat(listed("?search=z_%C3%AB")).isEmpty();
        for (String number : List.of("555123", "5%2012345", "%2B31655512345", "12345")) {
            assertThat(listed("?search=" + number)).as(number).contains(zoe);
        }
        assertThat(listed("?search=12345&tag=nobody")).isEmpty();
        assertThat(listed("?phone=06%2055512345")).containsExactly(zoe);
    }

    @Test
    void names_come_in_their_order_first_names_before_last_names_in_parts() {
        List<String> made = new ArrayList<>();
        for (String names : List.of(
                "\"first_name\":\"Xand\"",
                "\"first_name\":\"xander\",\"last_name\":\"Xa\"",
                "\"first_name\":\"XANDER\"",
                "\"last_name\":\"Xan\"",
                "\"first_name\":\"Bo\",\"last_name\":\"Xant\"")) {
            made.add(PEOPLE.make("\"phone\":\"" + phone() + "\"," + names));
        }
        List<String> read = new ArrayList<>();
        String after = "";
        for (int i = 0; i < made.size(); i++) {
            JsonNode page = PEOPLE.ok("GET", "?search=xan&limit=1" + after, "");
            read.add(page.at("/users/0/user_id").asString());
            assertThat(page.has("next")).as("part " + i).isEqualTo(i < made.size() - 1);
            after = "&after=" + page.path("next").asString("");
        }
        assertThat(read).containsExactlyElementsOf(made);
        Answer gone = PEOPLE.get("?search=xan&after=" + UUID.randomUUID());
        assertThat(gone.codes()).containsExactly("invalid_after");
    }

    @Test
    void a_search_looks_at_few_rows_however_many_there_are() throws Exception {
        PEOPLE.sql("""
                INSERT INTO contact (bot_id, id, phone, first_name, last_name)
                SELECT ?, uuidv7(), '+1999' || i, 'Seed' || i, 'Row' || i FROM generate_series(1000000, 1020000) AS i""", PEOPLE.bot);
        PEOPLE.sql("VACUUM ANALYZE contact");
        long before = lookedAt();
        assertThat(listed("?search=seed1010000")).hasSize(1);
        assertThat(listed("?search=row1010000")).hasSize(1);
        assertThat(listed("?search=nobody%20at%20all")).isEmpty();
        assertThat(listed("?search=seed&limit=10")).hasSize(10);
        assertThat(listed("?search=99910100&limit=10")).hasSize(10);
        assertThat(lookedAt() - before).isBetween(1L, 2_000L);
        PEOPLE.sql("DELETE FROM contact WHERE phone LIKE '+1999%'");
    }

    /// Rows of contacts that were read so far. A connection tells its numbers with its first work after a second.
    private static long lookedAt() throws InterruptedException {
        Thread.sleep(1_100);
        for (int i = 0; i < 20; i++) {
            listed("?ids=" + UUID.randomUUID());
        }
        return PEOPLE.count("""
                SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'contact'""");
    }

    @Test
    void numbers_that_are_searched_come_in_parts_too() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(PEOPLE.make("\"phone\":\"+3165777000" + i + "\""));
        }
        List<String> first = listed("?search=5777000&limit=3");
        assertThat(first).containsExactlyElementsOf(made.subList(0, 3));
        assertThat(listed("?search=5777000&limit=3&after=" + first.getLast()))
                .containsExactlyElementsOf(made.subList(3, 5));
    }

    @Test
    void what_cannot_be_asked_for_is_told() {
        for (String query : List.of(
                "?phone=12",
                "?search=12",
                "?ids=x",
                "?limit=0",
                "?limit=201",
                "?after=x",
                "?search=" + "x".repeat(255),
                "?tag=%00",
                "?ids="
                        + String.join(
                                ",",
                                IntStream.range(0, 51)
                                        .mapToObj(i -> UUID.randomUUID().toString())
                                        .toList()))) {
            assertThat(PEOPLE.get(query).status()).as(query).isEqualTo(400);
        }
        assertThat(PEOPLE.send("DELETE", "", "").status()).isEqualTo(405);
    }

    @Test
    void tags_are_added_and_removed_by_many_at_once_without_losing_any() throws Exception {
        String id = PEOPLE.make("\"phone\":\"" + phone() + "\",\"tags\":[\"old\"]");
        List<Callable<JsonNode>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String body = "{\"add\":[\"t" + i + "\"],\"remove\":[\"old\"]}";
            changes.add(() -> PEOPLE.ok("POST", "/" + id + "/tag", body));
        }
        try (var executor = Executors.newFixedThreadPool(4)) {
            executor.invokeAll(changes).forEach(it -> it.resultNow());
        }
        List<String> tags = PEOPLE.ok("GET", "/" + id, "")
                .path("tags")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(tags).hasSize(20).doesNotContain("old").contains("t0", "t19");
    }

    @Test
    void a_change_of_tags_has_limits() {
        String id = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        String many = String.join(
                ",", IntStream.range(0, 50).mapToObj(i -> "\"t" + i + "\"").toList());
        PEOPLE.ok("POST", "/" + id + "/tag", "{\"add\":[" + many + "]}");
        for (String body : List.of(
                "{}",
                "{\"add\":[\"one more\"]}",
                "{\"add\":[\"\"]}",
                "{\"add\":\"x\"}",
                "{\"add\":[\"a\"],\"remove\":[\"a\"]}",
                "{\"remove\":[" + many + ",\"x\"]}")) {
            assertThat(PEOPLE.send("POST", "/" + id + "/tag", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(PEOPLE.send("POST", "/" + UUID.randomUUID() + "/tag", "{\"add\":[\"a\"]}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void each_change_of_consent_is_shown_newest_first_and_in_parts() {
        String id = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        for (String value : List.of("\"all\"", "null", "\"marketing\"")) {
            PEOPLE.ok("PATCH", "/" + id, "{\"user_data\":{\"whatsapp_optout\":" + value + "}}");
        }
        JsonNode first = PEOPLE.ok("GET", "/" + id + "/consent?limit=2", "");
        assertThat(first.at("/changes/0/is_now").asString()).isEqualTo("marketing");
        assertThat(first.at("/changes/0/source").asString()).isEqualTo("api");
        assertThat(first.at("/changes/1/was").asString()).isEqualTo("all");
        JsonNode rest = PEOPLE.ok(
                "GET", "/" + id + "/consent?limit=2&after=" + first.path("next").asString(), "");
        assertThat(rest.path("changes")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
        assertThat(PEOPLE.get("/" + UUID.randomUUID() + "/consent").status()).isEqualTo(404);
    }

    @Test
    void two_contacts_become_one_and_the_stricter_optout_holds() {
        String going = PEOPLE.make("\"phone\":\"" + phone() + "\",\"first_name\":\"Ann\",\"email\":\"a@example.com\","
                + "\"tags\":[\"x\",\"y\"],\"user_data\":{\"a\":1,\"b\":1,\"whatsapp_optout\":\"all\"}");
        String lost = PEOPLE.ok("GET", "/" + going, "").path("phone").asString();
        String staying = PEOPLE.make("\"phone\":\"" + phone() + "\",\"first_name\":\"Anna\",\"tags\":[\"y\",\"z\"],"
                + "\"user_data\":{\"b\":2}");
        PEOPLE.sql(
                "INSERT INTO inbound_message VALUES (?, 'wamid.merge', ?, 'text', 'hi', NULL, '{}', now())",
                PEOPLE.bot,
                UUID.fromString(going));
        JsonNode merged = PEOPLE.ok("POST", "/" + going + "/merge", "{\"into\":\"" + staying + "\"}");
        assertThat(merged.path("user_id").asString()).isEqualTo(staying);
        assertThat(merged.path("first_name").asString()).isEqualTo("Anna");
        assertThat(merged.path("email").asString()).isEqualTo("a@example.com");
        assertThat(merged.path("tags").toString()).isEqualTo("[\"y\",\"z\",\"x\"]");
        assertThat(merged.path("user_data").toString()).isEqualTo("{\"a\":1,\"b\":2,\"whatsapp_optout\":\"all\"}");
        assertThat(PEOPLE.ok("GET", "/" + going, "").path("user_id").asString()).isEqualTo(staying);
        assertThat(PEOPLE.count("SELECT count(*) FROM inbound_message WHERE contact_id = ?", UUID.fromString(staying)))
                .isEqualTo(1);
        assertThat(PEOPLE.ok("GET", "/" + staying + "/consent", "").path("changes"))
                .hasSize(2);
        assertThat(PEOPLE.get("/" + lost).status()).isEqualTo(404);
        assertThat(PEOPLE.ok("POST", "", "{\"phone\":\"" + lost + "\"}")
                        .at("/user_data/whatsapp_optout")
                        .asString())
                .isEqualTo("all");
    }

    @Test
    void a_chain_of_merges_leads_to_the_last_one() {
        String a = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        String b = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        String c = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        PEOPLE.ok("POST", "/" + a + "/merge", "{\"into\":\"" + b + "\"}");
        PEOPLE.ok("POST", "/" + b + "/merge", "{\"into\":\"" + c + "\"}");
        assertThat(PEOPLE.ok("GET", "/" + a, "").path("user_id").asString()).isEqualTo(c);
        assertThat(PEOPLE.send("POST", "/" + a + "/merge", "{\"into\":\"" + c + "\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void a_merge_that_cannot_be_is_told() {
        String a = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        assertThat(PEOPLE.send("POST", "/" + a + "/merge", "{}").codes()).containsExactly("missing_field");
        assertThat(PEOPLE.send("POST", "/" + a + "/merge", "{\"into\":\"" + UUID.randomUUID() + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(PEOPLE.send("POST", "/" + UUID.randomUUID() + "/merge", "{\"into\":\"" + a + "\"}")
                        .status())
                .isEqualTo(404);
        String tags = String.join(
                ",", IntStream.range(0, 30).mapToObj(i -> "\"b" + i + "\"").toList());
        String full = PEOPLE.make("\"phone\":\"" + phone() + "\",\"tags\":[" + tags + "]");
        PEOPLE.ok("PATCH", "/" + a, "{\"tags\":[" + tags.replace('b', 'c') + "]}");
        assertThat(PEOPLE.send("POST", "/" + a + "/merge", "{\"into\":\"" + full + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(PEOPLE.get("/" + a).status()).isEqualTo(200);
    }

    @Test
    void an_erased_person_is_gone_and_their_optout_is_not() {
        String phone = phone();
        String id = PEOPLE.make("\"phone\":\"" + phone + "\",\"user_data\":{\"whatsapp_optout\":\"all\"}");
        PEOPLE.sql(
                "INSERT INTO inbound_message VALUES (?, 'wamid.gone', ?, 'text', 'hi', NULL, '{}', now())",
                PEOPLE.bot,
                UUID.fromString(id));
        assertThat(PEOPLE.ok("DELETE", "/" + id, "").path("erased").asBoolean()).isTrue();
        assertThat(PEOPLE.get("/" + id).status()).isEqualTo(404);
        assertThat(PEOPLE.get("/" + phone).status()).isEqualTo(404);
        assertThat(PEOPLE.send("DELETE", "/" + id, "").status()).isEqualTo(404);
        for (String table : List.of("contact", "inbound_message", "consent_event")) {
            String column = table.equals("contact") ? "id" : "contact_id";
            assertThat(PEOPLE.count("SELECT count(*) FROM " + table + " WHERE " + column + " = ?", UUID.fromString(id)))
                    .as(table)
                    .isZero();
        }
        JsonNode back = PEOPLE.ok("POST", "", "{\"phone\":\"" + phone + "\"}");
        assertThat(back.path("user_id").asString()).isNotEqualTo(id);
        assertThat(back.at("/user_data/whatsapp_optout").asString()).isEqualTo("all");
        assertThat(PEOPLE.ok("GET", "/" + back.path("user_id").asString() + "/consent", "")
                        .at("/changes/0/source")
                        .asString())
                .isEqualTo("remembered");
        PEOPLE.ok("PATCH", "/" + phone, "{\"user_data\":{\"whatsapp_optout\":null}}");
        PEOPLE.ok("DELETE", "/" + phone, "");
        assertThat(PEOPLE.ok("POST", "", "{\"phone\":\"" + phone + "\"}")
                        .path("user_data")
                        .has("whatsapp_optout"))
                .isFalse();
    }

    @Test
    void who_was_merged_is_erased_under_each_of_their_ids() {
        String a = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        String b = PEOPLE.make("\"phone\":\"" + phone() + "\"");
        PEOPLE.ok("POST", "/" + a + "/merge", "{\"into\":\"" + b + "\"}");
        PEOPLE.ok("DELETE", "/" + a, "");
        assertThat(PEOPLE.get("/" + b).status()).isEqualTo(404);
        assertThat(PEOPLE.get("/" + a).status()).isEqualTo(404);
        assertThat(PEOPLE.count(
                        "SELECT count(*) FROM erasure WHERE contact_id IN (?, ?)",
                        UUID.fromString(a),
                        UUID.fromString(b)))
                .isEqualTo(2);
    }

    @Test
    void another_bots_people_are_nobody() {
        UUID other = PEOPLE.accounts.createBot(PEOPLE.environment, "Other", List.of("en"), null);
        UUID id = UUID.randomUUID();
        PEOPLE.sql("INSERT INTO contact (bot_id, id, phone) VALUES (?, ?, '+31600000001')", other, id);
        for (String path : List.of("/" + id, "/" + id + "/consent")) {
            assertThat(PEOPLE.get(path).status()).isEqualTo(404);
        }
        assertThat(PEOPLE.send("DELETE", "/" + id, "").status()).isEqualTo(404);
        assertThat(listed("?ids=" + id)).isEmpty();
        assertThat(PEOPLE.count("SELECT count(*) FROM contact WHERE id = ?", id))
                .isEqualTo(1);
    }
}
