package dev.crier.studio.content;

import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.contact.DefaultResponses;
import dev.crier.contact.DefaultResponses.Name;
import dev.crier.contact.KeywordLists;
import dev.crier.contact.ResponseVersions;
import dev.crier.contact.ResponseVersions.Slot;
import dev.crier.db.Database;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a bot answers by itself: the texts by locale, with draft, publish and revert. The keywords beside them are of
/// [KeywordPages].
public final class ContentPages {
    static final String ROOT = "/studio/bot/{bot_id}/content";
    private static final String RESPONSE = ROOT + "/{name}/{locale}";

    private final Pages pages;
    private final DefaultResponses responses;
    private final ResponseVersions versions;
    private final KeywordPages keywords;

    /// @param configured the keywords of bots that have none of their own
    public ContentPages(Pages pages, Database database, KeywordLists configured) {
        this.pages = pages;
        this.responses = new DefaultResponses(database);
        this.versions = new ResponseVersions(database);
        this.keywords = new KeywordPages(pages, configured, this::overview);
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, visit -> overview(visit, 200, Map.of()));
        keywords.register();
        pages.get(RESPONSE, Role.VIEWER, visit -> editor(visit, 200, null, null))
                .post(RESPONSE + "/preview", Role.EDITOR, this::preview)
                .post(RESPONSE + "/draft", Role.EDITOR, this::draft)
                .post(RESPONSE + "/publish", Role.EDITOR, this::publish)
                .post(RESPONSE + "/discard", Role.EDITOR, this::discard)
                .post(RESPONSE + "/revert", Role.EDITOR, this::revert);
    }

    /// The page of all texts and keywords.
    ///
    /// @param more what the keywords' part of it shows beside what is stored
    private void overview(Visit visit, int status, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>();
        values.put("optout", texts(visit, Name.OPTOUT));
        values.put("optin", texts(visit, Name.OPTIN));
        values.putAll(keywords.values(visit.bot()));
        values.putAll(more);
        visit.page(status, "content/index", values);
    }

    private List<Response> texts(Visit visit, Name name) {
        return locales(visit, name).stream()
                .map(locale -> response(visit, name, locale))
                .toList();
    }

    /// Those of the bot, and those in which it has a text from before.
    private List<String> locales(Visit visit, Name name) {
        return Stream.concat(visit.bot().locales().stream(), responses.own(visit.botId(), name).keySet().stream())
                .distinct()
                .toList();
    }

    private Response response(Visit visit, Name name, String locale) {
        String botLocale = visit.bot().locale();
        return new Response(
                name,
                locale,
                responses.own(visit.botId(), name).get(locale),
                responses.inUse(visit.botId(), name, locale, botLocale),
                DefaultResponses.builtIn(name, List.of(locale, botLocale)),
                versions.draft(new Slot(visit.botId(), name, locale)));
    }

    /// The text in the address; a page that says so if there is none.
    private Slot slot(Visit visit) {
        Optional<Name> name = Stream.of(Name.values())
                .filter(each -> each.wire().equals(visit.path("name")))
                .findFirst();
        if (name.isEmpty() || !locales(visit, name.get()).contains(visit.path("locale"))) {
            throw Problem.of(ProblemCode.NOT_FOUND, "This bot has no such text; its locales are in the bot's settings");
        }
        return new Slot(visit.botId(), name.get(), visit.path("locale"));
    }

    private void editor(Visit visit, int status, @Nullable String written, @Nullable Problem problem) {
        Slot slot = slot(visit);
        Response response = response(visit, slot.name(), slot.locale());
        Map<String, Object> values = new HashMap<>();
        values.put("response", response);
        values.put("writing", Objects.requireNonNullElse(written, response.writing()));
        values.put("versions", versions.versions(slot));
        values.put("keyword", keyword(visit, slot.name()));
        values.put("problem", Optional.ofNullable(problem));
        visit.page(status, "content/response", values);
    }

    /// The first word that is answered by this text.
    private String keyword(Visit visit, Name name) {
        KeywordLists lists = keywords.of(visit.bot());
        List<String> words = name == Name.OPTOUT ? lists.optout() : lists.optin();
        return words.isEmpty() ? name.wire() : words.getFirst();
    }

    private void preview(Visit visit) {
        Slot slot = slot(visit);
        visit.send(visit.render(
                "content/preview",
                Map.of("text", visit.form().raw("text").strip(), "keyword", keyword(visit, slot.name()))));
    }

    private void draft(Visit visit) {
        Slot slot = slot(visit);
        write(visit, () -> {
            versions.save(slot, visit.form().raw("text"), visit.member().label());
            visit.audit("response.drafted", subject(slot), "");
            boolean isDraft = versions.draft(slot).isPresent();
            visit.redirect(
                    here(visit, slot),
                    isDraft
                            ? "The draft is saved. Nobody reads it before you publish it."
                            : "This is the text in use.");
        });
    }

    private void publish(Visit visit) {
        Slot slot = slot(visit);
        write(visit, () -> {
            boolean isNew = versions.publish(
                    slot, visit.form().raw("text"), visit.member().label());
            if (isNew) {
                visit.audit("response.published", subject(slot), "");
            }
            visit.redirect(
                    here(visit, slot),
                    isNew ? "Published. From now on people read this." : "This text is in use already.");
        });
    }

    private void discard(Visit visit) {
        Slot slot = slot(visit);
        if (versions.discard(slot)) {
            visit.audit("response.draft_discarded", subject(slot), "");
        }
        visit.redirect(here(visit, slot), "The draft is gone.");
    }

    /// To a version, or without one to the built-in text.
    private void revert(Visit visit) {
        Slot slot = slot(visit);
        Form form = visit.form();
        write(visit, () -> {
            String by = visit.member().label();
            boolean isNew = form.text("version").equals("built-in")
                    ? versions.publish(slot, null, by)
                    : versions.revert(slot, number(form.text("version")), by);
            if (isNew) {
                visit.audit("response.reverted", subject(slot), "to " + form.text("version"));
            }
            visit.redirect(here(visit, slot), isNew ? "People read this text again." : "This text is in use already.");
        });
    }

    private static int number(String written) {
        try {
            return Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no such version");
        }
    }

    /// A text that is refused comes back into the editor with the reasons.
    private void write(Visit visit, Runnable work) {
        try {
            work.run();
        } catch (ProblemException e) {
            boolean isText = visit.form().has("text");
            editor(visit, e.problem().code().status(), isText ? visit.form().raw("text") : null, e.problem());
        }
    }

    private static String here(Visit visit, Slot slot) {
        return visit.at("/content/" + slot.name().wire() + "/" + Show.encoded(slot.locale()));
    }

    private static String subject(Slot slot) {
        return Response.title(slot.name()) + " text (" + slot.locale() + ")";
    }
}
