package dev.crier.studio.broadcasts;

import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.FormFile;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.contact.ContactHints;
import dev.crier.contact.Segment;
import dev.crier.content.HeaderKind;
import dev.crier.media.Media;
import dev.crier.media.MediaKind;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import dev.crier.studio.broadcasts.Letter.Place;
import dev.crier.studio.broadcasts.Plan.Fill;
import dev.crier.studio.broadcasts.Plan.Kind;
import dev.crier.studio.broadcasts.Plan.People;
import dev.crier.studio.broadcasts.Plan.Source;
import dev.crier.template.TemplateIndex;
import dev.crier.template.TemplateStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The first step of a broadcast: which template, and what goes into it.
public final class TemplateStep {
    private static final int TEMPLATES_SHOWN = 12;
    private static final int FILES_SHOWN = 50;
    private static final int MAX_VALUE_CHARS = 4_096;
    private static final String PERSON = "person:";

    private final Drafts drafts;
    private final Tools tools;
    private final TemplateIndex index;
    private final ContactHints hints;

    TemplateStep(Drafts drafts, Tools tools) {
        this.drafts = drafts;
        this.tools = tools;
        this.index = new TemplateIndex(tools.database());
        this.hints = new ContactHints(tools.database());
    }

    void register(Pages pages) {
        String made = "/studio/bot/{bot_id}/broadcasts/new";
        pages.get(made, Role.EDITOR, this::begin)
                .post(made, Role.EDITOR, this::make)
                .get(Drafts.PATH + "/template", Role.EDITOR, drafts.on(this::show))
                .post(Drafts.PATH + "/template", Role.EDITOR, drafts.withLetter(this::save))
                .post(Drafts.PATH + "/choose", Role.EDITOR, drafts.on(this::choose))
                .post(Drafts.PATH + "/media", Role.EDITOR, drafts.withLetter(this::upload));
    }

    /// A template to choose, as its author imagined it.
    public record Choice(Letter letter, String name) {}

    private void begin(Visit visit) {
        Map<String, Object> values = new HashMap<>(choices(visit, visit.at("/broadcasts/new")));
        values.put(
                "hidden",
                visit.queries("ids").stream()
                        .flatMap(ids -> List.of(ids.split(",", -1)).stream())
                        .map(String::strip)
                        .filter(id -> Ids.parse(id) != null)
                        .limit(Segment.MAX_IDS)
                        .toList());
        visit.page("broadcasts/choose", values);
    }

    private Map<String, Object> choices(Visit visit, String action) {
        String search = visit.query("search");
        String wanted = visit.query("template");
        TemplateIndex.Query query = new TemplateIndex.Query(
                wanted.isEmpty() ? search : wanted, TemplateStore.StoredTemplate.APPROVED, null, null);
        List<Choice> found = new ArrayList<>();
        List<TemplateIndex.Group> groups = index.groups(
                visit.botId(),
                query,
                visit.query("after").isEmpty() ? null : visit.query("after"),
                TEMPLATES_SHOWN + 1);
        for (TemplateIndex.Group group : groups.stream().limit(TEMPLATES_SHOWN).toList()) {
            drafts.letters()
                    .of(visit.bot(), group.name(), visit.query("language"))
                    .or(() -> drafts.letters().of(visit.bot(), group.name(), ""))
                    .ifPresent(letter -> found.add(new Choice(letter, group.name())));
        }
        String next = groups.size() > TEMPLATES_SHOWN
                ? "?search=" + Show.encoded(search) + "&after="
                        + Show.encoded(groups.get(TEMPLATES_SHOWN - 1).name())
                : "";
        boolean none = found.isEmpty() && search.isEmpty() && wanted.isEmpty();
        return Map.of(
                "choices",
                found,
                "search",
                search,
                "action",
                action,
                "next",
                next,
                "none",
                none,
                "hidden",
                List.of(),
                "audience",
                "",
                "missing",
                tools.readiness().missing(visit.bot()));
    }

    /// Begins a draft, with the people that were chosen elsewhere.
    private void make(Visit visit) {
        Form form = visit.form();
        Plan plan = Plan.EMPTY.with(people(form));
        if (form.has("template") && !form.text("template").isEmpty()) {
            plan = begun(visit, plan, form.text("template"), form.text("language"));
        }
        UUID id;
        try {
            id = drafts.store().add(visit.botId(), plan);
        } catch (ProblemException e) {
            Map<String, Object> values = new HashMap<>(choices(visit, visit.at("/broadcasts/new")));
            values.put("hidden", form.all("contact"));
            values.put("audience", form.text("audience"));
            values.put("problem", e.problem());
            visit.page(e.problem().code().status(), "broadcasts/choose", values);
            return;
        }
        visit.audit("broadcast.drafted", plan.template().isEmpty() ? "New broadcast" : plan.template(), "");
        visit.redirect(visit.at("/broadcasts/draft/" + id + "/template"));
    }

