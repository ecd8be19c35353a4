package dev.crier.broadcast;

import dev.crier.api.Answers;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.channel.WhatsappChannel;
import dev.crier.content.CompiledMessage;
import dev.crier.content.Preview;
import dev.crier.content.RenderResult;
import dev.crier.message.Country;
import dev.crier.message.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Collects what a broadcast would do: who gets it, who does not and why, and the first messages as they will be read.
public final class DryRun {
    private static final int MESSAGES_SHOWN = 10;

    /// Users listed by name; the counts by reason cover all.
    private static final int USERS_LISTED = 10_000;

    /// A message in 30 years. A slower pace is 0 as a double, and what is divided by that is no number in JSON.
    private static final double SLOWEST_PER_SECOND = 1e-9;

    /// The country of numbers that are of none.
    private static final String UNKNOWN = "unknown";

    private final double pace;
    private final Content.@Nullable Template content;
    private final Map<String, String> params;
    private final List<Fault> faults;
    private final List<String> ignored;
    private final Map<String, CompiledMessage> compiled = new HashMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> countries = new TreeMap<>();
    private final TreeSet<String> unknownParams = new TreeSet<>();
    private final ArrayNode users = Json.MAPPER.createArrayNode();
    private final List<Sample> messages = new ArrayList<>();
    private int total;
    private int eligible;

    private DryRun(
            double pace,
            Content.@Nullable Template content,
            Map<String, String> params,
            List<Fault> faults,
            List<String> ignored) {
        this.pace = pace;
        this.content = content;
        this.params = params;
        this.faults = faults;
        this.ignored = ignored;
        noteUnknown(params);
    }

    static DryRun of(WhatsappChannel channel, BroadcastRequest request, Acceptor.Checked checked) {
        return new DryRun(
                pace(channel, request.settings().maxPerSecond()),
                checked.content(),
                request.params(),
                checked.faults(),
                request.ignored());
    }

    static DryRun of(WhatsappChannel channel, Draft draft) {
        return new DryRun(pace(channel, draft.maxPerSecond()), draft.content(), draft.params(), List.of(), List.of());
    }

    private static double pace(WhatsappChannel channel, @Nullable BigDecimal maxPerSecond) {
        return maxPerSecond == null
                ? channel.throughput()
                : Math.clamp(maxPerSecond.doubleValue(), SLOWEST_PER_SECOND, channel.throughput());
    }

    boolean take(List<Audience.Resolved> batch) {
        for (Audience.Resolved each : batch) {
            add(each.recipient(), each.failure());
        }
        return true;
    }

    private void add(Recipient recipient, @Nullable Reason failure) {
        total++;
        noteUnknown(recipient.params());
        @Nullable Verdict verdict = failure == null ? render(recipient) : new Verdict(failure, failure.sentence());
        if (verdict == null) {
            eligible++;
            @Nullable Country country = recipient.country();
            countries.merge(country == null ? UNKNOWN : country.iso(), 1, Integer::sum);
        } else {
            reasons.merge(verdict.reason().wire(), 1, Integer::sum);
        }
        if (users.size() < USERS_LISTED) {
            users.add(user(recipient, verdict));
        }
    }

    /// Why a user would get nothing.
    private record Verdict(Reason reason, String details) {}

    private @Nullable Verdict render(Recipient recipient) {
        if (content == null) {
            return null;
        }
        String language = recipient.language() == null ? content.defaultLanguage() : recipient.language();
        return switch (compiled(content, language).render(recipient.params(), params)) {
            case RenderResult.MissingParams missing ->
                new Verdict(Reason.MISSING_PARAMS, "No value for " + String.join(", ", missing.keys()));
            case RenderResult.InvalidParams invalid ->
                new Verdict(
                        Reason.INVALID_PARAMS,
                        invalid.faults().stream().map(Fault::detail).collect(Collectors.joining("; ")));
            case RenderResult.Rendered rendered -> {
                if (messages.size() < MESSAGES_SHOWN) {
                    messages.add(new Sample(recipient.phone(), Preview.of(content.structure(language), rendered)));
                }
                yield null;
            }
        };
    }

    private CompiledMessage compiled(Content.Template content, String language) {
        return compiled.computeIfAbsent(language, content::compile);
    }

    private void noteUnknown(Map<String, String> given) {
        if (content != null && unknownParams.size() < 100) {
            for (String key : given.keySet()) {
                if (!compiled(content, content.defaultLanguage()).keys().contains(key)) {
                    unknownParams.add(key);
                }
            }
        }
    }

    private static ObjectNode user(Recipient recipient, @Nullable Verdict verdict) {
        ObjectNode json = Json.object();
        if (recipient.phone() != null) {
            json.put("phone", recipient.phone());
        }
        if (recipient.contactId() == null && recipient.given() != null) {
            json.put("user_id", recipient.given());
        }
        if (recipient.ref() != null) {
            json.put("ref", recipient.ref());
        }
        json.put("eligible", verdict == null);
        if (verdict != null) {
            json.put("reason", verdict.reason().wire()).put("details", verdict.details());
        }
        return json;
    }

    /// A message as it will be read.
    public record Sample(@Nullable String phone, Preview preview) {
        private ObjectNode json() {
            ObjectNode json = Json.object();
            if (phone != null) {
                json.put("phone", phone);
            }
            json.set("preview", Json.MAPPER.valueToTree(preview));
            return json;
        }
    }

    public int total() {
        return total;
    }

    /// How many would get it.
    public int eligible() {
        return eligible;
    }

    public double perSecond() {
        return pace;
    }

    public Duration duration() {
        return Duration.ofSeconds((long) Math.ceil(eligible / pace));
    }

    /// What is wrong with the whole of it; then nobody would get anything.
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /// How many would get nothing for each reason.
    public Map<Reason, Integer> reasons() {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        reasons.forEach((reason, count) -> counts.put(Reason.of(reason), count));
        return counts;
    }

    /// How many of those who get it have a number of which country.
    public Map<String, Integer> countries() {
        return Collections.unmodifiableMap(countries);
    }

    /// The first messages.
    public List<Sample> messages() {
        return List.copyOf(messages);
    }

    /// The first of those who would get nothing for that reason, as the API shows them.
    public List<JsonNode> skipped(Reason reason, int limit) {
        return users.valueStream()
                .filter(user -> reason.wire().equals(user.path("reason").asString("")))
                .limit(limit)
                .toList();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("dry_run", true)
                .put("valid", faults.isEmpty())
                .put("total", total)
                .put("eligible", eligible)
                .put("messages_per_second", pace)
                .put("estimated_seconds", Math.ceil(eligible / pace));
        ArrayNode errors = json.putArray("errors");
        faults.forEach(fault -> errors.add(Answers.json(fault)));
        ObjectNode ineligible = json.putObject("ineligible");
        reasons.forEach(ineligible::put);
        ObjectNode where = json.putObject("countries");
        countries.forEach(where::put);
        json.set("users", users);
        ArrayNode first = json.putArray("messages");
        messages.forEach(each -> first.add(each.json()));
        unknownParams.forEach(json.putArray("unknown_params")::add);
        ignored.forEach(json.putArray("ignored_fields")::add);
        return json;
    }
}
