package dev.crier.studio.broadcasts;

import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Broadcasts;
import dev.crier.broadcast.Content;
import dev.crier.broadcast.Course;
import dev.crier.broadcast.Messages;
import dev.crier.broadcast.State;
import dev.crier.channel.WhatsappChannel;
import dev.crier.message.Reason;
import dev.crier.statistics.Costs;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import dev.crier.studio.broadcasts.Plan.Kind;
import dev.crier.studio.broadcasts.Plan.People;
import dev.crier.studio.broadcasts.Plan.Terms;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One broadcast: how far it is, what failed and why, and the commands it takes.
public final class DetailPages {
    private static final String PATH = "/studio/bot/{bot_id}/broadcasts/{id}";

    private final Drafts drafts;
    private final Tools tools;
    private final Broadcasts broadcasts;
    private final Messages messages;
    private final Looks looks;

    DetailPages(Drafts drafts, Tools tools) {
        this.drafts = drafts;
        this.tools = tools;
        this.broadcasts = new Broadcasts(tools.database(), tools.acceptor(), tools.wake());
        this.messages = new Messages(tools.database());
        this.looks = new Looks(broadcasts, new Costs(tools.database()));
    }

    void register(Pages pages) {
        pages.get(PATH, Role.VIEWER, this::show)
                .get(PATH + "/live", Role.VIEWER, this::live)
                .get(PATH + "/check", Role.EDITOR, this::check)
                .get(PATH + "/retry", Role.EDITOR, this::choose)
                .post(PATH + "/retry", Role.EDITOR, this::retry)
                .post(PATH + "/duplicate", Role.EDITOR, this::duplicate);
        for (State.Command command : State.Command.values()) {
            pages.post(PATH + "/" + command.wire(), Role.EDITOR, visit -> command(visit, command));
        }
    }

    private Broadcast broadcast(Visit visit) {
        return broadcasts.find(visit.botId(), visit.uuid("id"));
    }

    private void show(Visit visit) {
        Broadcast broadcast = broadcast(visit);
        visit.page(
                "broadcasts/detail", values(broadcast, looks.soon(visit.bot(), broadcast), allowed(broadcast), null));
    }

    private void live(Visit visit) throws IOException {
        UUID id = broadcast(visit).id();
        Pulse pulse = new Pulse();
        visit.live("broadcasts/figures", () -> {
            Broadcast now = broadcasts.find(visit.botId(), id);
            double pace = pulse.beat(now).orElseGet(() -> allowed(now));
            return values(now, looks.at(visit.bot(), now), pace, null);
        });
    }

    private static Map<String, Object> values(
            Broadcast broadcast, Looks.Look look, double pace, @Nullable Problem problem) {
        Map<String, Object> values = new HashMap<>();
        values.put("broadcast", broadcast);
        values.put("chart", Chart.svg(look.course()));
        values.put("failures", byReason(look.failures()));
        look.cost().ifPresent(cost -> values.put("cost", cost));
        values.put("pace", pace);
        int pending = broadcast.statistics().pending();
        if (broadcast.state() == State.RUNNING && pending > 0 && pace > 0) {
            values.put("left", Duration.ofSeconds((long) Math.ceil(pending / pace)));
        }
        if (problem != null) {
            values.put("problem", problem);
        }
        return values;
    }

    /// As fast as the number and the broadcast itself allow.
    private double allowed(Broadcast broadcast) {
        double number = tools.channels()
                .find(broadcast.channelId())
                .map(WhatsappChannel::throughput)
                .orElse(0);
        return broadcast.maxPerSecond() == null
                ? number
                : Math.min(number, broadcast.maxPerSecond().doubleValue());
    }

    /// Failures of one reason, which Meta may have told by several codes.
    public record Failed(Reason reason, long messages, List<Course.Failures> causes) {
        public Failed {
            causes = List.copyOf(causes);
        }
    }

    private static List<Failed> byReason(List<Course.Failures> failures) {
        Map<Reason, List<Course.Failures>> grouped = new EnumMap<>(Reason.class);
        failures.forEach(each ->
                grouped.computeIfAbsent(each.reason(), _ -> new ArrayList<>()).add(each));
        return grouped.entrySet().stream()
                .map(each -> new Failed(
                        each.getKey(),
                        each.getValue().stream()
                                .mapToLong(Course.Failures::messages)
                                .sum(),
                        each.getValue()))
                .sorted(Comparator.comparingLong(Failed::messages).reversed())
                .toList();
    }

