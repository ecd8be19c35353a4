package dev.crier.studio.content;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemException;
import dev.crier.contact.KeywordLists;
import dev.crier.contact.Keywords;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keyword lists of a bot, and a place to try whether a message counts.
public final class KeywordPages {
    private static final String ROOT = ContentPages.ROOT + "/keywords";

    private final Pages pages;
    private final AccountStore accounts;
    private final KeywordLists configured;
    private final Overview overview;

    /// Shows the page that these lists are on.
    interface Overview {
        void show(Visit visit, int status, Map<String, Object> more);
    }

    /// What a message would do.
    public enum Effect {
        OPTS_OUT,
        OPTS_IN,
        NOTHING
    }

    KeywordPages(Pages pages, KeywordLists configured, Overview overview) {
        this.pages = pages;
        this.accounts = pages.doors().accounts();
        this.configured = configured;
        this.overview = overview;
    }

    void register() {
        pages.get(ROOT + "/try", Role.VIEWER, this::attempt)
                .post(ROOT, Role.EDITOR, this::save)
                .post(ROOT + "/reset", Role.EDITOR, this::reset);
    }

    KeywordLists of(Bot bot) {
        return configured.of(bot);
    }

    /// What the page shows of them.
    Map<String, Object> values(Bot bot) {
        KeywordLists lists = of(bot);
        return Map.of(
                "outWords",
                lines(lists.optout()),
                "inWords",
                lines(lists.optin()),
                "lists",
                lists,
                "isOwn",
                bot.optoutWords() != null || bot.optinWords() != null,
                "problem",
                Optional.empty());
    }

    private static String lines(List<String> words) {
        return String.join("\n", words);
    }

    /// One word a line; commas separate too, since lists are often written so.
    private static List<String> words(String written) {
        return written.lines()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .limit(KeywordLists.MAX_WORDS + 1)
                .toList();
    }

    private void save(Visit visit) {
        String out = visit.form().raw("optout");
        String in = visit.form().raw("optin");
        try {
            KeywordLists lists = new KeywordLists(words(out), words(in)).checked();
            accounts.keywords(
                    visit.botId(), own(lists.optout(), configured.optout()), own(lists.optin(), configured.optin()));
            visit.audit(
                    "keywords.changed",
                    visit.bot().name(),
                    "opt-out: " + String.join(", ", lists.optout()) + "; opt-in: " + String.join(", ", lists.optin()));
            visit.redirect(visit.at("/content#keywords"), "The keywords are saved, and count from now on.");
        } catch (ProblemException e) {
            Optional<Problem> problem = Optional.of(e.problem());
            overview.show(visit, 422, Map.of("outWords", out, "inWords", in, "problem", problem));
        }
    }

    /// Null if they are the configured ones, which then may change with the configuration.
    private static @Nullable List<String> own(List<String> words, List<String> others) {
        return words.equals(others) ? null : words;
    }

    private void reset(Visit visit) {
        accounts.keywords(visit.botId(), null, null);
        visit.audit("keywords.reset", visit.bot().name(), "");
        visit.redirect(visit.at("/content#keywords"), "The keywords are those of this server again.");
    }

    private void attempt(Visit visit) {
        String message = visit.query("message");
        Keywords keywords = of(visit.bot()).keywords();
        Effect effect = keywords.isOptout(message)
                ? Effect.OPTS_OUT
                : keywords.isOptin(message) ? Effect.OPTS_IN : Effect.NOTHING;
        visit.send(visit.render(
                "content/effect", Map.of("effect", message.isBlank() ? Optional.empty() : Optional.of(effect))));
    }
}
