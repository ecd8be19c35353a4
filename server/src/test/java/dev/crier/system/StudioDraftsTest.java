package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Role;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// How much drafts of broadcasts may hold, and what of it is read.
class StudioDraftsTest {
    private static final int MOST = 30;
    private static final Crier CRIER = Office.crier();

    private final Shop shop = Shop.ready(CRIER, Office.sandbox());
    private final Visitor editor = Visitor.of(CRIER, shop, Role.EDITOR);

    private HttpResponse<String> begin() {
        return editor.post("/broadcasts/new", "template", Crier.DELIVERY);
    }

    @Test
    void a_bot_has_so_many_drafts_and_one_more_when_one_is_thrown_away() {
        String first = Visitor.to(begin());
        for (int i = 1; i < MOST; i++) {
            assertThat(begin().statusCode()).isEqualTo(303);
        }
        HttpResponse<String> refused = begin();
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("This bot has 30 drafts", "throw it away");
        var _ = editor.post(first.replaceFirst("template$", "delete"));
        assertThat(begin().statusCode()).isEqualTo(303);
    }

    @Test
    void a_file_with_what_cannot_be_stored_is_shown_without_it() {
        String draft = Visitor.to(begin()).replaceFirst("template$", "");
        String long79 = "x".repeat(79);
        byte[] file =
                ("mobile,name\n+31612000001,A\0nn\n+31612000002," + long79 + "😀😀\n").getBytes(StandardCharsets.UTF_8);
        assertThat(editor.uploadPeople(draft, "list.csv", file).statusCode()).isEqualTo(303);
        assertThat(editor.get(draft + "people").body()).contains("A\uFFFDnn", long79 + "\uFFFD…");
        byte[] head = "mobile,na\0me\n+31612000001,Ann\n".getBytes(StandardCharsets.UTF_8);
        assertThat(editor.uploadPeople(draft, "list.csv", head).statusCode()).isBetween(300, 499);
    }

    @Test
    void pages_show_what_was_seen_in_the_file_and_do_not_read_it_again() {
        String draft = Visitor.to(begin()).replaceFirst("template$", "");
        byte[] file = "mobile,name\n+31612000001,Ann\n12,Carl\n".getBytes(StandardCharsets.UTF_8);
        var _ = editor.uploadPeople(draft, "list.csv", file);
        CRIER.rooms()
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE studio_draft SET people = 'unreadable' WHERE bot_id = ? AND people IS NOT NULL",
                        shop.botId()));
        assertThat(editor.get(draft + "people").body())
                .contains("list.csv", "mobile", "+31612000001, 12", "1 row cannot be used", "is no valid number");
        var _ = editor.form(draft + "people", draft + "people/columns").send("use-0", "phone", "use-1", "last_name");
        assertThat(editor.get(draft + "people").body())
                .as("what columns are decides what is in it")
                .doesNotContain("+31612000001");
    }
}