    private void command(Visit visit, State.Command command) {
        try {
            if (command == State.Command.START || command == State.Command.RESUME) {
                tools.gate().requireBroadcasting(visit.bot());
            }
            Broadcast after = broadcasts.command(visit.botId(), visit.uuid("id"), command);
            visit.audit("broadcast." + command.wire(), after.name(), "");
            visit.redirect(visit.at("/broadcasts/" + after.id()), said(command, after));
        } catch (ProblemException e) {
            Broadcast now = broadcast(visit);
            visit.page(
                    e.problem().code().status(),
                    "broadcasts/detail",
                    values(now, looks.soon(visit.bot(), now), allowed(now), e.problem()));
        }
    }

    private static String said(State.Command command, Broadcast after) {
        return switch (command) {
            case START, RESUME -> after.state() == State.SCHEDULED ? "It waits for its time" : "It is running";
            case PAUSE -> "It is paused; nobody gets it meanwhile";
            case CANCEL -> "It is cancelled; nobody who waited gets it";
        };
    }

    /// What starting a draft would do; a part, since it may take a while.
    private void check(Visit visit) throws SQLException {
        Map<String, Object> values = new HashMap<>();
        try {
            values.put("missing", tools.readiness().missing(visit.bot()));
            values.put("run", broadcasts.dryRun(visit.bot(), visit.uuid("id")));
        } catch (ProblemException e) {
            values.put("problem", e.problem());
        }
        visit.send(visit.render("broadcasts/result", values));
    }

    private void choose(Visit visit) {
        visit.page("broadcasts/retry", retryValues(visit, null));
    }

    private Map<String, Object> retryValues(Visit visit, @Nullable Problem problem) {
        Broadcast broadcast = broadcast(visit);
        Map<String, Object> values = new HashMap<>();
        values.put("broadcast", broadcast);
        values.put("failures", byReason(looks.at(visit.bot(), broadcast).failures()));
        values.put("asked", visit.query("reason"));
        looks.at(visit.bot(), broadcast).cost().ifPresent(cost -> values.put("cost", cost));
        if (problem != null) {
            values.put("problem", problem);
        }
        return values;
    }

    private void retry(Visit visit) throws SQLException {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        visit.form()
                .all("reason")
                .forEach(wire -> Reason.find(wire).filter(Reason::mayBeRetried).ifPresent(reasons::add));
        try {
            tools.gate().requireBroadcasting(visit.bot());
            if (reasons.isEmpty()) {
                throw Problem.of(ProblemCode.INVALID_REQUEST, "Choose one reason at least");
            }
            Broadcast broadcast = broadcast(visit);
            int count = broadcasts.retry(visit.botId(), broadcast.id(), reasons);
            visit.audit("broadcast.retried", broadcast.name(), count + " messages: " + reasons);
            visit.redirect(
                    visit.at("/broadcasts/" + broadcast.id()),
                    Show.count(count, "message is tried again", "messages are tried again"));
        } catch (ProblemException e) {
            visit.page(e.problem().code().status(), "broadcasts/retry", retryValues(visit, e.problem()));
        }
    }

    /// Another draft with the same template, values and conditions.
    private void duplicate(Visit visit) throws SQLException {
        Broadcast broadcast = broadcast(visit);
        Plan plan = drafts.store()
                .behind(visit.botId(), broadcast.id())
                .map(Draft::plan)
                .orElse(null);
        if (plan == null) {
            plan = planOf(visit, broadcast);
        }
        JsonNode audience = broadcast.audience();
        Terms terms = plan.terms();
        String name = broadcast.name().startsWith(String.valueOf(broadcast.templateName()))
                ? ""
                : "Copy of " + broadcast.name();
        Plan copy = plan.with(
                        audience == null
                                ? People.NOBODY
                                : People.of(audience.has("ids") ? Kind.CHOSEN : Kind.FILTER, audience))
                .with(new Terms(
                        name.length() > 200 ? name.substring(0, 200) : name, "", terms.perSecond(), terms.onUnknown()));
        UUID id = drafts.store().add(visit.botId(), copy);
        visit.audit("broadcast.duplicated", broadcast.name(), "");
        visit.redirect(
                visit.at("/broadcasts/draft/" + id + "/template"), "This is a copy; the original stays as it is");
    }

    private Plan planOf(Visit visit, Broadcast broadcast) throws SQLException {
        Content.Template content = messages.template(visit.botId(), broadcast.id())
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "This broadcast has no template"));
        String language = broadcast.templateLanguage() == null ? "" : broadcast.templateLanguage();
        Map<String, String> params = messages.params(visit.botId(), broadcast.id());
        Plan plan = Plan.EMPTY.with(content.name(), language);
        return drafts.letters()
                .of(visit.bot(), plan)
                .map(letter -> plan.with(letter.fills(content.components(), params)))
                .orElse(plan);
    }
}
