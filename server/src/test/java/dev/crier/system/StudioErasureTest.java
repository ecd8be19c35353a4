package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Role;
import dev.crier.tabular.TableWriter;
import dev.crier.tabular.XlsxTableWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// Who is erased is in no list either that waits to be sent.
class StudioErasureTest {
    private static final Crier CRIER = Office.crier();

    private final Shop shop = Shop.ready(CRIER, Office.sandbox());
    private final Visitor editor = Visitor.of(CRIER, shop, Role.EDITOR);

    private String draft(String... more) {
        String[] fields = Stream.concat(Stream.of("template", Crier.DELIVERY), Stream.of(more))
                .toArray(String[]::new);
        String step = Visitor.to(editor.post("/broadcasts/new", fields));
        return step.substring(0, step.length() - "template".length());
    }

    private static String id(String draft) {
        return draft.replaceFirst(".*/draft/(.*)/", "$1");
    }

    /// A contact by that number, erased at once, and the lists looked through.
    private void erase(String phone) {
        eraseOnly(phone);
        Awaitility.await()
                .until(() -> CRIER.rooms()
                                .database()
                                .jdbi()
                                .withHandle(handle -> handle.select(
                                                "SELECT count(*) FROM erased_address WHERE bot_id = ?", shop.botId())
                                        .mapTo(Long.class)
                                        .one())
                        == 0);
    }

    private void eraseOnly(String phone) {
        var _ = shop.post("/user", dev.crier.api.Json.object().put("phone", phone));
        String id = shop.get("/user/" + phone).path("user_id").asString();
        assertThat(Visitor.to(editor.post("/contacts/" + id + "/erase", "confirm", "erase")))
                .endsWith("/contacts");
    }

    private String kept(String draft) {
        return CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT plan::text || coalesce(encode(people, 'escape'), '') FROM studio_draft"
                                        + " WHERE id = ?::uuid",
                                id(draft))
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void their_line_leaves_the_pasted_numbers_however_it_is_written() {
        String draft = draft();
        var _ = editor.pastePeople(draft, "06 1200 0001, Ann\n+31612000002, Carl\n");
        erase("+31612000001");
        assertThat(kept(draft)).doesNotContain("1200 0001", "Ann").contains("+31612000002, Carl");
        assertThat(editor.get(draft + "people").body())
                .contains("+31612000002, Carl", "who asked to be forgotten are taken out")
                .doesNotContain("1200 0001");
    }

    @Test
    void a_file_that_names_them_goes_and_the_page_says_why() {
        String draft = draft();
        byte[] file = "name,mobile\nLee, Ann,0031-6-1200-0003\nCarl,+31612000004\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Visitor.to(editor.uploadPeople(draft, "list.csv", file))).endsWith("people");
        erase("+31612000003");
        assertThat(kept(draft)).doesNotContain("1200", "Carl", "list.csv");
        assertThat(editor.get(draft + "people").body()).contains("The file is erased");
        assertThat(Visitor.to(editor.get(draft + "check"))).endsWith("people");
        assertThat(Visitor.to(editor.uploadPeople(
                        draft, "mended.csv", "mobile\n+31612000004\n".getBytes(StandardCharsets.UTF_8))))
                .endsWith("people");
        assertThat(editor.get(draft + "people").body()).doesNotContain("The file is erased");
    }

