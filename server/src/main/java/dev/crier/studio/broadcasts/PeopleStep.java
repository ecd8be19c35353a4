package dev.crier.studio.broadcasts;

import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.FormFile;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Spool;
import dev.crier.api.Texts;
import dev.crier.contact.ContactHints;
import dev.crier.contact.Segment;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import dev.crier.studio.broadcasts.DraftStore.Given;
import dev.crier.studio.broadcasts.Plan.Kind;
import dev.crier.studio.broadcasts.Plan.People;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The second step of a broadcast: whom it is for.
final class PeopleStep {
    /// A million numbers with a name each; it is kept in the database until the broadcast is sent.
    static final long MAX_FILE_BYTES = 32L << 20;

    private static final int MAX_FILENAME_CHARS = 200;

    private final Drafts drafts;
    private final Tools tools;
    private final ContactHints hints;

    PeopleStep(Drafts drafts, Tools tools) {
        this.drafts = drafts;
        this.tools = tools;
        this.hints = new ContactHints(tools.database());
    }

    void register(Pages pages) {
        pages.get(Drafts.PATH + "/people", Role.EDITOR, drafts.withLetter(this::show))
                .post(Drafts.PATH + "/people/count", Role.EDITOR, drafts.on(this::count))
                .post(Drafts.PATH + "/people/filter", Role.EDITOR, drafts.withLetter(this::filter))
                .post(Drafts.PATH + "/people/numbers", Role.EDITOR, drafts.withLetter(this::numbers))
                .post(Drafts.PATH + "/people/file", Role.EDITOR, drafts.withLetter(this::file))
                .post(Drafts.PATH + "/people/columns", Role.EDITOR, drafts.withLetter(this::columns));
    }

    private void show(Visit visit, Draft draft, Letter letter) throws IOException {
        visit.page("broadcasts/people", values(visit, draft, letter, null));
    }

    private Map<String, Object> values(Visit visit, Draft draft, Letter letter, @Nullable Problem problem)
            throws IOException {
        return values(visit, draft, null, letter, problem);
    }

    /// @param pasted numbers that are not kept yet
    private Map<String, Object> values(
            Visit visit, Draft draft, byte @Nullable [] pasted, Letter letter, @Nullable Problem problem)
            throws IOException {
        People people = draft.plan().people();
        Kind from = from(visit.query("from"), people.kind());
        @Nullable Sight sight = null;
        if (from == Kind.FILE && people.kind() == Kind.FILE) {
            try {
                sight = drafts.sight(draft, visit.bot().defaultCountry());
            } catch (ProblemException e) {
                problem = problem == null ? e.problem() : problem;
            }
        }
        byte[] numbers = from == Kind.NUMBERS && people.kind() == from
                ? (pasted == null ? drafts.store().people(draft) : pasted)
                : new byte[0];
        Map<String, Object> values = new HashMap<>();
        values.put("draft", draft);
        values.put("letter", letter);
        values.put("missing", tools.readiness().missing(visit.bot()));
        values.put("from", from);
        values.put("tags", hints.tags(visit.botId()));
        values.put("variables", hints.variables(visit.botId()));
        values.put("filter", from == people.kind() && people.audience() != null ? people.audience() : Json.object());
        values.put("count", people.audience() == null ? -1L : matching(visit, people.audience()));
        values.put("numbers", new String(numbers, StandardCharsets.UTF_8));
        values.put("columns", sight == null ? List.of() : sight.columns());
        values.put("uses", uses(letter, draft.plan()));
        values.put("summary", sight == null ? summary(visit, people, numbers) : sight.summary());
        values.put(
                "needsFile",
                !letter.columns(draft.plan()).isEmpty()
                        && draft.plan().fills().values().stream()
                                .anyMatch(fill -> fill.source() == Plan.Source.COLUMN));
        if (problem != null) {
            values.put("problem", problem);
        }
        return values;
    }

    private static PeopleReader.Summary summary(Visit visit, People people, byte[] numbers) throws IOException {
        return people.kind() == Kind.NUMBERS
                ? new PeopleReader(visit.bot().defaultCountry()).read(people, numbers, (_, _) -> {})
                : PeopleReader.Summary.NOTHING;
    }

