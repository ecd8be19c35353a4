package dev.crier.template;

import dev.crier.account.Bot;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphError;
import dev.crier.cloudapi.GraphException;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps our copy of a channel's templates equal to what Meta has.
public final class TemplateSync {
    /// Subcode: "Content in This Language Already Exists".
    private static final int ALREADY_EXISTS = 2388024;

    private static final int REFRESHES = 3;

    /// What Meta writes where there is no reason.
    private static final String NO_REASON = "NONE";

    private final GraphClient graph;
    private final TemplateStore templates;
    private final Clock clock;

    public TemplateSync(GraphClient graph, TemplateStore templates, Clock clock) {
        this.graph = graph;
        this.templates = templates;
        this.clock = clock;
    }

    /// What a sync brought.
    ///
    /// @param skipped rows of Meta's list that are no template we can read
    public record Outcome(int synced, int skipped) {}

    /// Replaces our copy by all that Meta has now.
    public Outcome sync(WhatsappChannel channel) {
        Instant asOf = templates.now();
        List<JsonNode> rows = list(channel, Map.of());
        // In the order of the key, so that two syncs of one bot wait for each other and never in a circle.
        List<StoredTemplate> read = rows.stream()
                .flatMap(row -> java.util.Optional.ofNullable(stored(row)).stream())
                .sorted(Comparator.comparing(StoredTemplate::name).thenComparing(StoredTemplate::language))
                .toList();
        templates.replaceAll(channel.botId(), read, asOf);
        return new Outcome(read.size(), rows.size() - read.size());
    }

    /// Reads one name again, in all its languages. A webhook that comes meanwhile tells a status and no text, so then
    /// it
    /// is read once more.
    void refresh(WhatsappChannel channel, String name) {
        for (int attempt = 0; attempt < REFRESHES; attempt++) {
            if (isRefreshed(channel, name)) {
                return;
            }
        }
    }

    private boolean isRefreshed(WhatsappChannel channel, String name) {
        boolean all = true;
        for (JsonNode row : list(channel, Map.of("name", name))) {
            @Nullable StoredTemplate template = stored(row);
            // Meta's filter finds names that merely contain the words.
            if (template != null && template.name().equals(name)) {
                all &= templates.put(channel.botId(), template, TemplateHistory.Source.API);
            }
        }
        return all;
    }

    /// Takes over a template that Meta has just taken.
    ///
    /// @param answer Meta's: its id, status and category
    StoredTemplate created(WhatsappChannel channel, ObjectNode definition, JsonNode answer) {
        ObjectNode row = definition.deepCopy();
        for (String field : List.of("id", "status", "category")) {
            if (answer.hasNonNull(field)) {
                row.set(field, answer.get(field));
            }
        }
        @Nullable StoredTemplate template = stored(row);
        if (template == null) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "WhatsApp took the template and did not say under which id");
        }
        var _ = templates.put(channel.botId(), template, TemplateHistory.Source.API);
        String asked = definition.path("category").asString("");
        if (!asked.equals(template.category())) {
            templates.createdAs(channel.botId(), template, asked);
        }
        return template;
    }

    /// Submits `botsqd_reengagement` in those of the bot's languages in which Meta does not have it; returns them.
    public List<String> ensureReengagement(Bot bot, WhatsappChannel channel) {
        Set<String> present = new HashSet<>();
        for (JsonNode row : list(channel, Map.of("name", ReengagementTemplate.NAME))) {
            @Nullable StoredTemplate template = stored(row);
            // Meta's filter finds names that merely contain the words.
            if (template != null && template.name().equals(ReengagementTemplate.NAME)) {
                templates.put(bot.id(), template);
                present.add(template.language());
            }
        }
        List<String> created = new ArrayList<>();
        for (String locale : bot.locales()) {
            ObjectNode definition = ReengagementTemplate.definition(locale);
            String language = definition.path("language").asString();
            if (present.add(language) && create(bot, channel, definition)) {
                created.add(language);
            }
        }
        return created;
    }

    private boolean create(Bot bot, WhatsappChannel channel, ObjectNode definition) {
        try {
            JsonNode answer = graph.createTemplate(channel.endpoint(), definition);
            for (String field : List.of("id", "status", "category")) {
                if (answer.hasNonNull(field)) {
                    definition.set(field, answer.get(field));
                }
            }
        } catch (GraphException e) {
            if (alreadyExists(e)) {
                return false; // somebody else was faster, or the list was cut: the next sync brings it
            }
            throw unavailable(e);
        }
        @Nullable StoredTemplate template = stored(definition);
        if (template != null) {
            templates.put(bot.id(), template);
        }
        return true;
    }

    private static boolean alreadyExists(GraphException e) {
        return e.error()
                .map(error -> error.code() == ALREADY_EXISTS
                        || Integer.valueOf(ALREADY_EXISTS).equals(subcode(error)))
                .orElse(false);
    }

    private static @Nullable Integer subcode(GraphError error) {
        return error.subcode();
    }

    private List<JsonNode> list(WhatsappChannel channel, Map<String, String> filters) {
        try {
            return graph.listTemplates(channel.endpoint(), filters);
        } catch (GraphException e) {
            throw unavailable(e);
        }
    }

    /// It is not the caller's fault, whichever way WhatsApp failed. The message names Meta's code and never the token.
    private static ProblemException unavailable(GraphException e) {
        return Problem.of(ProblemCode.UNAVAILABLE, String.valueOf(e.getMessage()));
    }

    /// A row of Meta's list; null if it lacks what a template must have. Statuses that we do not know are kept.
    private @Nullable StoredTemplate stored(JsonNode row) {
        @Nullable String id = text(row, "id");
        @Nullable String name = text(row, "name");
        @Nullable String language = text(row, "language");
        @Nullable String status = text(row, "status");
        if (id == null || name == null || language == null || status == null) {
            return null;
        }
        @Nullable String category = text(row, "category");
        @Nullable String rejected = text(row, "rejected_reason");
        return new StoredTemplate(
                name,
                language,
                id,
                category == null ? "" : category.toUpperCase(Locale.ROOT),
                status.toUpperCase(Locale.ROOT),
                text(row.path("quality_score"), "score"),
                rejected == null || rejected.equals(NO_REASON) ? null : rejected,
                row,
                clock.instant());
    }

    private static @Nullable String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        boolean usable = (value.isString() && !value.stringValue().isBlank()) || value.isIntegralNumber();
        return usable ? value.asString() : null;
    }
}
