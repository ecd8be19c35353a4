package dev.crier.template;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Times;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphException;
import dev.crier.template.TemplateHistory.Change;
import dev.crier.template.TemplateHistory.Kind;
import dev.crier.template.TemplateHistory.Source;
import dev.crier.template.TemplateHistory.Subject;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateUses.Use;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates, edits and deletes templates at Meta. What Meta is known to refuse never gets there; what it refuses
/// beyond that is passed on in its own words.
public final class TemplateEditor {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateEditor.class);

    /// What Meta takes in a definition; other fields are not passed on.
    private static final List<String> FIELDS = List.of(
            "sub_category",
            "components",
            "message_send_ttl_seconds",
            "cta_url_link_tracking_opted_out",
            "degrees_of_freedom_spec");

    private static final Set<String> EDITABLE = Set.of(StoredTemplate.APPROVED, "REJECTED", "PAUSED");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int EDITS_PER_MONTH = 10;

    private final GraphClient graph;
    private final TemplateStore templates;
    private final TemplateHistory history;
    private final TemplateSync sync;
    private final TemplateUses uses;
    private final Examples examples;
    private final Clock clock;

    /// Handles for the examples of media headers.
    @FunctionalInterface
    public interface Examples {
        /// The definition with Meta's handle wherever it names a file of ours.
        ///
        /// @throws ProblemException naming each file that there is not
        JsonNode withHandles(WhatsappChannel channel, JsonNode definition);
    }

    public TemplateEditor(
            GraphClient graph,
            TemplateStore templates,
            TemplateHistory history,
            TemplateSync sync,
            TemplateUses uses,
            Examples examples,
            Clock clock) {
        this.graph = graph;
        this.templates = templates;
        this.history = history;
        this.sync = sync;
        this.uses = uses;
        this.examples = examples;
        this.clock = clock;
    }

    /// Submits a new template.
    public StoredTemplate create(WhatsappChannel channel, ObjectNode body) {
        refuse(Lint.check(body));
        String name = body.path("name").asString();
        String language = LanguageCode.canonical(body.path("language").asString());
        if (templates.named(channel.botId(), name).stream()
                .anyMatch(each -> each.language().equals(language))) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "There is a template %s in %s already; edit it by PUT, or take another name"
                            .formatted(name, language));
        }
        ObjectNode definition = Json.object().put("name", name).put("language", language);
        definition.put("category", body.path("category").asString().strip().toUpperCase(Locale.ROOT));
        if (body.path("parameter_format").isString()) {
            definition.put(
                    "parameter_format",
                    body.path("parameter_format").stringValue().strip().toUpperCase(Locale.ROOT));
        }
        copy(body, definition);
        try {
            JsonNode submitted = examples.withHandles(channel, definition);
            return sync.created(channel, definition, graph.createTemplate(channel.endpoint(), submitted));
        } catch (GraphException e) {
            throw Refusal.of(e);
        }
    }

    /// Submits an edit; Meta replaces the components as a whole.
    public StoredTemplate edit(WhatsappChannel channel, String metaId, ObjectNode body) {
        StoredTemplate template = templates
                .byMetaId(channel.botId(), metaId)
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no template with that id"));
        refuseEdit(channel.botId(), template, body);
        ObjectNode edit = Json.object();
        if (body.path("category").isString()) {
            edit.put("category", body.path("category").stringValue().strip().toUpperCase(Locale.ROOT));
        }
        copy(body, edit);
        try {
            graph.editTemplate(channel.endpoint(), metaId, examples.withHandles(channel, edit));
        } catch (GraphException e) {
            throw Refusal.of(e);
        }
        history.add(
                new Subject(channel.botId(), template.name(), template.language(), metaId),
                new Change(Kind.EDIT, template.status(), "PENDING", null, null, Source.API));
        return afterEdit(channel, template);
    }

    /// Meta's view of it now; where Meta does not tell, it counts as under review, so that nobody sends an old text.
    private StoredTemplate afterEdit(WhatsappChannel channel, StoredTemplate edited) {
        try {
            sync.refresh(channel, edited.name());
        } catch (ProblemException e) {
            LOG.warn("The edited template {} could not be read again: {}", edited.name(), e.getMessage());
            templates.setStatus(channel.botId(), edited.metaId(), "PENDING", null);
        }
        return templates.byMetaId(channel.botId(), edited.metaId()).orElse(edited);
    }

    private void refuseEdit(UUID botId, StoredTemplate template, ObjectNode body) {
        if (!isEditable(template)) {
            throw notEditable(template);
        }
        List<Fault> faults = new ArrayList<>();
        for (String field : List.of("name", "language", "parameter_format")) {
            fixed(template, body, field, faults);
        }
        boolean categoryGiven = body.path("category").isString();
        if (categoryGiven
                && template.approved()
                && !body.path("category").stringValue().strip().equalsIgnoreCase(template.category())) {
            faults.add(new Fault(
                    "category_fixed",
                    "the category of an approved template cannot be changed. Create another template.",
                    "/category"));
        }
        if (!categoryGiven && FIELDS.stream().noneMatch(body::has)) {
            faults.add(new Fault("required", "the edit changes nothing. Give components, or another category.", ""));
        }
        ObjectNode whole = body.deepCopy().put("name", template.name()).put("language", template.language());
        if (!body.has("category")) {
            whole.put("category", template.category());
        }
        JsonNode format = template.definition().path("parameter_format");
        if (format.isString()) {
            whole.set("parameter_format", format);
        }
        faults.addAll(Lint.checkEdit(whole).faults());
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        refuseTooMany(botId, template);
    }

    private static boolean isEditable(StoredTemplate template) {
        return EDITABLE.contains(template.status());
    }

    private static ProblemException notEditable(StoredTemplate template) {
        return Problem.of(
                ProblemCode.WRONG_STATE,
                "The template is " + template.status() + "; Meta lets one edit what is APPROVED, REJECTED or PAUSED");
    }

    /// Why Meta would take no edit of the template now, whatever is in it; empty if it would.
    public Optional<Problem> obstacle(UUID botId, StoredTemplate template) {
        if (!isEditable(template)) {
            return Optional.of(notEditable(template).problem());
        }
        return tooMany(botId, template).map(ProblemException::problem);
    }

    private static void fixed(StoredTemplate template, ObjectNode body, String field, List<Fault> faults) {
        JsonNode given = body.path(field);
        if (given.isMissingNode() || given.isNull()) {
            return;
        }
        String now = switch (field) {
            case "name" -> template.name();
            case "language" -> template.language();
            default -> template.definition().path(field).asString("POSITIONAL");
        };
        if (!given.isString() || !LanguageCode.canonical(given.stringValue()).equalsIgnoreCase(now)) {
            faults.add(new Fault(
                    "field_fixed", field + " of a template cannot be changed. Create another template.", "/" + field));
        }
    }

    /// Meta's limits for approved templates, as far as the edits went through us.
    private void refuseTooMany(UUID botId, StoredTemplate template) {
        Optional<ProblemException> refusal = tooMany(botId, template);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private Optional<ProblemException> tooMany(UUID botId, StoredTemplate template) {
        if (!template.approved()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        List<Instant> edits = history.approvedEdits(botId, template.metaId(), now, MONTH);
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        Instant next = edits.getLast().plus(DAY);
        if (edits.size() >= EDITS_PER_MONTH) {
            Instant month = edits.get(edits.size() - EDITS_PER_MONTH).plus(MONTH);
            next = month.isAfter(next) ? month : next;
        }
        return next.isAfter(now)
                ? Optional.of(Problem.of(
                        ProblemCode.WRONG_STATE,
                        "Meta lets one edit an approved template once in 24 hours and %d times in 30 days; again from %s"
                                .formatted(EDITS_PER_MONTH, Times.wire(next))))
                : Optional.empty();
    }

    /// Whether what still needs a template is a reason to keep it.
    public enum InUse {
        KEEP,
        DELETE
    }

    /// Deletes a template in one or all languages, and returns what is gone.
    public List<StoredTemplate> delete(WhatsappChannel channel, List<StoredTemplate> chosen, boolean all, InUse inUse) {
        UUID botId = channel.botId();
        String name = chosen.getFirst().name();
        List<String> disabled = chosen.stream()
                .filter(each -> each.status().equals("DISABLED"))
                .map(StoredTemplate::language)
                .toList();
        if (!disabled.isEmpty()) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "Meta does not delete disabled templates; disabled in " + String.join(", ", disabled));
        }
        if (inUse == InUse.KEEP) {
            List<Use> open = uses.of(botId, name, all ? null : chosen.getFirst().language());
            if (!open.isEmpty()) {
                throw inUse(open);
            }
        }
        try {
            graph.deleteTemplate(
                    channel.endpoint(), name, all ? null : chosen.getFirst().metaId());
        } catch (GraphException e) {
            throw Refusal.of(e);
        }
        templates.remove(botId, chosen.stream().map(StoredTemplate::metaId).toList());
        return chosen;
    }

    private static ProblemException inUse(List<Use> open) {
        String count = open.size() < TemplateUses.MOST ? "" + open.size() : "at least " + open.size();
        List<Fault> faults = open.stream()
                .map(use -> new Fault(
                        "in_use",
                        "broadcast %s (%s) is %s; it would be paused, and what is left of it could not be sent"
                                .formatted(use.broadcastId(), use.name(), use.status())))
                .toList();
        return Problem.of(
                ProblemCode.WRONG_STATE,
                "The template is needed by %s broadcast%s; cancel these, or delete it all the same by ?force=true"
                        .formatted(count, open.size() == 1 ? "" : "s"),
                faults);
    }

    private static void copy(ObjectNode from, ObjectNode to) {
        for (String field : FIELDS) {
            if (from.hasNonNull(field)) {
                to.set(field, from.get(field));
            }
        }
    }

    private static void refuse(Lint.Report report) {
        if (report.isRefused()) {
            throw invalid(report.faults());
        }
    }

    private static ProblemException invalid(List<Fault> faults) {
        String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
        return Problem.of(ProblemCode.INVALID_DEFINITION, count + " in the definition", faults);
    }
}