    private static Kind from(String asked, Kind now) {
        return switch (asked) {
            case "filter" -> Kind.FILTER;
            case "file" -> Kind.FILE;
            case "numbers" -> Kind.NUMBERS;
            case "chosen" -> Kind.CHOSEN;
            default -> now == Kind.NONE ? Kind.FILTER : now;
        };
    }

    private long matching(Visit visit, JsonNode audience) {
        List<Fault> faults = new ArrayList<>();
        Segment segment = Segment.read(audience, "", faults);
        return faults.isEmpty()
                ? tools.database().jdbi().withHandle(handle -> segment.count(handle, visit.botId()))
                : -1;
    }

    /// What a column of the file can be: fields of a person, and what the template needs.
    private static Map<String, String> uses(Letter letter, Plan plan) {
        Map<String, String> uses = new LinkedHashMap<>();
        uses.put("", "Not used");
        uses.put(Sheet.PHONE, "Phone number");
        uses.put("first_name", "First name");
        uses.put("last_name", "Last name");
        uses.put("email", "E-mail address");
        uses.put("locale", "Language");
        uses.put("external_id", "External id");
        uses.put("ref", "Your reference");
        uses.put("user_id", "Id of the contact");
        letter.columns(plan).forEach((parameter, label) -> uses.put(Sheet.PARAMETER + parameter, "Fills " + label));
        return uses;
    }

    private void count(Visit visit, Draft draft) {
        List<Fault> faults = new ArrayList<>();
        JsonNode audience = AudienceForm.read(visit.form(), draft.plan().people());
        Segment segment = Segment.read(audience, "", faults);
        long count = faults.isEmpty()
                ? tools.database().jdbi().withHandle(handle -> segment.count(handle, visit.botId()))
                : -1;
        visit.send(visit.render("broadcasts/count", Map.of("count", count, "faults", faults)));
    }

    private void filter(Visit visit, Draft draft, Letter letter) throws IOException {
        List<Fault> faults = new ArrayList<>();
        JsonNode audience = AudienceForm.read(visit.form(), draft.plan().people());
        var _ = Segment.read(audience, "", faults);
        if (!faults.isEmpty()) {
            visit.page(
                    422,
                    "broadcasts/people",
                    values(
                            visit,
                            draft,
                            letter,
                            new Problem(ProblemCode.INVALID_REQUEST, "Say who they are, or choose everybody", faults)));
            return;
        }
        People people = People.of(Kind.FILTER, audience);
        DraftStore.Written done = drafts.store().write(draft, turn(visit), plan -> plan.with(people), Given.NOTHING);
        if (!done.isWritten()) {
            overtaken(visit, done.now().with(done.now().plan().with(people)), null, letter);
            return;
        }
        visit.audit("broadcast.draft_changed", draft.name(), "people by filter");
        visit.redirect(Drafts.address(visit, draft, "check"));
    }

    private static Turn turn(Visit visit) {
        return Turn.of(Turn.Part.PEOPLE, visit.form());
    }

    /// The page as its user sent it, though another page was first.
    private void overtaken(Visit visit, Draft unsaved, byte @Nullable [] pasted, Letter letter) throws IOException {
        Map<String, Object> values = values(visit, unsaved, pasted, letter, null);
        values.put("overtaken", true);
        visit.page(409, "broadcasts/people", values);
    }

    private void numbers(Visit visit, Draft draft, Letter letter) throws IOException {
        Form form = visit.form();
        byte[] source = form.raw("numbers").getBytes(StandardCharsets.UTF_8);
        People people = People.ofNumbers(null);
        PeopleReader.Summary summary =
                new PeopleReader(visit.bot().defaultCountry()).read(people, source, (_, _) -> {});
        DraftStore.Written done =
                drafts.store().write(draft, turn(visit), plan -> plan.with(people), new Given(source, null));
        if (!done.isWritten()) {
            overtaken(visit, done.now().with(done.now().plan().with(people)), source, letter);
            return;
        }
        visit.audit("broadcast.draft_changed", draft.name(), "people by numbers");
        if (summary.usable() == 0) {
            again(visit, draft, letter, "Paste one number at least, each on a line of its own");
        } else if (summary.refused() > 0 && !form.has("anyway")) {
            visit.redirect(Drafts.address(visit, draft, "people"));
        } else {
            visit.redirect(Drafts.address(visit, draft, "check"));
        }
    }

