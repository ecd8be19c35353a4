package dev.crier.studio.broadcasts;

import dev.crier.account.Bot;
import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Spool;
import dev.crier.api.Times;
import dev.crier.broadcast.Acceptor.Guard;
import dev.crier.broadcast.DryRun;
import dev.crier.broadcast.OnUnknown;
import dev.crier.broadcast.Operator;
import dev.crier.contact.UserAddress;
import dev.crier.statistics.Costs;
import dev.crier.studio.Form;
import dev.crier.studio.Once;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import dev.crier.studio.broadcasts.Plan.Kind;
import dev.crier.studio.broadcasts.Plan.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The last step of a broadcast: what it would do, a test, and the sending.
final class CheckStep {
    private static final int MAX_NAME_CHARS = 200;

    private final Drafts drafts;
    private final Tools tools;
    private final Composer composer;
    private final Operator operator;
    private final Costs costs;

    CheckStep(Drafts drafts, Tools tools) {
        this.drafts = drafts;
        this.tools = tools;
        this.composer = new Composer(tools.database());
        this.operator = new Operator(tools.database(), tools.channels(), tools.templates(), tools.clock());
        this.costs = new Costs(tools.database());
    }

    void register(Pages pages) {
        pages.get(Drafts.PATH + "/check", Role.EDITOR, drafts.withLetter(this::show))
                .get(Drafts.PATH + "/result", Role.EDITOR, drafts.withLetter(this::result))
                .post(Drafts.PATH + "/terms", Role.EDITOR, drafts.withLetter(this::terms))
                .post(Drafts.PATH + "/test", Role.EDITOR, drafts.withLetter(this::test))
                .post(Drafts.PATH + "/send", Role.EDITOR, this::send)
                .post(Drafts.PATH + "/delete", Role.EDITOR, this::delete);
    }

    private void show(Visit visit, Draft draft, Letter letter) {
        if (draft.plan().people().kind() == Kind.NONE) {
            visit.redirect(Drafts.address(visit, draft, "people"));
            return;
        }
        visit.page(
                "broadcasts/check",
                Map.of(
                        "draft",
                        draft,
                        "letter",
                        letter,
                        "testPhone",
                        drafts.store().testPhone(visit.member().id()).orElse("")));
    }

    /// The dry run takes as long as the audience is large, so the page comes first.
    private void result(Visit visit, Draft draft, Letter letter) {
        visit.send(rendered(visit, draft, letter, List.of()));
    }

    private String rendered(Visit visit, Draft draft, Letter letter, List<String> wrong) {
        Map<String, Object> values = new HashMap<>();
        values.put("draft", draft);
        values.put("wrong", wrong);
        values.put("missing", tools.readiness().missing(visit.bot()));
        try {
            tools.readiness().require(visit.bot());
            DryRun run = dryRun(visit.bot(), draft, letter);
            values.put("run", run);
            costs.estimate(
                            visit.environmentId(),
                            letter.template().category(),
                            run.countries(),
                            LocalDate.ofInstant(tools.clock().instant(), ZoneOffset.UTC))
                    .ifPresent(cost -> values.put("cost", cost));
        } catch (ProblemException e) {
            values.put("problem", e.problem());
        }
        return visit.render("broadcasts/result", values);
    }

