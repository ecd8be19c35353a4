package dev.crier.studio.templates;

import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.FormFile;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.channel.WhatsappChannel;
import dev.crier.media.Media;
import dev.crier.media.MediaKind;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.template.LanguageCode;
import dev.crier.template.Lint;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Writing a template: a new one, one more language, a change. The server alone knows what a draft looks like: each
/// button that changes its parts brings the whole form again, and typing brings the checks and the preview.
public final class EditorPages {
    private static final String ROOT = "/studio/bot/{bot_id}/templates";
    private static final int FILES = 100;

    /// As the API takes: ten cards with all their texts at full length have some 100,000.
    private static final int MAX_BASE_CHARS = 256 * 1024;

    private final Pages pages;
    private final TemplateRooms rooms;
    private final Sample sample;

    public EditorPages(Pages pages, TemplateRooms rooms) {
        this.pages = pages;
        this.rooms = rooms;
        this.sample = new Sample(rooms.media());
    }

    public void register() {
        pages.get(ROOT + "/new", Role.EDITOR, this::begin)
                .post(ROOT + "/new", Role.EDITOR, this::create)
                .post(ROOT + "/form", Role.EDITOR, this::alter)
                .post(ROOT + "/check", Role.EDITOR, this::check)
                .post(ROOT + "/upload", Role.EDITOR, this::upload)
                .get(ROOT + "/{name}/{language}/edit", Role.EDITOR, this::change)
                .post(ROOT + "/{name}/{language}/edit", Role.EDITOR, this::edit);
    }

    /// An empty one, or a copy that lacks its language.
    private void begin(Visit visit) {
        String from = visit.query("from");
        if (from.isEmpty()) {
            String locale = LanguageCode.canonical(visit.bot().locale());
            show(visit, 200, view(visit, Draft.blank(LanguageCode.isMeta(locale) ? locale : ""), null, "start"));
            return;
        }
        ObjectNode copy = Draft.of(rooms.template(visit, from, visit.query("language")))
                .root()
                .put("language", LanguageCode.canonical(visit.query("to")));
        show(visit, 200, view(visit, Draft.of(copy), null, "copy"));
    }

    private void change(Visit visit) {
        StoredTemplate template = rooms.template(visit);
        Optional<Problem> obstacle = rooms.editor().obstacle(visit.botId(), template);
        if (obstacle.isPresent()) {
            throw new ProblemException(obstacle.get());
        }
        show(visit, 200, view(visit, fixed(Draft.of(template)), template, "start"));
    }

    private static Draft fixed(Draft draft) {
        return Draft.of(draft.root().put(Draft.FIXED_FORMAT, true));
    }

    private void alter(Visit visit) {
        String order = order(visit.form());
        EditorView altered = view(visit, Alteration.apply(draft(visit.form()), order), edited(visit), order);
        EditorView view = visit.form().has("tried") ? tried(altered, null) : altered;
        if (visit.isPart()) {
            visit.send(visit.render("templates/editor", Map.of("view", view)));
        } else {
            show(visit, 200, view);
        }
    }

    /// A choice says by a field of its own what was chosen.
    private static String order(Form form) {
        String order = form.text("do");
        return switch (order) {
            case "header" -> order + " " + form.text("header-format");
            case "card-header" -> order + " " + form.text("card-format");
            default -> order;
        };
    }

    private void check(Visit visit) {
        EditorView before = view(visit, Draft.of(FormDefinition.read(base(visit.form()), Map.of())), null, "");
        EditorView now = view(visit, draft(visit.form()), edited(visit), "");
        Map<String, String> known = before.exampleRegions();
        List<String> regions = new ArrayList<>();
        now.exampleRegions().forEach((pointer, content) -> {
            if (!Objects.equals(known.get(pointer), content)) {
                regions.add(pointer);
            }
        });
        visit.send(visit.render("templates/check", Map.of("view", now, "regions", regions)));
    }

    private static String base(Form form) {
        String base = form.raw(FormDefinition.BASE);
        if (base.length() > MAX_BASE_CHARS) {
            throw Problem.of(
                    ProblemCode.TOO_LARGE,
                    "A template's definition may have at most " + Show.number(MAX_BASE_CHARS) + " characters");
        }
        return base;
    }