    @Test
    void so_does_a_workbook_and_those_of_others_stay() throws IOException {
        String theirs = draft();
        String others = draft();
        assertThat(editor.uploadPeople(theirs, "list.xlsx", workbook("+31612000005"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(editor.uploadPeople(others, "other.xlsx", workbook("+31612000006"))
                        .statusCode())
                .isEqualTo(303);
        erase("+31612000005");
        assertThat(editor.get(theirs + "people").body()).contains("The file is erased");
        assertThat(editor.get(others + "people").body())
                .contains("other.xlsx", "+31612000006")
                .doesNotContain("The file is erased");
    }

    @Test
    void text_in_the_encoding_of_old_spreadsheets_is_looked_through_too() {
        String draft = draft();
        byte[] file = "\uFEFFmobile\n+31612000007\n".getBytes(StandardCharsets.UTF_16LE);
        assertThat(editor.uploadPeople(draft, "list.txt", file).statusCode()).isEqualTo(303);
        erase("+31612000007");
        assertThat(editor.get(draft + "people").body()).contains("The file is erased");
    }

    @Test
    void a_search_for_their_number_goes_and_one_for_others_stays() {
        String theirs = draft("audience", "{\"search\":\"0612000008\"}");
        String others = draft("audience", "{\"search\":\"0612000009\"}");
        erase("+31612000008");
        assertThat(kept(theirs)).doesNotContain("0612000008");
        assertThat(editor.get(theirs + "people").body()).contains("The filter is erased");
        assertThat(kept(others)).contains("0612000009");
    }

    @Test
    void nothing_is_sent_while_a_list_may_name_somebody_who_was_just_erased() {
        String draft = draft();
        var _ = editor.pastePeople(draft, "+31612000010\n");
        String other = draft();
        var _ = editor.pastePeople(other, "+31612000011\n");
        CRIER.rooms().database().jdbi().useTransaction(handle -> {
            // Somebody has the other draft, so the look through the bot's lists cannot end.
            var _ = handle.select("SELECT id FROM studio_draft WHERE id = ?::uuid FOR UPDATE", id(other))
                    .mapTo(String.class)
                    .one();
            eraseOnly("+31612000010");
            assertThat(editor.post(draft + "send", "checked", "").body()).contains("Somebody was erased just now");
            assertThat(editor.post(draft("audience", "{\"tags\":[\"vip\"]}") + "send", "checked", "")
                            .body())
                    .as("nobody stands in it by number")
                    .contains("changed since it was checked");
        });
    }

    /// Fills the delivery template, without which nothing is sent.
    private void fill(String draft) {
        String[] values = {"1", "Ann", "2", "3 May", "3", "10:00", "4", "12:00", "5", "+31201234567"};
        String[] fields = new String[values.length + 2];
        for (int i = 0; i < values.length; i += 2) {
            fields[i] = "text-" + values[i];
            fields[i + 1] = values[i + 1];
        }
        fields[values.length] = "text-button_0";
        fields[values.length + 1] = "a1";
        assertThat(Visitor.to(
                        editor.form(draft + "template", draft + "template").send(fields)))
                .endsWith("/people");
    }

    private HttpResponse<String> send(String draft) {
        return editor.form(draft + "result", draft + "send").send();
    }

    @Test
    void nothing_of_a_file_is_kept_when_it_is_sent() {
        String draft = draft();
        fill(draft);
        byte[] file = "mobile\n+31612000012\n".getBytes(StandardCharsets.UTF_8);
        var _ = editor.uploadPeople(draft, "list.csv", file);
        assertThat(Visitor.to(send(draft))).contains("/broadcasts/");
        String left = CRIER.rooms()
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT concat(plan::text, people::text, sight::text) FROM studio_draft WHERE id = ?::uuid",
                                id(draft))
                        .mapTo(String.class)
                        .one());
        assertThat(left).doesNotContain("612000012", "list.csv");
    }

    @Test
    void whoever_is_erased_while_a_list_is_being_stored_gets_nothing() {
        String draft = draft();
        fill(draft);
        var _ = editor.pastePeople(draft, "+31612000013\n");
        Jdbi jdbi = CRIER.rooms().database().jdbi();
        jdbi.useHandle(handle -> handle.execute("""
                CREATE FUNCTION erase_meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  INSERT INTO erased_address (bot_id, mark) VALUES (NEW.bot_id, 'x');
                  RETURN NEW;
                END $$;
                CREATE TRIGGER erase_meanwhile AFTER INSERT ON broadcast FOR EACH ROW EXECUTE FUNCTION erase_meanwhile()"""));
        try {
            HttpResponse<String> answer = send(draft);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("Somebody was erased just now");
        } finally {
            jdbi.useHandle(handle -> handle.execute("DROP FUNCTION erase_meanwhile CASCADE"));
        }
        assertThat(shop.get("/whatsapp/broadcast").path("broadcasts").size()).isZero();
        assertThat(Visitor.to(send(draft))).contains("/broadcasts/");
    }

    private static byte[] workbook(String phone) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableWriter table = new XlsxTableWriter(out, "People");
        table.row(List.of("phone"));
        table.row(List.of(phone));
        table.finish();
        return out.toByteArray();
    }
}
