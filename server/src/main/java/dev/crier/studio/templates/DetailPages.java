package dev.crier.studio.templates;

import dev.crier.account.Role;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.docs.PrettyJson;
import dev.crier.media.Media;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.template.Rejection;
import dev.crier.template.TemplateEditor.InUse;
import dev.crier.template.TemplateHistory.Event;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateUses.Use;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One template in one language: what Meta says of it, how it is read, where it is used, what can be done with it.
public final class DetailPages {
    private static final String ROOT = "/studio/bot/{bot_id}/templates";
    private static final int EVENTS = 50;

    private final Pages pages;
    private final TemplateRooms rooms;
    private final Sample sample;

    public DetailPages(Pages pages, TemplateRooms rooms) {
        this.pages = pages;
        this.rooms = rooms;
        this.sample = new Sample(rooms.media());
    }

    public void register() {
        pages.get(ROOT + "/media/{media_id}", Role.VIEWER, this::picture)
                .get(ROOT + "/{name}/{language}", Role.VIEWER, visit -> show(visit, 200, null))
                .get(ROOT + "/{name}/{language}/live", Role.VIEWER, this::live)
                .post(ROOT + "/{name}/{language}/delete", Role.EDITOR, this::delete);
    }

    private void show(Visit visit, int status, @Nullable Problem problem) {
        StoredTemplate template = rooms.template(visit);
        Map<String, Object> values = new HashMap<>(state(visit));
        values.put("preview", sample.of(visit, template.definition()));
        values.put("siblings", rooms.templates().named(visit.botId(), template.name()));
        values.put(
                "request", PrettyJson.of(Sample.request(template.definition(), template.name(), template.language())));
        values.put("allUses", rooms.uses().of(visit.botId(), template.name(), null));
        if (problem != null) {
            values.put("problem", problem);
        }
        visit.page(status, "templates/template", values);
    }

    /// What changes while one looks.
    private Map<String, Object> state(Visit visit) {
        StoredTemplate template = rooms.template(visit);
        List<Event> history =
                rooms.history().list(visit.botId(), template.name(), template.language(), new Page(EVENTS, null));
        List<Use> uses = rooms.uses().of(visit.botId(), template.name(), template.language());
        Map<String, Object> values = new HashMap<>(Map.of(
                "template", template,
                "history",
                        history.stream()
                                .limit(EVENTS)
                                .filter(TemplateWords::isNews)
                                .toList(),
                "uses", uses));
        if (template.rejectedReason() != null || template.statusDetail() != null) {
            values.put("rejection", Rejection.of(template.rejectedReason()));
        }
        rooms.editor().obstacle(visit.botId(), template).ifPresent(obstacle -> values.put("obstacle", obstacle));
        return values;
    }

    private void live(Visit visit) throws IOException {
        var _ = rooms.template(visit);
        visit.live("templates/state", () -> current(visit));
    }

    /// Of a template that is gone meanwhile, only that.
    private Map<String, Object> current(Visit visit) {
        try {
            return state(visit);
        } catch (ProblemException e) {
            return Map.of("gone", e.problem().detail());
        }
    }

    private void delete(Visit visit) {
        StoredTemplate template = rooms.template(visit);
        Form form = visit.form();
        if (!form.text("confirm").equals(template.name())) {
            show(
                    visit,
                    422,
                    new Problem(
                            ProblemCode.INVALID_REQUEST,
                            "Nothing was deleted: type the name of the template, " + template.name() + ", to confirm",
                            List.of()));
            return;
        }
        boolean all = form.text("languages").equals("all");
        List<StoredTemplate> chosen = all ? rooms.templates().named(visit.botId(), template.name()) : List.of(template);
        InUse inUse = form.text("force").equals("true") ? InUse.DELETE : InUse.KEEP;
        try {
            List<StoredTemplate> gone =
                    rooms.editor().delete(rooms.channels().connected(visit.botId()), chosen, all, inUse);
            String languages = String.join(
                    ", ", gone.stream().map(StoredTemplate::language).toList());
            visit.audit("template.deleted", template.name(), languages);
            visit.redirect(visit.at("/templates"), template.name() + " is deleted in " + languages);
        } catch (ProblemException e) {
            show(visit, e.problem().code().status(), e.problem());
        }
    }

    /// A picture of the bot's own, for previews. What else there is of files is no business of a page.
    private void picture(Visit visit) throws IOException {
        Optional<Media> media = rooms.media()
                .find(visit.botId(), visit.uuid("media_id"))
                .filter(each -> each.kind().equals("image"));
        Optional<Path> bytes = media.flatMap(rooms.media()::bytes);
        if (media.isEmpty() || bytes.isEmpty()) {
            throw Problem.of(ProblemCode.NOT_FOUND, "There is no picture with that id on this server");
        }
        visit.response()
                .header(HeaderNames.CONTENT_TYPE, media.get().mimeType())
                .header(HeaderNames.CACHE_CONTROL, "private, max-age=86400, immutable")
                .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
                .header(HeaderNames.create("Content-Security-Policy"), "default-src 'none'; sandbox")
                .send(Files.readAllBytes(bytes.get()));
    }
}
