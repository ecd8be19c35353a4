package dev.crier.studio.templates;

import dev.crier.account.Role;
import dev.crier.api.ProblemException;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.template.TemplateIndex.Choices;
import dev.crier.template.TemplateIndex.Group;
import dev.crier.template.TemplateIndex.Query;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The list of templates, looked through by name, status, category and language.
public final class ListPages {
    private static final String ROOT = "/studio/bot/{bot_id}/templates";

    /// Names on a page; each has its languages.
    private static final int NAMES = 50;

    private static final int MAX_WORD_CHARS = 64;

    private final Pages pages;
    private final TemplateRooms rooms;

    public ListPages(Pages pages, TemplateRooms rooms) {
        this.pages = pages;
        this.rooms = rooms;
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, this::list)
                .get(ROOT + "/live", Role.VIEWER, this::live)
                .post(ROOT + "/sync", Role.EDITOR, this::sync);
    }

    private void list(Visit visit) {
        Map<String, Object> values = new HashMap<>(found(visit));
        values.put("choices", choices(visit));
        values.put("connected", rooms.channels().ofBot(visit.botId()).isPresent());
        if (visit.isPart()) {
            visit.send(visit.render("templates/found", values));
        } else {
            visit.page("templates/list", values);
        }
    }

    private Choices choices(Visit visit) {
        return rooms.index().choices(visit.botId());
    }

    private Map<String, Object> found(Visit visit) {
        Query query = new Query(
                word(visit.query("search")),
                word(visit.query("status")),
                word(visit.query("category")),
                word(visit.query("language")));
        // One more than shown tells whether anything follows.
        List<Group> groups = rooms.index().groups(visit.botId(), query, word(visit.query("after")), NAMES + 1);
        String next = groups.size() > NAMES ? groups.get(NAMES - 1).name() : "";
        return Map.of(
                "query", query,
                "groups", groups.stream().limit(NAMES).toList(),
                "address", address(query),
                "after", visit.query("after"),
                "next", next);
    }

    private static @Nullable String word(String given) {
        String word = given.strip();
        return word.isEmpty() ? null : word.substring(0, Math.min(word.length(), 8 * MAX_WORD_CHARS));
    }

    /// The filter as the query of an address.
    private static String address(Query query) {
        StringBuilder address = new StringBuilder();
        add(address, "search", query.search());
        add(address, "status", query.status());
        add(address, "category", query.category());
        add(address, "language", query.language());
        return address.toString();
    }

    private static void add(StringBuilder address, String name, @Nullable String value) {
        if (value != null) {
            address.append('&').append(name).append('=').append(Show.encoded(value));
        }
    }

    private void live(Visit visit) throws IOException {
        visit.live("templates/rows", () -> found(visit));
    }

    private void sync(Visit visit) {
        try {
            TemplateSync.Outcome outcome = rooms.sync().sync(rooms.channels().connected(visit.botId()));
            visit.audit("template.synced", visit.bot().name(), Show.count(outcome.synced(), "template", "templates"));
            visit.redirect(
                    visit.at("/templates"), "Read from Meta: " + Show.count(outcome.synced(), "template", "templates"));
        } catch (ProblemException e) {
            Map<String, Object> values = new HashMap<>(found(visit));
            values.put("choices", choices(visit));
            values.put("connected", rooms.channels().ofBot(visit.botId()).isPresent());
            values.put("problem", e.problem());
            visit.page(e.problem().code().status(), "templates/list", values);
        }
    }
}