    private DryRun dryRun(Bot bot, Draft draft, Letter letter) {
        try (Spool request = composed(bot, draft, letter)) {
            return tools.acceptor().dryRun(bot, request.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The file is in memory only until the request is written.
    private Spool composed(Bot bot, Draft draft, Letter letter) throws IOException {
        return drafts.<Spool, IOException>reading(draft, people -> composer.request(bot, draft.plan(), letter, people));
    }

    /// Name, time and pace; asked by a part, the check is made again.
    private void terms(Visit visit, Draft draft, Letter letter) {
        List<String> wrong = new ArrayList<>();
        Terms terms = terms(visit.form(), draft.plan().terms(), wrong);
        DraftStore.Written done =
                drafts.store().write(draft, Turn.of(Turn.Part.TERMS, visit.form()), plan -> plan.with(terms));
        Draft now = done.now();
        if (!done.isWritten()) {
            overtaken(visit, now.with(now.plan().with(terms)), letter);
            return;
        }
        if (visit.isPart()) {
            visit.send(rendered(visit, now, letter, wrong));
            return;
        }
        visit.audit("broadcast.draft_changed", now.name(), "terms");
        visit.redirect(Drafts.address(visit, draft, "check"));
    }

    private static void overtaken(Visit visit, Draft unsaved, Letter letter) {
        if (visit.isPart()) {
            visit.send(Drafts.overtaken(visit, unsaved, Turn.Part.TERMS));
            return;
        }
        visit.page(
                409,
                "broadcasts/check",
                Map.of("draft", unsaved, "letter", letter, "testPhone", "", "overtaken", true));
    }

    /// What is wrong stays as it was and is told.
    private Terms terms(Form form, Terms before, List<String> wrong) {
        String name = form.text("name");
        if (name.length() > MAX_NAME_CHARS) {
            wrong.add("The name may have at most " + MAX_NAME_CHARS + " characters");
            name = before.name();
        }
        String onUnknown =
                OnUnknown.of(form.text("on_unknown")).map(OnUnknown::wire).orElse(before.onUnknown());
        String pace = form.text("per_second");
        if (!pace.isEmpty() && !pace.matches("(?=.*[1-9])[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            wrong.add("Messages per second must be a number above 0, such as 5 or 0.5");
            pace = before.perSecond();
        }
        return new Terms(name, scheduledAt(form, before.scheduledAt(), wrong), pace, onUnknown);
    }

    private String scheduledAt(Form form, String before, List<String> wrong) {
        if (!form.text("when").equals("later")) {
            return "";
        }
        try {
            ZoneId zone = ZoneId.of(form.text("timezone").isEmpty() ? "UTC" : form.text("timezone"));
            java.time.Instant at =
                    LocalDateTime.parse(form.text("at")).atZone(zone).toInstant();
            if (at.isAfter(tools.clock().instant())) {
                return Times.wire(at);
            }
            wrong.add("That time has passed; choose a later one");
        } catch (DateTimeException e) {
            wrong.add("Choose the day and the time at which it is to start");
        }
        return before;
    }

    /// One message to the member, as the first person would get it.
    private void test(Visit visit, Draft draft, Letter letter) throws IOException, SQLException {
        Bot bot = visit.bot();
        String phone = visit.form().text("phone");
        String back = Drafts.address(visit, draft, "check");
        try {
            Once once = Once.of(visit.form());
            tools.readiness().require(bot);
            if (!(UserAddress.parse(phone, bot.defaultCountry()) instanceof UserAddress.ByPhone number)
                    || number.phone() == null) {
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "Write your own number in international form, such as +31612345678");
            }
            drafts.store().rememberTestPhone(visit.member().id(), number.phone());
            ObjectNode params = Json.object();
            first(bot, draft, letter).forEach(params::put);
            ObjectNode payload = Json.object()
                    .put("template_type", "whatsapp")
                    .put("template_id", draft.plan().template())
                    .put("language_code", letter.template().language());
            payload.set("components", letter.components(draft.plan()));
            payload.set("params", params);
            ObjectNode body = Json.object().put("type", "template");
            body.set("payload", payload);
            if (operator.act(bot, number, body, once.key())) {
                tools.wake().run();
                visit.audit("broadcast.tested", draft.name(), ""); // a number could never be erased from there
            }
            visit.redirect(back, "The test is on its way to " + number.phone());
        } catch (ProblemException e) {
            Once.Again again = Once.again(visit.form(), e.problem());
            Map<String, Object> values = new HashMap<>();
            values.put("draft", draft);
            values.put("letter", letter);
            values.put("testPhone", phone);
            values.put("testProblem", again.problem());
            values.put("testOnce", again.once());
            visit.page(422, "broadcasts/check", values);
        }
    }

    private Map<String, String> first(Bot bot, Draft draft, Letter letter) throws IOException, SQLException {
        try {
            return drafts.<Map<String, String>, Exception>reading(
                    draft, people -> composer.first(bot, draft.plan(), letter, people));
        } catch (IOException | SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// The draft itself is the key: it becomes one broadcast, however often this is posted.
    private void send(Visit visit) {
        UUID id = visit.uuid("draft");
        boolean[] fresh = new boolean[1];
        try {
            UUID broadcast = drafts.store()
                    .send(visit.botId(), id, (draft, guard) -> {
                        fresh[0] = true;
                        return accept(visit, draft, guard);
                    })
                    .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "This draft was thrown away"));
            if (fresh[0]) {
                Draft sent = drafts.store().find(visit.botId(), id).orElseThrow();
                visit.audit("broadcast.sent", sent.name(), broadcast.toString());
            }
            visit.redirect(visit.at("/broadcasts/" + broadcast), fresh[0] ? "It is on its way" : "It was sent already");
        } catch (ProblemException e) {
            Draft draft = drafts.store().open(visit.botId(), id).orElseThrow(() -> e);
            Letter letter = drafts.letters().of(visit.bot(), draft.plan()).orElseThrow(() -> e);
            visit.page(
                    422,
                    "broadcasts/check",
                    Map.of("draft", draft, "letter", letter, "testPhone", "", "problem", e.problem()));
        }
    }

    /// What is sent is what was checked: the form carries the moment of the check.
    private void requireChecked(Visit visit, Draft draft) {
        if (!visit.form().text("checked").equals(draft.updatedAt().toString())) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE, "It was changed since it was checked; look at it again, then press Send");
        }
        String at = draft.plan().terms().scheduledAt();
        if (!at.isEmpty() && !java.time.Instant.parse(at).isAfter(tools.clock().instant())) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST, "The time at which it should start has passed; choose another");
        }
    }

    private UUID accept(Visit visit, Draft draft, Guard guard) {
        Bot bot = visit.bot();
        String key = "studio-" + draft.id();
        // It may be out already, if the draft could not be marked as sent: then the same people must not get it again.
        Optional<UUID> earlier = tools.acceptor().acceptedBy(bot, key);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        requireChecked(visit, draft);
        tools.readiness().require(bot);
        Letter letter = drafts.letters()
                .of(bot, draft.plan())
                .orElseThrow(() -> Problem.of(
                        ProblemCode.TEMPLATE_NOT_APPROVED,
                        "The template " + draft.plan().template() + " cannot be sent now; choose another one"));
        List<Fault> empty = letter.unfilled(draft.plan()).stream()
                .map(place -> new Fault("missing_parameter", place.group() + " " + place.label() + " is empty"))
                .toList();
        if (!empty.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "Something of the template is empty still", empty);
        }
        try (Spool request = composed(bot, draft, letter)) {
            ObjectNode answer = tools.acceptor().accept(bot, request.read(), key, guard);
            return UUID.fromString(answer.path("id").asString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(Visit visit) {
        UUID id = visit.uuid("draft");
        @Nullable Draft draft = drafts.store().open(visit.botId(), id).orElse(null);
        if (draft != null && drafts.store().delete(visit.botId(), id)) {
            visit.audit("broadcast.draft_deleted", draft.name(), "");
        }
        visit.redirect(visit.at("/broadcasts"), "The draft is thrown away");
    }
}
