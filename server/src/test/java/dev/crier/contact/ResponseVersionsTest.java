package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.account.AccountStore;
import dev.crier.api.ProblemException;
import dev.crier.contact.DefaultResponses.Name;
import dev.crier.contact.ResponseVersions.Slot;
import dev.crier.contact.ResponseVersions.Version;
import dev.crier.db.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ResponseVersionsTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());
    private static final UUID ENVIRONMENT = ACCOUNTS.createEnvironment("test");

    private final UUID bot = ACCOUNTS.createBot(ENVIRONMENT, "Bot", List.of("nl"), "NL");
    private final Slot slot = new Slot(bot, Name.OPTOUT, "nl");
    private final ResponseVersions versions = new ResponseVersions(DB.database());
    private final DefaultResponses responses = new DefaultResponses(DB.database());

    @AfterAll
    static void stop() {
        DB.close();
    }

    private String inUse() {
        return responses.inUse(bot, Name.OPTOUT, "nl", "nl");
    }

    @Test
    void a_draft_answers_nobody_until_it_is_published() {
        String builtIn = inUse();
        versions.save(slot, "Tot ziens", "Ann");
        assertThat(inUse()).isEqualTo(builtIn);
        assertThat(versions.draft(slot)).hasValueSatisfying(draft -> {
            assertThat(draft.text()).isEqualTo("Tot ziens");
            assertThat(draft.by()).isEqualTo("Ann");
        });
        assertThat(versions.publish(slot, "Tot ziens", "Ann")).isTrue();
        assertThat(inUse()).isEqualTo("Tot ziens");
        assertThat(versions.draft(slot)).isEmpty();
        assertThat(versions.publish(slot, "Tot ziens", "Ann")).isFalse();
        assertThat(versions.versions(slot)).extracting(Version::number).containsExactly(1);
    }

    @Test
    void a_draft_is_kept_once_discarded_when_asked_and_none_if_it_says_what_is_in_use() {
        versions.save(slot, "one", "Ann");
        versions.save(slot, "  two\r\nlines ", "Carl");
        assertThat(versions.draft(slot))
                .hasValueSatisfying(draft -> assertThat(draft.text()).isEqualTo("two\nlines"));
        assertThat(versions.discard(slot)).isTrue();
        assertThat(versions.discard(slot)).isFalse();
        versions.publish(slot, "three", "Ann");
        versions.save(slot, "four", "Ann");
        versions.save(slot, "three", "Ann");
        assertThat(versions.draft(slot)).isEmpty();
    }

    @Test
    void one_can_go_back_to_an_earlier_text_and_to_the_built_in_one() {
        String builtIn = inUse();
        responses.set(bot, Name.OPTOUT, "nl", "first");
        versions.publish(slot, "second", "Ann");
        assertThat(versions.revert(slot, 1, "Carl")).isTrue();
        assertThat(inUse()).isEqualTo("first");
        assertThat(versions.publish(slot, null, "Dora")).isTrue();
        assertThat(inUse()).isEqualTo(builtIn);
        assertThat(versions.publish(slot, null, "Dora")).isFalse();
        assertThat(versions.revert(slot, 2, "Eve")).isTrue();
        assertThat(inUse()).isEqualTo("second");
        assertThat(versions.versions(slot))
                .extracting(version -> version.number() + " " + version.text() + " " + version.by())
                .containsExactly("5 second Eve", "4 null Dora", "3 first Carl", "2 second Ann", "1 first null");
        assertThatThrownBy(() -> versions.revert(slot, 77, "Eve"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("not kept");
    }

    @Test
    void nothing_empty_too_long_or_broken_is_kept() {
        for (String text : List.of(" \r\n ", "x".repeat(DefaultResponses.MAX_CHARS + 1), "a\0b", "half \ud83d")) {
            assertThatThrownBy(() -> versions.save(slot, text, "Ann")).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> versions.publish(slot, text, "Ann")).isInstanceOf(ProblemException.class);
        }
        versions.publish(slot, "x".repeat(DefaultResponses.MAX_CHARS), "Ann");
        assertThat(versions.draft(slot)).isEmpty();
    }

    @Test
    void old_versions_go_when_many_come_at_once_from_everywhere() throws InterruptedException {
        try (ExecutorService many = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < ResponseVersions.KEPT + 10; i++) {
                String text = "text " + i;
                many.execute(() -> versions.publish(slot, text, "Ann"));
            }
        }
        List<Version> kept = versions.versions(slot);
        assertThat(kept).hasSize(ResponseVersions.KEPT);
        assertThat(kept.getFirst().number()).isEqualTo(ResponseVersions.KEPT + 10);
        assertThat(kept.getFirst().text()).isEqualTo(inUse());
    }

    @Test
    void texts_are_a_bots_and_a_locales_own() {
        UUID other = ACCOUNTS.createBot(ENVIRONMENT, "Other", List.of("nl", "de"), null);
        versions.save(new Slot(other, Name.OPTOUT, "de"), "Tschüss", "Ann");
        versions.publish(new Slot(other, Name.OPTIN, "nl"), "Welkom", "Ann");
        assertThat(versions.draft(slot)).isEmpty();
        assertThat(versions.versions(slot)).isEmpty();
        assertThat(versions.draft(new Slot(other, Name.OPTOUT, "nl"))).isEmpty();
        assertThat(responses.own(other, Name.OPTIN)).containsEntry("nl", "Welkom");
        assertThat(responses.own(bot, Name.OPTIN)).isEmpty();
    }
}
