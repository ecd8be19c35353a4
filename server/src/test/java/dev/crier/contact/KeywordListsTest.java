package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.ProblemException;
import dev.crier.db.TestDatabase;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeywordListsTest {
    private static List<String> faults(List<String> optout, List<String> optin) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> new KeywordLists(optout, optin).checked());
        assertThat(refused).isNotNull();
        return refused.problem().errors().stream().map(Fault::code).toList();
    }

    @Test
    void words_are_kept_as_messages_are_compared_with_them() {
        KeywordLists lists =
                new KeywordLists(List.of("  STOP ", "stop!", "Opt  Out", "stop"), List.of("Start.")).checked();
        assertThat(lists.optout()).containsExactly("stop", "opt out");
        assertThat(lists.optin()).containsExactly("start");
        assertThat(lists.keywords().isOptout("Stop!!")).isTrue();
        assertThat(lists.keywords().isOptin("START")).isTrue();
        assertThat(lists.keywords().isOptout("stop it")).isFalse();
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        assertThat(faults(List.of(), List.of("!?"))).containsExactly("missing_word", "invalid_word");
        assertThat(faults(List.of("Stop", "start!"), List.of("START"))).containsExactly("ambiguous_word");
        assertThat(faults(Collections.nCopies(51, "a"), List.of("b".repeat(101))))
                .containsExactly("too_many_words", "too_long");
        assertThat(faults(List.of("a\0"), List.of("b"))).containsExactly("invalid_text");
    }

    @Test
    void a_bot_has_its_own_lists_or_the_configured_ones() {
        try (TestDatabase db = TestDatabase.fresh()) {
            AccountStore accounts = new AccountStore(db.database());
            UUID id = accounts.createBot(accounts.createEnvironment("test"), "Bot", List.of("nl"), null);
            KeywordLists configured = KeywordLists.configured(List.of("stop"), null);
            assertThat(configured.of(accounts.bot(id).orElseThrow()).optout()).containsExactly("stop");

            accounts.keywords(id, List.of("weg"), null);
            Bot bot = accounts.bot(id).orElseThrow();
            assertThat(configured.of(bot).optout()).containsExactly("weg");
            assertThat(configured.of(bot).optin()).isEqualTo(Keywords.OPTIN);

            accounts.keywords(id, null, List.of("terug"));
            bot = accounts.bot(id).orElseThrow();
            assertThat(configured.of(bot).optout()).containsExactly("stop");
            assertThat(configured.of(bot).optin()).containsExactly("terug");
        }
    }
}
