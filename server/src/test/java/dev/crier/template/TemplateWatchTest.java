package dev.crier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.AccountStore;
import dev.crier.contact.Milestones;
import dev.crier.db.TestDatabase;
import dev.crier.template.TemplateWatch.Sendable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TemplateWatchTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());
    private static final TemplateWatch WATCH = new TemplateWatch(DB.database());
    private static final Instant WEEK_AGO = Instant.parse("2026-11-15T10:00:00Z");

    private final UUID bot = ACCOUNTS.createBot(ACCOUNTS.createEnvironment("test"), "Bot", List.of("nl"), "NL");

    @AfterAll
    static void stop() {
        DB.close();
    }

    private void template(String name, String status, String quality, String reason, String change) {
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO template (bot_id, name, language, meta_id, category, status, quality,
                                                      rejected_reason, definition, synced_at, category_change)
                                VALUES (:bot, :name, 'nl', :name, 'UTILITY', :status, :quality, :reason, '{}', now(),
                                        NULLIF(:change, '')::jsonb)""")
                        .bind("bot", bot)
                        .bind("name", name)
                        .bind("status", status)
                        .bind("quality", quality)
                        .bind("reason", reason)
                        .bind("change", change)
                        .execute());
    }

    private static String change(String state, String to, String at) {
        return "{\"from\":\"UTILITY\",\"to\":\"%s\",\"state\":\"%s\",\"at\":\"%s\"}".formatted(to, state, at);
    }

    @Test
    void what_is_the_matter_is_listed_the_gravest_first() {
        template("well", "APPROVED", "GREEN", "NONE", "");
        template("waits", "PENDING", "UNKNOWN", "NONE", "");
        template("poor", "APPROVED", "RED", "NONE", "");
        template("refused", "REJECTED", "UNKNOWN", "PROMOTIONAL", "");
        template("rests", "PAUSED", "RED", "FIRST_PAUSE", "");
        template("gone", "DISABLED", "RED", "DISABLED", "");
        template("will_cost", "APPROVED", "GREEN", "NONE", change("announced", "MARKETING", "2026-01-01T00:00:00Z"));
        template("costs", "APPROVED", "GREEN", "NONE", change("changed", "UTILITY", "2026-11-20T00:00:00Z"));
        template("cost_long_ago", "APPROVED", "GREEN", "NONE", change("changed", "UTILITY", "2026-01-01T00:00:00Z"));

        assertThat(WATCH.troubles(bot, WEEK_AGO, 10))
                .extracting(trouble -> trouble.name() + " " + trouble.matter())
                .containsExactly(
                        "gone DISABLED",
                        "rests PAUSED",
                        "refused REJECTED",
                        "poor LOW_QUALITY",
                        "costs CATEGORY",
                        "will_cost CATEGORY");
        assertThat(WATCH.troubles(bot, WEEK_AGO, 3)).hasSize(3).allSatisfy(trouble -> {
            assertThat(trouble.sentence()).isNotBlank();
            assertThat(trouble.fix()).isNotBlank();
        });
        assertThat(WATCH.troubles(bot, WEEK_AGO, 10).getLast()).satisfies(trouble -> {
            assertThat(trouble.announced()).isTrue();
            assertThat(trouble.to()).isEqualTo("MARKETING");
        });
    }

    @Test
    void the_template_of_our_own_making_is_not_the_bots_own() {
        assertThat(WATCH.sendable(bot)).isEqualTo(new Sendable(false, false));
        template(ReengagementTemplate.NAME, "APPROVED", "GREEN", "NONE", "");
        template("waits", "PENDING", "UNKNOWN", "NONE", "");
        assertThat(WATCH.sendable(bot)).isEqualTo(new Sendable(true, false));
        template("own", "APPROVED", "GREEN", "NONE", "");
        assertThat(WATCH.sendable(bot)).isEqualTo(new Sendable(true, true));
    }

    @Test
    void a_new_bot_has_done_nothing_yet() {
        Milestones milestones = new Milestones(DB.database());
        assertThat(milestones.hasContacts(bot)).isFalse();
        assertThat(milestones.hasKeyword(bot)).isFalse();
        DB.database().jdbi().useHandle(handle -> {
            UUID contact = UUID.randomUUID();
            handle.execute("INSERT INTO contact (bot_id, id) VALUES (?, ?)", bot, contact);
            handle.execute(
                    "INSERT INTO consent_event (bot_id, contact_id, at, source) VALUES (?, ?, now(), 'api')",
                    bot,
                    contact);
        });
        assertThat(milestones.hasContacts(bot)).isTrue();
        assertThat(milestones.hasKeyword(bot)).isFalse();
        DB.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO consent_event (bot_id, contact_id, at, source) VALUES (?, ?, now(), 'keyword')",
                        bot,
                        UUID.randomUUID()));
        assertThat(milestones.hasKeyword(bot)).isTrue();
    }
}
