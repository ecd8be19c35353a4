package dev.crier.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.db.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final AccountStore ACCOUNTS = new AccountStore(DB.database());

    @AfterAll
    static void close() {
        DB.close();
    }

    @Test
    void a_regenerated_key_ends_the_earlier_ones_of_its_bot_and_no_others() {
        UUID environment = ACCOUNTS.createEnvironment("Keys");
        UUID bot = ACCOUNTS.createBot(environment, "Bot", List.of("en"), null);
        assertThat(ACCOUNTS.key(environment, bot)).isEmpty();
        Token first = ACCOUNTS.createToken(environment, bot);
        Token whole = ACCOUNTS.createToken(environment, null);
        Token second = ACCOUNTS.regenerate(environment, bot);

        assertThat(ACCOUNTS.grant(first)).isEmpty();
        assertThat(ACCOUNTS.grant(second)).isPresent();
        assertThat(ACCOUNTS.grant(whole)).isPresent();
        assertThat(ACCOUNTS.key(environment, bot))
                .hasValueSatisfying(key -> assertThat(second.value()).endsWith(key.hint()));

        Token wider = ACCOUNTS.regenerate(environment, null);
        assertThat(ACCOUNTS.grant(whole)).isEmpty();
        assertThat(ACCOUNTS.grant(second)).isPresent();
        assertThat(ACCOUNTS.key(environment, null))
                .hasValueSatisfying(key -> assertThat(wider.value()).endsWith(key.hint()));
    }

    @Test
    void what_was_chosen_for_a_bot_is_changed() {
        UUID bot = ACCOUNTS.createBot(ACCOUNTS.environment("Keys"), "Bot", List.of("en"), "NL");
        ACCOUNTS.changeBot(bot, "Shop", List.of("nl", "en"), null);
        Bot changed = ACCOUNTS.bot(bot).orElseThrow();
        assertThat(changed.name() + changed.locale()).isEqualTo("Shopnl");
        assertThat(changed.defaultCountry()).isNull();
    }
}
