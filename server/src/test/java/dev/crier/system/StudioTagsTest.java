package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Role;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tags of many contacts, while somebody else has one of them.
class StudioTagsTest {
    /// In the second thousand.
    private static final int HELD = 1_200;

    private static final int CONTACTS = 1_500;
    private static final Crier CRIER = Office.crier();

    private final Shop shop = Shop.empty(CRIER);
    private final Visitor editor = Visitor.of(CRIER, shop, Role.EDITOR);

    @BeforeEach
    void fill() {
        CRIER.rooms().database().jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO contact (id, bot_id, phone)
                SELECT uuidv7(), ?, '+3161' || (3000000 + n) FROM generate_series(1, ?) AS n""", shop.botId(), CONTACTS));
    }

    private String tagEverybody() {
        return Visitor.to(editor.post("/contacts/tags", "everybody", "yes", "add", "spring", "remove", ""));
    }

    private void hold(Handle handle) {
        var _ = handle.select(
                        "SELECT id FROM contact WHERE id = (SELECT id FROM contact WHERE bot_id = ? ORDER BY id OFFSET ? LIMIT 1) FOR UPDATE",
                        shop.botId(),
                        HELD)
                .mapTo(String.class)
                .one();
    }

    private String page(String address, String expected) {
        return Awaitility.await().until(() -> editor.get(address).body(), body -> body.contains(expected));
    }

    @Test
    void what_takes_long_shows_how_far_it_is_and_then_that_it_is_done() {
        String address = CRIER.rooms().database().jdbi().inTransaction(handle -> {
            hold(handle);
            String tagging = tagEverybody();
            assertThat(tagging).contains("/contacts/tags/");
            assertThat(editor.get(tagging).body()).contains("1,000 contacts changed so far");
            assertThat(editor.post("/contacts/tags", "everybody", "yes", "add", "spring", "remove", "")
                            .body())
                    .as("one at a time of each bot")
                    .contains("being changed just now");
            return tagging;
        });
        assertThat(page(address, "Done")).contains("Tags of 1,500 contacts changed");
        assertThat(editor.get(address + "/live", java.net.http.HttpResponse.BodyHandlers.ofInputStream())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void what_breaks_off_says_how_far_it_came_and_can_be_done_again() {
        CRIER.rooms().database().jdbi().useTransaction(handle -> {
            hold(handle);
            String tagging = tagEverybody();
            // As a limit on statements would end it.
            assertThat(handle.select("""
                            SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
                             WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%wanted%'""").mapTo(Integer.class).one()).isEqualTo(1);
            assertThat(page(tagging, "Broken off")).contains("Tags of 1,000 contacts changed, then it broke off");
        });
        assertThat(Visitor.notice(editor.post("/contacts/tags", "everybody", "yes", "add", "spring", "remove", "")))
                .isEqualTo("Tags of 500 contacts changed");
    }

    @Test
    void nobody_sees_what_another_bot_does_with_its_contacts() {
        String address = CRIER.rooms().database().jdbi().inTransaction(handle -> {
            hold(handle);
            return tagEverybody();
        });
        Shop other = Shop.empty(CRIER);
        assertThat(Visitor.of(CRIER, other, Role.EDITOR)
                        .get("/contacts/tags/" + address.substring(address.lastIndexOf('/') + 1))
                        .statusCode())
                .isEqualTo(404);
    }
}