    private static Draft draft(Form form) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : form.names()) {
            // A box that is not ticked sends only the "false" in front of it.
            fields.put(name, form.all(name).getLast().replace("\r\n", "\n"));
        }
        return Draft.of(FormDefinition.read(base(form), fields));
    }

    private @Nullable StoredTemplate edited(Visit visit) {
        return visit.query("edit").isEmpty()
                ? null
                : rooms.template(visit, visit.query("edit"), visit.query("language"));
    }

    private EditorView view(Visit visit, Draft draft, @Nullable StoredTemplate edited, String order) {
        ObjectNode submission = draft.submission();
        Lint.Report report = edited == null ? Lint.check(submission) : Lint.checkEdit(submission);
        Map<MediaKind, List<Media>> files = new EnumMap<>(MediaKind.class);
        for (MediaKind kind : kinds(draft)) {
            files.put(kind, rooms.media().newest(visit.botId(), kind, FILES));
        }
        return new EditorView(
                draft,
                edited,
                report.findings().stream()
                        .map(each -> Remark.of(each, isBlank(draft, each.pointer())))
                        .toList(),
                sample.of(visit, submission),
                files,
                rooms.channels().ofBot(visit.botId()).isPresent(),
                false,
                order,
                null);
    }

    private static boolean isBlank(Draft draft, String pointer) {
        JsonNode value = draft.root().at(pointer);
        return value.isValueNode() && value.asString("").isBlank();
    }

    private static Set<MediaKind> kinds(Draft draft) {
        Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        draft.root().findValuesAsString("format").stream()
                .filter(EditorView::isMedia)
                .forEach(format -> kinds.add(EditorView.kind(format)));
        return kinds;
    }

    private static void show(Visit visit, int status, EditorView view) {
        visit.page(status, "templates/edit", Map.of("view", view));
    }

    private void create(Visit visit) {
        EditorView view = view(visit, draft(visit.form()), null, "");
        if (!view.errors().isEmpty()) {
            show(visit, 422, tried(view, null));
            return;
        }
        try {
            WhatsappChannel channel = rooms.channels().connected(visit.botId());
            StoredTemplate made = rooms.editor().create(channel, view.draft().submission());
            visit.audit("template.submitted", made.name() + " " + made.language(), made.category());
            visit.redirect(address(visit, made), "Submitted to Meta");
        } catch (ProblemException e) {
            show(visit, e.problem().code().status(), tried(view, e.problem()));
        }
    }

    private void edit(Visit visit) {
        StoredTemplate template = rooms.template(visit);
        EditorView view = view(visit, draft(visit.form()), template, "");
        if (!view.errors().isEmpty()) {
            show(visit, 422, tried(view, null));
            return;
        }
        ObjectNode edit = view.draft().submission();
        edit.remove(List.of("name", "language", "parameter_format"));
        if (template.approved()) {
            edit.remove("category");
        }
        try {
            WhatsappChannel channel = rooms.channels().connected(visit.botId());
            var _ = rooms.editor().edit(channel, template.metaId(), edit);
            visit.audit("template.edited", template.name() + " " + template.language(), "");
            visit.redirect(address(visit, template), "The edit is submitted to Meta");
        } catch (ProblemException e) {
            show(visit, e.problem().code().status(), tried(view, e.problem()));
        }
    }

    static String address(Visit visit, StoredTemplate template) {
        return visit.at("/templates/" + Show.encoded(template.name()) + "/" + Show.encoded(template.language()));
    }

    private static EditorView tried(EditorView view, @Nullable Problem problem) {
        return new EditorView(
                view.draft(),
                view.edited(),
                view.remarks(),
                view.preview(),
                view.files(),
                view.connected(),
                true,
                view.order(),
                problem);
    }

    /// A file for the header at `at`; the answer is its field with the file chosen.
    private void upload(Visit visit) throws Exception {
        String at = visit.query("at");
        String format = visit.query("format");
        Map<String, Object> values = new HashMap<>(Map.of("at", at, "format", format));
        try {
            WhatsappChannel channel = rooms.channels().connected(visit.botId());
            FormFile file = visit.upload(EditorView.kind(format).maxBytes());
            Media media = rooms.media().add(channel, file.content(), file.type(), file.filename());
            visit.audit("media.uploaded", media.filename(), Show.number(media.bytes()) + " bytes");
            boolean fits = media.kind().equals(EditorView.kind(format).wire());
            values.put("chosen", fits ? media.id().toString() : "");
            values.put("error", fits ? "" : "The file is of type " + media.kind() + "; this header shows another");
        } catch (ProblemException e) {
            values.put("chosen", "");
            values.put("error", sentence(e.problem()));
        }
        values.put("files", rooms.media().newest(visit.botId(), EditorView.kind(format), FILES));
        visit.send(visit.render("templates/media", values));
    }

    private static String sentence(Problem problem) {
        return problem.errors().isEmpty()
                ? problem.detail()
                : problem.errors().stream().map(Fault::detail).findFirst().orElse(problem.detail());
    }
}