    private static People people(Form form) {
        List<String> ids = form.all("contact").stream()
                .filter(id -> !id.isBlank())
                .distinct()
                .toList();
        JsonNode audience;
        Kind kind;
        if (!ids.isEmpty()) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            ids.forEach(list::add);
            audience = Json.object().set("ids", list);
            kind = Kind.CHOSEN;
        } else if (!form.text("audience").isEmpty()) {
            audience = Json.readObject(new java.io.ByteArrayInputStream(
                    form.text("audience").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            kind = audience.has("ids") ? Kind.CHOSEN : Kind.FILTER;
        } else {
            return People.NOBODY;
        }
        List<Fault> faults = new ArrayList<>();
        var _ = Segment.read(audience, "/audience", faults);
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "These people cannot be taken over", faults);
        }
        return People.of(kind, audience);
    }

    private Plan begun(Visit visit, Plan plan, String name, String language) {
        Letter letter = drafts.letters()
                .of(visit.bot(), name, language)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.TEMPLATE_NOT_APPROVED, "The template " + name + " is not approved (any more)"));
        Map<String, Fill> fills = new HashMap<>(plan.fills());
        for (Place place : letter.places()) {
            if (Persons.FIELDS.containsKey(place.key())) {
                fills.putIfAbsent(place.key(), new Fill(Source.PERSON, place.key(), ""));
            }
        }
        String chosen = language.isEmpty() && letter.languages().size() == 1
                ? letter.template().language()
                : language;
        return plan.with(letter.template().name(), chosen).with(fills);
    }

    private void choose(Visit visit, Draft draft) {
        Plan plan = begun(
                visit, draft.plan(), visit.form().text("template"), visit.form().text("language"));
        write(draft, now -> now.with(plan.template(), plan.language()).with(plan.fills()));
        visit.audit("broadcast.draft_changed", plan.template(), "template");
        visit.redirect(Drafts.address(visit, draft, "template"));
    }

    private void show(Visit visit, Draft draft) {
        Letter letter = drafts.letters().of(visit.bot(), draft.plan()).orElse(null);
        if (letter == null || !visit.query("choose").isEmpty()) {
            Map<String, Object> values = new HashMap<>(choices(visit, Drafts.address(visit, draft, "choose")));
            values.put("draft", draft);
            visit.page("broadcasts/choose", values);
            return;
        }
        visit.page("broadcasts/template", values(visit, draft, letter, List.of()));
    }

    private Map<String, Object> values(Visit visit, Draft draft, Letter letter, List<String> problems) {
        Map<String, Object> values = new HashMap<>();
        values.put("draft", draft);
        values.put("letter", letter);
        values.put("missing", tools.readiness().missing(visit.bot()));
        values.put("problems", problems);
        Map<String, String> persons = Persons.with(hints.variables(visit.botId()));
        draft.plan().fills().values().stream()
                .filter(fill -> fill.source() == Source.PERSON)
                .forEach(fill -> persons.putIfAbsent(fill.value(), fill.value()));
        values.put("persons", persons);
        values.put("files", files(visit, letter));
        values.put("preview", letter.preview(draft.plan(), persons, names(visit, letter)));
        return values;
    }

    /// The library's files of each kind that the template shows.
    private Map<HeaderKind, List<Media>> files(Visit visit, Letter letter) {
        Map<HeaderKind, List<Media>> files = new LinkedHashMap<>();
        for (Place place : letter.places()) {
            if (place.isFile()) {
                files.computeIfAbsent(
                        place.media(), kind -> tools.media().newest(visit.botId(), mediaKind(kind), FILES_SHOWN));
            }
        }
        return files;
    }

    private static MediaKind mediaKind(HeaderKind kind) {
        return switch (kind) {
            case VIDEO, GIF -> MediaKind.VIDEO;
            case DOCUMENT -> MediaKind.DOCUMENT;
            default -> MediaKind.IMAGE;
        };
    }

    private Map<String, String> names(Visit visit, Letter letter) {
        Map<String, String> names = new HashMap<>();
        files(visit, letter)
                .values()
                .forEach(list -> list.forEach(file -> names.put(file.id().toString(), file.filename())));
        return names;
    }

    /// Every keystroke is kept, so that closing the browser loses nothing; only what somebody submits is a deed.
    private void save(Visit visit, Draft draft, Letter letter) {
        Form form = visit.form();
        DraftStore.Written done =
                drafts.store().write(draft, Turn.of(Turn.Part.TEMPLATE, form), plan -> filled(plan, visit, letter));
        if (!done.isWritten()) {
            overtaken(visit, done.now().with(filled(done.now().plan(), visit, letter)), letter);
            return;
        }
        Draft now = done.now();
        Plan plan = now.plan();
        Letter written = drafts.letters().of(visit.bot(), plan).orElse(letter);
        if (visit.isPart()) {
            Map<String, Object> values = values(visit, now, written, List.of());
            visit.send(visit.render("broadcasts/preview", Map.of("preview", values.get("preview"))));
            return;
        }
        visit.audit("broadcast.draft_changed", plan.template(), "values");
        List<String> problems = written.unfilled(plan).stream()
                .map(place -> place.group() + " " + place.label()
                        + (form.text("file-" + place.key()).isEmpty()
                                ? " is empty"
                                : ": there is no such file in your library; choose another"))
                .toList();
        if (problems.isEmpty()) {
            visit.redirect(Drafts.address(visit, draft, "people"));
        } else {
            visit.page(422, "broadcasts/template", values(visit, now, written, problems));
        }
    }

    private Plan filled(Plan plan, Visit visit, Letter letter) {
        Form form = visit.form();
        Map<String, Fill> fills = new HashMap<>(plan.fills());
        letter.places().forEach(place -> fills.put(place.key(), fill(visit, place)));
        String language = form.has("language") ? form.text("language") : plan.language();
        boolean isKnown = language.isEmpty() || letter.languages().contains(language);
        return plan.with(plan.template(), isKnown ? language : "").with(fills);
    }

    private void overtaken(Visit visit, Draft unsaved, Letter before) {
        if (visit.isPart()) {
            visit.send(Drafts.overtaken(visit, unsaved, Turn.Part.TEMPLATE));
            return;
        }
        Letter letter = drafts.letters().of(visit.bot(), unsaved.plan()).orElse(before);
        Map<String, Object> values = values(visit, unsaved, letter, List.of());
        values.put("overtaken", true);
        visit.page(409, "broadcasts/template", values);
    }

    private void write(Draft draft, UnaryOperator<Plan> change) {
        var _ = drafts.store().write(draft, Turn.beside(Turn.Part.TEMPLATE), change);
    }

    private Fill fill(Visit visit, Place place) {
        Form form = visit.form();
        String key = place.key();
        String source = form.text("source-" + key);
        String text = bounded(form.text("text-" + key));
        if (place.isFile()) {
            String file = form.text("file-" + key);
            return file.isEmpty() ? new Fill(Source.TEXT, text, "") : file(visit.botId(), file, place);
        }
        String fallback = bounded(form.text("fallback-" + key));
        if (source.equals("column")) {
            return new Fill(Source.COLUMN, "", fallback);
        }
        boolean isPerson = source.startsWith(PERSON) && source.length() <= 110 && source.indexOf('}') < 0;
        return isPerson
                ? new Fill(Source.PERSON, source.substring(PERSON.length()), fallback)
                : new Fill(Source.TEXT, text, "");
    }

    /// Of this bot's library only: what others have is there for nobody else.
    private Fill file(UUID botId, String written, Place place) {
        @Nullable UUID id = Ids.parse(written);
        boolean isThere = id != null
                && tools.media()
                        .find(botId, id)
                        .filter(media ->
                                media.kind().equals(mediaKind(place.media()).wire()))
                        .isPresent();
        return isThere ? new Fill(Source.FILE, written, "") : Fill.NOTHING;
    }

    private static String bounded(String text) {
        return text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS);
    }

    /// A file for one place of the template; it stays in the library.
    private void upload(Visit visit, Draft draft, Letter letter) throws IOException {
        @Nullable
        Place place = letter.places().stream()
                .filter(each -> each.isFile() && each.key().equals(visit.query("key")))
                .findFirst()
                .orElse(null);
        if (place == null) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The template shows no file there");
        }
        FormFile file = visit.upload(mediaKind(place.media()).maxBytes());
        Media media = tools.media()
                .add(tools.channels().connected(visit.botId()), file.content(), file.type(), file.filename());
        if (!media.kind().equals(mediaKind(place.media()).wire())) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "The template shows a file of the kind "
                            + mediaKind(place.media()).wire() + ", and this is of the kind " + media.kind());
        }
        write(draft, plan -> {
            Map<String, Fill> fills = new HashMap<>(plan.fills());
            fills.put(place.key(), new Fill(Source.FILE, media.id().toString(), ""));
            return plan.with(fills);
        });
        visit.audit("media.uploaded", media.filename(), "for " + draft.plan().template());
        visit.redirect(Drafts.address(visit, draft, "template"), media.filename() + " is uploaded");
    }
}
