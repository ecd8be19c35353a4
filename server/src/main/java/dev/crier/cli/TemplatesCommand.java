package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.Bot;
import dev.crier.api.Json;
import dev.crier.channel.WhatsappChannel;
import dev.crier.client.Crier;
import dev.crier.client.CrierException;
import dev.crier.client.Template;
import dev.crier.client.TemplateParameters;
import dev.crier.cloudapi.GraphClient;
import dev.crier.template.TemplateStore.Filter;
import dev.crier.template.TemplateStore.StoredTemplate;
import dev.crier.template.TemplateSync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// `crier templates`: what WhatsApp lets a bot say first.
@Command(
        name = "templates",
        aliases = "template",
        description = "Lists the templates of a bot, submits new ones to WhatsApp, and fetches those there are.",
        footer = {"", "Example:", "  crier templates push welcome.json --wait"})
final class TemplatesCommand extends Group {
    /// A review takes a minute at best, and a day at worst.
    private static final Duration FIRST_LOOKS = Duration.ofSeconds(1);

    private static final Duration LATER_LOOKS = Duration.ofSeconds(10);
    private static final int QUICK_LOOKS = 20;

    /// As long as the server takes.
    private static final long MAX_DEFINITION_BYTES = 256 * 1024;

    @Command(
            name = "list",
            description = "Lists templates, and the parameters that each one takes in a broadcast.",
            footer = {"", "Example:", "  crier templates list --status APPROVED"})
    void list(
            @Option(names = "--status", paramLabel = "STATUS", description = "such as APPROVED, PENDING, REJECTED")
                    @Nullable
                    String status,
            @Option(names = "--language", paramLabel = "CODE", description = "such as nl") @Nullable String language,
            @Option(names = "--json", description = "an object a line") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client();
                Stream<Template> found = crier.templates().list(null, language, status)) {
            if (json) {
                found.forEach(each -> CliJson.printLine(out(), each));
                out().flush();
                return;
            }
            List<List<String>> rows = found.map(TemplatesCommand::row).toList();
            if (rows.isEmpty()) {
                note("No such templates; submit one by: crier templates push FILE");
            } else {
                Table.print(out(), List.of("name", "language", "category", "status", "parameters"), rows);
            }
            out().flush();
        }
    }

    private static List<String> row(Template template) {
        @Nullable String category = template.category();
        return List.of(
                template.name(),
                template.language(),
                category == null ? "" : category,
                template.status(),
                parameters(template));
    }

    private static String parameters(Template template) {
        try {
            return String.join(", ", TemplateParameters.keys(TemplateParameters.componentsFor(template)));
        } catch (IllegalArgumentException e) {
            return "by --components";
        }
    }

    @Command(
            name = "pull",
            description = "Prints a template as JSON that push takes.",
            footer = {"", "Example:", "  crier templates pull welcome --language nl > welcome.json"})
    void pull(
            @Parameters(paramLabel = "NAME", description = "the template") String name,
            @Option(names = "--language", paramLabel = "CODE", description = "such as nl (default: the only one)")
                    @Nullable
                    String language,
            @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client()) {
            CliJson.print(out(), definition(one(crier, name, language)));
        }
    }

    private static Template one(Crier crier, String name, @Nullable String language) {
        if (language != null) {
            return crier.templates().get(name, language);
        }
        List<Template> all = crier.templates().get(name);
        if (all.size() != 1) {
            String languages = all.stream().map(Template::language).collect(Collectors.joining(", "));
            throw new CommandFailure("The template exists in " + languages + "; say which by --language");
        }
        return all.getFirst();
    }

    private static ObjectNode definition(Template template) {
        ObjectNode definition = Json.object().put("name", template.name()).put("language", template.language());
        definition.put("category", template.category());
        if (template.parameterFormat() != null) {
            definition.put("parameter_format", template.parameterFormat());
        }
        definition.set("components", template.components());
        return definition;
    }

    @Command(
            name = "push",
            description = {
                "Submits a template to WhatsApp: a new one, or a change of the one of that name and language. What breaks"
                        + " WhatsApp's rules is shown before WhatsApp sees it.",
                ""
            },
            footer = {
                "",
                "Example:",
                "  crier templates push welcome.json --wait",
                "",
                "FILE: {\"name\": \"welcome\", \"language\": \"en\", \"category\": \"UTILITY\",",
                "       \"parameter_format\": \"NAMED\", \"components\": [{\"type\": \"BODY\",",
                "         \"text\": \"Hello {{name}}, welcome to our shop.\", \"example\": {",
                "         \"body_text_named_params\": [{\"param_name\": \"name\", \"example\": \"Ann\"}]}}]}",
                "",
                "With --wait it ends with 0 if the template was approved, else with 1."
            })
    int push(
            @Parameters(paramLabel = "FILE", description = "the definition, as WhatsApp has it") Path file,
            @Option(names = "--wait", description = "wait for WhatsApp's review, a minute to a day") boolean wait,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException, InterruptedException {
        ObjectNode definition = read(file);
        try (Crier crier = api.client()) {
            Template template = submit(crier, definition);
            if (wait) {
                template = decided(crier, template);
            }
            if (json) {
                CliJson.print(out(), template);
            } else {
                say(template.name() + " (" + template.language() + ") is " + template.status());
            }
            if (template.statusReason() != null) {
                note(template.statusReason().path("sentence").asString("") + " "
                        + template.statusReason().path("fix").asString(""));
            }
            return wait && !template.status().equals("APPROVED") ? Exit.FAILED : Exit.DONE;
        }
    }

    private static ObjectNode read(Path file) throws IOException {
        if (Files.size(file) > MAX_DEFINITION_BYTES) {
            throw new CommandFailure(file + " is too long for a template");
        }
        try {
            if (Json.MAPPER.readTree(Files.readString(file)) instanceof ObjectNode definition) {
                return definition;
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new CommandFailure(file + " is no JSON"
                    + (place == null ? "" : ": see line " + place.getLineNr() + ", column " + place.getColumnNr()));
        }
        throw new CommandFailure(file + " must hold a JSON object");
    }

    private Template submit(Crier crier, ObjectNode definition) {
        Optional<Template> known = known(
                crier,
                definition.path("name").asString(""),
                definition.path("language").asString(""));
        if (known.isEmpty()) {
            return crier.templates().create(definition);
        }
        if (known.get().components().equals(definition.path("components"))) {
            note("It is as it was; nothing is submitted");
            return known.get();
        }
        return crier.templates().update(known.get().id(), definition);
    }

    private static Optional<Template> known(Crier crier, String name, String language) {
        if (name.isBlank() || language.isBlank()) {
            return Optional.empty(); // the server says what is missing
        }
        try {
            return Optional.of(crier.templates().get(name, language));
        } catch (CrierException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Template decided(Crier crier, Template submitted) throws InterruptedException {
        Template now = submitted;
        if (now.isInReview()) {
            note("Waiting for WhatsApp's review; Ctrl-C ends the waiting, not the review");
        }
        for (int look = 0; now.isInReview(); look++) {
            Thread.sleep(look < QUICK_LOOKS ? FIRST_LOOKS : LATER_LOOKS);
            now = crier.templates().get(now.name(), now.language());
        }
        return now;
    }

    @Command(
            name = "sync",
            description = "Fetches all templates of a bot from WhatsApp, now, and lists them. It works on the database,"
                    + " beside a server or without one.",
            footer = {"", "Example:", "  crier templates sync --bot ID"})
    void sync(
            @Mixin ConfigOptions options,
            @Option(names = "--bot", required = true, paramLabel = "ID", description = "the bot") UUID botId)
            throws IOException {
        Clock clock = Clock.systemUTC();
        try (Stores stores = options.open();
                GraphClient graph = new GraphClient(GraphClient.Settings.defaults(), clock)) {
            Bot bot = bot(stores, botId);
            WhatsappChannel channel = stores.channels().connected(bot.id());
            TemplateSync.Outcome outcome = new TemplateSync(graph, stores.templates(), clock).sync(channel);
            List<StoredTemplate> templates = stores.templates().list(bot.id(), Filter.NONE);
            Table.print(
                    out(),
                    List.of("name", "language", "category", "status"),
                    templates.stream()
                            .map(each -> List.of(each.name(), each.language(), each.category(), each.status()))
                            .toList());
            if (outcome.skipped() > 0) {
                note(outcome.skipped() + " entries of WhatsApp's list could not be read and were left out");
            }
            out().flush();
        }
    }
}
