package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.broadcast.IdempotencyStore;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Nobody gets a message twice and nobody's work is overwritten, whatever is pressed twice, loaded again, or left open
/// in another tab.
class StudioTwiceTest {
    private static final Crier CRIER = Office.crier();
    private static final Shop SHOP = Shop.ready(CRIER, Office.sandbox());
    private static final Visitor VISITOR = Visitor.administrator(CRIER, SHOP);
    private static final String ANN = "+31612345601";

    @BeforeAll
    static void annWrites() {
        SHOP.writes(ANN, "Hello");
        Awaitility.await()
                .until(() ->
                        count("SELECT count(*) FROM contact WHERE bot_id = ? AND last_inbound_at IS NOT NULL") == 1);
    }

    private static int count(String sql) {
        return count(sql, SHOP.botId());
    }

    private static int count(String sql, UUID of) {
        return CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(
                        handle -> handle.select(sql, of).mapTo(Integer.class).one());
    }

    private static int messages() {
        return count("SELECT count(*) FROM broadcast WHERE bot_id = ?");
    }

    private static String ann() {
        return CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT id FROM contact WHERE bot_id = ? AND phone = ?", SHOP.botId(), ANN)
                        .mapTo(UUID.class)
                        .one())
                .toString();
    }

    private static String person() {
        return VISITOR.at("/contacts/" + ann());
    }

    @Test
    void a_reply_that_is_sent_twice_by_one_form_arrives_once() {
        int before = messages();
        Visitor.Sheet form = VISITOR.form(person(), person() + "/reply");
        assertThat(form.send("text", "On its way").statusCode()).isEqualTo(303);
        assertThat(form.send("text", "On its way").statusCode()).isEqualTo(303);
        assertThat(messages()).isEqualTo(before + 1);
        Visitor.Sheet another = VISITOR.form(person(), person() + "/reply");
        assertThat(another.send("text", "On its way").statusCode()).isEqualTo(303);
        assertThat(messages()).isEqualTo(before + 2);
    }

    @Test
    void a_reply_that_is_pressed_many_times_at_once_arrives_once() throws Exception {
        int before = messages();
        Visitor.Sheet form = VISITOR.form(person(), person() + "/reply");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> press = () -> form.send("text", "Just once").statusCode();
            for (Future<Integer> answer : threads.invokeAll(List.of(press, press, press, press))) {
                assertThat(answer.get()).isIn(303, 422);
            }
        }
        assertThat(messages()).isEqualTo(before + 1);
    }

    @Test
    void another_text_in_a_form_that_was_sent_is_asked_about_and_neither_lost_nor_taken_for_the_first() {
        int before = messages();
        Visitor.Sheet form = VISITOR.form(person(), person() + "/reply");
        assertThat(form.send("text", "It comes at ten").statusCode()).isEqualTo(303);
        HttpResponse<String> asked = form.send("text", "No, at twelve");
        assertThat(asked.statusCode()).isEqualTo(422);
        assertThat(asked.body()).contains("No, at twelve", "has sent its message already");
        assertThat(messages()).isEqualTo(before + 1);
        VISITOR.form(asked, person() + "/reply").send("text", "No, at twelve");
        assertThat(messages()).isEqualTo(before + 2);
    }

    @Test
    void a_template_that_is_sent_twice_by_one_form_arrives_once() {
        int before = messages();
        String page = person() + "/template/" + Crier.DELIVERY + "/en";
        Visitor.Sheet form = VISITOR.form(page, page);
        String[] values = {"1", "Ann", "2", "3 May", "3", "10:00", "4", "12:00", "5", "+31201234567", "button_0", "a1"};
        assertThat(form.send(named(values)).statusCode()).isEqualTo(303);
        assertThat(form.send(named(values)).statusCode()).isEqualTo(303);
        assertThat(messages()).isEqualTo(before + 1);
    }

    /// As the page names its fields.
    private static String[] named(String... values) {
        String[] named = values.clone();
        for (int i = 0; i < named.length; i += 2) {
            named[i] = "v_" + named[i];
        }
        return named;
    }

    @Test
    void a_test_to_oneself_arrives_once() {
        String root = draft();
        int before = messages();
        Visitor.Sheet form = VISITOR.form(root + "check", root + "test");
        assertThat(form.send("phone", "+31612345699").statusCode()).isEqualTo(303);
        assertThat(form.send("phone", "+31612345699").statusCode()).isEqualTo(303);
        assertThat(messages()).isEqualTo(before + 1);
    }

    @Test
    void a_webhook_is_made_once_and_its_secret_shown_once() {
        Visitor.Sheet form = VISITOR.form(VISITOR.at("/webhooks/new"), VISITOR.at("/webhooks"));
        String[] written = {"url", "https://example.com/events", "event", "", "enabled", "true"};
        int before = count("SELECT count(*) FROM webhook WHERE bot_id = ?");
        assertThat(form.send(written).body()).contains("whsec_");
        HttpResponse<String> again = form.send(written);
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.body()).doesNotContain("whsec_");
        assertThat(count("SELECT count(*) FROM webhook WHERE bot_id = ?")).isEqualTo(before + 1);
        String webhook =
                CRIER.rooms().webhooks().list(SHOP.botId()).getFirst().id().toString();
        Visitor.Sheet rotation =
                VISITOR.form(VISITOR.at("/webhooks/" + webhook), VISITOR.at("/webhooks/" + webhook + "/secret"));
        assertThat(rotation.send().body()).contains("whsec_");
        String hint = CRIER.rooms().webhooks().list(SHOP.botId()).getFirst().secretHint();
        assertThat(rotation.send().statusCode()).isEqualTo(303);
        assertThat(CRIER.rooms().webhooks().list(SHOP.botId()).getFirst().secretHint())
                .isEqualTo(hint);
    }

    @Test
    void a_form_with_a_mistake_may_be_sent_again_when_it_is_mended() {
        Visitor.Sheet form = VISITOR.form(VISITOR.at("/webhooks/new"), VISITOR.at("/webhooks"));
        assertThat(form.send("url", "nowhere", "event", "").statusCode()).isEqualTo(422);
        assertThat(form.send("url", "https://example.com/mended", "event", "").body())
                .contains("whsec_");
    }

    @Test
    void a_key_is_made_once() {
        Shop other = Shop.empty(CRIER);
        Visitor visitor = Visitor.administrator(CRIER, other);
        Visitor.Sheet form = visitor.form(visitor.at("/channels/rest"), visitor.at("/channels/rest/key"));
        assertThat(form.send().body()).contains("Copy the key now");
        String hint = hint(other);
        HttpResponse<String> again = form.send();
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(hint(other)).isEqualTo(hint);
    }

    private static String hint(Shop shop) {
        return CRIER.rooms()
                .accounts()
                .key(shop.environmentId(), shop.botId())
                .orElseThrow()
                .hint();
    }

    @Test
    void a_bot_is_made_once_and_a_link_to_a_member_too() {
        Shop other = Shop.empty(CRIER);
        Visitor visitor = Visitor.administrator(CRIER, other);
        String environment = "/studio/environment/" + other.environmentId();
        Visitor.Sheet bots = visitor.form("/studio/bots", environment + "/bots");
        assertThat(bots.send("name", "Second", "locales", "en").statusCode()).isEqualTo(303);
        assertThat(bots.send("name", "Second", "locales", "en").statusCode()).isEqualTo(303);
        assertThat(count("SELECT count(*) FROM bot WHERE environment_id = ?", other.environmentId()))
                .isEqualTo(2);
        Visitor.Sheet invitation = visitor.form(environment + "/members", environment + "/members");
        String[] eve = {"email", "eve-" + other.environmentId() + "@example.com", "name", "Eve", "role", "editor"};
        assertThat(invitation.send(eve).body()).contains("/studio/welcome/");
        assertThat(invitation.send(eve).statusCode()).isEqualTo(303);
    }

    /// A draft of a broadcast of the delivery template, filled in; the address that its steps begin with.
    private static String draft() {
        String location = VISITOR.form(VISITOR.at("/broadcasts/new"), VISITOR.at("/broadcasts/new"))
                .send("template", Crier.DELIVERY, "language", "en")
                .headers()
                .firstValue("location")
                .orElseThrow();
        String root = location.substring(0, location.length() - "template".length());
        values(root).send(VALUES);
        VISITOR.form(root + "people?from=numbers", root + "people/numbers").send("numbers", "+31612345690");
        return root;
    }

    private static final String[] VALUES = {
        "source-1",
        "text",
        "text-1",
        "Ann",
        "text-2",
        "3 May",
        "text-3",
        "10:00",
        "text-4",
        "12:00",
        "text-5",
        "+31201234567",
        "text-button_0",
        "a1"
    };

    private static Visitor.Sheet values(String root) {
        return VISITOR.form(root + "template", root + "template");
    }

    private static String[] with(String name, String value) {
        String[] all = Arrays.copyOf(VALUES, VALUES.length + 2);
        all[VALUES.length] = name;
        all[VALUES.length + 1] = value;
        return all;
    }

    private static String plan(String root) {
        String id = root.replaceAll(".*/draft/(.*)/", "$1");
        return CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT plan::text || ' ' || convert_from(people, 'UTF8') FROM studio_draft WHERE id = ?",
                                UUID.fromString(id))
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void values_that_another_tab_wrote_are_not_written_over_until_somebody_says_so() {
        String root = draft();
        Visitor.Sheet one = values(root);
        Visitor.Sheet other = values(root);
        assertThat(one.sendPart(with("text-2", "4 May")).body()).contains("4 May");
        assertThat(one.sendPart(with("text-2", "5 May")).body()).contains("5 May");
        HttpResponse<String> typed = other.sendPart(with("text-2", "6 May"));
        assertThat(typed.body()).contains("changed on another page", "Keep what is written here");
        HttpResponse<String> asked = other.send(with("text-2", "6 May"));
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("6 May", "changed on another page");
        assertThat(plan(root)).contains("5 May").doesNotContain("6 May");
        VISITOR.form(asked, root + "template").send(with("text-2", "6 May"));
        assertThat(plan(root)).contains("6 May").doesNotContain("5 May");
    }

    @Test
    void what_another_tab_went_on_to_write_after_this_one_was_opened_is_not_written_over() {
        String root = draft();
        Visitor.Sheet first = values(root);
        first.sendPart(with("text-2", "4 May"));
        Visitor.Sheet second = values(root);
        assertThat(first.sendPart(with("text-2", "5 May")).body()).contains("5 May");
        assertThat(second.send(with("text-2", "6 May")).statusCode()).isEqualTo(409);
        assertThat(plan(root)).contains("5 May").doesNotContain("6 May");
    }

    @Test
    void whoever_writes_while_a_draft_is_being_sent_is_told_so_and_waits_for_no_minute() {
        String root = draft();
        Visitor.Sheet form = values(root);
        CRIER.rooms().database().jdbi().useTransaction(handle -> {
            var _ = handle.select(
                            "SELECT id FROM studio_draft WHERE id = ?::uuid FOR UPDATE",
                            root.replaceAll(".*/draft/(.*)/", "$1"))
                    .mapTo(String.class)
                    .one();
            HttpResponse<String> answer = form.send(with("text-2", "4 May"));
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("being sent or looked through just now");
        });
    }

    @Test
    void answers_are_forgotten_when_they_are_too_old_to_be_repeated() {
        CRIER.rooms().database().jdbi().useHandle(handle -> {
            handle.execute(
                    "INSERT INTO idempotency_key (bot_id, key, body_hash, answer, created_at)"
                            + " SELECT ?, 'old-' || n, '', '{}', now() - interval '31 days' FROM generate_series(1, 5001) n",
                    SHOP.botId());
            handle.execute(
                    "INSERT INTO idempotency_key (bot_id, key, body_hash, answer) VALUES (?, 'new-1', '', '{}')",
                    SHOP.botId());
        });
        new IdempotencyStore(CRIER.rooms().database()).runOnce();
        List<String> kept = CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT key FROM idempotency_key WHERE bot_id = ? AND key ~ '^(old|new)-'",
                                SHOP.botId())
                        .mapTo(String.class)
                        .list());
        assertThat(kept).containsExactly("new-1");
    }

    @Test
    void steps_of_a_draft_that_are_open_side_by_side_do_not_undo_each_other() {
        String root = draft();
        Visitor.Sheet template = values(root);
        Visitor.Sheet people = VISITOR.form(root + "people?from=numbers", root + "people/numbers");
        Visitor.Sheet terms = VISITOR.form(root + "check", root + "terms");
        terms.sendPart("name", "Spring", "when", "now", "on_unknown", "hold");
        template.send(with("text-2", "7 May"));
        people.send("numbers", "+31612345691");
        assertThat(plan(root)).contains("Spring", "7 May", "+31612345691");
    }

    @Test
    void people_and_terms_that_another_tab_chose_stay_and_what_was_written_is_shown_again() {
        String root = draft();
        Visitor.Sheet people = VISITOR.form(root + "people?from=numbers", root + "people/numbers");
        VISITOR.form(root + "people?from=filter", root + "people/filter").send("tags", "customer");
        HttpResponse<String> asked = people.send("numbers", "+31612345692");
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("+31612345692", "changed on another page");
        assertThat(plan(root)).contains("customer").doesNotContain("+31612345692");
        Visitor.Sheet terms = VISITOR.form(root + "check", root + "terms");
        VISITOR.form(root + "check", root + "terms").sendPart("name", "Mine", "when", "now", "on_unknown", "hold");
        assertThat(terms.sendPart("name", "Theirs", "when", "now", "on_unknown", "hold")
                        .body())
                .contains("changed on another page");
        assertThat(terms.send("name", "Theirs", "when", "now", "on_unknown", "hold")
                        .statusCode())
                .isEqualTo(409);
        assertThat(plan(root)).contains("Mine").doesNotContain("Theirs");
    }

    private static String[] carl(String phone, String firstName) {
        return new String[] {"phone", phone, "first_name", firstName, "last_name", "", "tags", "customer"};
    }

    @Test
    void a_contact_that_was_changed_by_others_is_not_written_over_until_somebody_says_so() {
        String phone = "+31612345602";
        Visitor.Sheet made = VISITOR.form(VISITOR.at("/contacts/new"), VISITOR.at("/contacts"));
        String page =
                made.send(carl(phone, "Carl")).headers().firstValue("location").orElseThrow();
        Visitor.Sheet form = VISITOR.form(page + "/edit", page);
        VISITOR.form(page, page + "/tags").send("add", "vip", "remove", "");
        HttpResponse<String> asked = form.send(carl(phone, "Karl"));
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body()).contains("changed by someone else", "Karl", "Tags: now “customer, vip”");
        assertThat(VISITOR.get(page).body()).contains("Carl", "vip").doesNotContain("Karl");
        assertThat(VISITOR.form(asked, page).send(carl(phone, "Karl")).statusCode())
                .isEqualTo(303);
        assertThat(VISITOR.get(page).body()).contains("Karl").doesNotContain(">vip<");
    }

    @Test
    void saving_a_contact_twice_or_while_they_write_is_no_conflict() {
        Visitor.Sheet form = VISITOR.form(person() + "/edit", person());
        int before = count("SELECT count(*) FROM inbound_message WHERE bot_id = ?");
        SHOP.writes(ANN, "Are you there?");
        Awaitility.await().until(() -> count("SELECT count(*) FROM inbound_message WHERE bot_id = ?") > before);
        assertThat(form.send(carl("0612345601", "Ann")).statusCode()).isEqualTo(303);
        assertThat(form.send(carl("0612345601", "Ann")).statusCode()).isEqualTo(303);
        assertThat(form.send(carl("0612345601", "Anna")).statusCode()).isEqualTo(409);
    }
}