    private void again(Visit visit, Draft draft, Letter letter, String what) throws IOException {
        Draft now = drafts.store().open(visit.botId(), draft.id()).orElse(draft);
        visit.page(
                422,
                "broadcasts/people",
                values(visit, now, letter, new Problem(ProblemCode.INVALID_REQUEST, what, List.of())));
    }

    private void file(Visit visit, Draft draft, Letter letter) throws IOException {
        FormFile file = visit.upload(MAX_FILE_BYTES);
        String given = file.filename() == null ? "" : String.valueOf(file.filename());
        String name = Texts.storable(given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1));
        People people;
        // Those who send slowly take nobody's turn.
        try (Spool spool = new Spool()) {
            long length = file.content().transferTo(spool);
            if (length == 0) {
                throw Problem.of(ProblemCode.INVALID_REQUEST, "Choose a file first");
            }
            people = drafts.<People, IOException>taking(() -> keep(visit, draft, letter, name, spool));
        }
        visit.audit("broadcast.draft_changed", draft.name(), "people by the file " + people.fileName());
        visit.redirect(
                Drafts.address(visit, draft, "people"), people.fileName() + " is uploaded; say what its columns are");
    }

    private People keep(Visit visit, Draft draft, Letter letter, String name, Spool spool) throws IOException {
        byte[] bytes;
        try (InputStream in = spool.read()) {
            bytes = in.readAllBytes();
        }
        People people = People.of(
                name.length() > MAX_FILENAME_CHARS ? name.substring(0, MAX_FILENAME_CHARS) : name,
                Sheet.suggest(Sheet.columns(bytes), letter.columns(draft.plan())));
        Sight sight = Sight.read(bytes, people, visit.bot().defaultCountry());
        Turn turn = Turn.ofUpload(Turn.Part.PEOPLE, visit);
        if (!drafts.store()
                .write(draft, turn, plan -> plan.with(people), new Given(bytes, sight))
                .isWritten()) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "Whom this is for was changed on another page since this one was opened. Load the page again to see"
                            + " it; then upload the file if it is to take its place");
        }
        return people;
    }

    private void columns(Visit visit, Draft draft, Letter letter) throws IOException {
        People people = draft.plan().people();
        Map<String, String> possible = uses(letter, draft.plan());
        List<String> uses = new ArrayList<>();
        for (int i = 0; i < people.uses().size(); i++) {
            String use = visit.form().text("use-" + i);
            uses.add(possible.containsKey(use) ? use : "");
        }
        People mapped = People.of(people.fileName(), uses);
        DraftStore.Written done = drafts.store().write(draft, turn(visit), plan -> plan.with(mapped));
        if (!done.isWritten()) {
            // What columns are is said of one file; another one has other columns.
            People now = done.now().plan().people();
            boolean isSameFile = now.kind() == Kind.FILE && now.fileName().equals(mapped.fileName());
            Draft shown = isSameFile ? done.now().with(done.now().plan().with(mapped)) : done.now();
            overtaken(visit, shown, null, letter);
            return;
        }
        visit.audit("broadcast.draft_changed", draft.name(), "columns");
        List<Fault> faults = Sheet.faults(uses);
        if (!faults.isEmpty()) {
            again(visit, draft, letter, faults.getFirst().detail());
            return;
        }
        PeopleReader.Summary summary;
        try {
            Draft now = drafts.store().open(visit.botId(), draft.id()).orElse(draft);
            summary = drafts.sight(now, visit.bot().defaultCountry()).summary();
        } catch (ProblemException e) {
            again(visit, draft, letter, e.problem().detail());
            return;
        }
        if (summary.usable() == 0) {
            again(visit, draft, letter, "No row of the file has a usable phone number in that column");
        } else if (summary.refused() > 0 && !visit.form().has("anyway")) {
            visit.redirect(Drafts.address(visit, draft, "people"));
        } else {
            visit.redirect(Drafts.address(visit, draft, "check"));
        }
    }
}
