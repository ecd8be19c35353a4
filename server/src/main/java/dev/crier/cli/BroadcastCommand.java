package dev.crier.cli;

import dev.crier.api.Json;
import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.CrierException;
import dev.crier.client.DryRun;
import dev.crier.client.NewBroadcast;
import dev.crier.client.Person;
import dev.crier.client.Template;
import dev.crier.client.TemplateParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `crier broadcast`: sends a template to some people, or to everybody in a CSV file, through a running server.
@Command(
        name = "broadcast",
        sortOptions = false,
        description = {
            "Sends a template to some people, or to everybody in a CSV file, through a running server.",
            "",
            "Each variable of the template takes the parameter of its name: {{1}} of the body takes 1, {{name}} takes"
                    + " name, the header takes header, the button at index 0 takes button0. What a template needs is"
                    + " shown by: crier templates list",
            "",
            "A CSV file becomes a draft first. Rows that cannot be used are shown, and nothing is sent until they are"
                    + " mended or skipped. The same command once more goes on where it broke off, and sends to nobody"
                    + " twice.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  crier broadcast --template delivery_notice --to +31612345678 --param 1=Ann --param '2=3 May' \\",
            "      --param 3=10:00 --param 4=12:00 --param 5=+31201234567 --param button0=a1",
            "  crier broadcast --template welcome --csv people.csv --map phone=Mobile,name=First --watch",
            "  crier broadcast --template welcome --csv people.csv --map phone=Mobile,name=First --dry-run",
            "",
            "FILE of --users: [{\"phone\":\"+31612345678\",\"params\":{\"1\":\"Ann\"}}, …]"
        })
final class BroadcastCommand implements Callable<Integer> {
    @Option(names = "--template", paramLabel = "NAME", description = "name of the template")
    private @Nullable String template;

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "its language, such as nl (default: the only one, or each person's)")
    private @Nullable String language;

    @Option(names = "--to", paramLabel = "PHONE", description = "a recipient; may be repeated")
    private List<String> to = new ArrayList<>();

    @Option(names = "--csv", paramLabel = "FILE", description = "CSV file with a header; - is stdin")
    private @Nullable String csv;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "FIELD=COLUMN",
            description = "the column of the CSV that holds phone, or a parameter of the template; columns of that name"
                    + " need no map")
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--separator",
            paramLabel = "NAME",
            description = "of the CSV: ${COMPLETION-CANDIDATES} (default: found out)")
    private @Nullable Separator separator;

    @Option(names = "--users", paramLabel = "FILE", description = "JSON array of users, each with params of its own")
    private @Nullable Path users;

    @Option(
            names = "--param",
            paramLabel = "KEY=VALUE",
            description = "value for everybody who has no own; may be repeated")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--components",
            paramLabel = "FILE",
            description = "WhatsApp's component objects as a JSON array, instead of those made from the template")
    private @Nullable Path components;

    @Option(names = "--name", paramLabel = "TEXT", description = "what you call it (default: template and time)")
    private @Nullable String name;

    @Option(
            names = "--schedule",
            paramLabel = "TIME",
            description = "send it then: 2026-12-01T09:00 by this machine's clock, or with its offset")
    private @Nullable String schedule;

    @Option(names = "--max-per-second", paramLabel = "N", description = "send no faster than this")
    private @Nullable BigDecimal maxPerSecond;

    @Option(names = "--draft", description = "only prepare it; crier broadcasts start sends it")
    private boolean draft;

    @Option(names = "--dry-run", description = "check everything and show the first messages; store and send nothing")
    private boolean dryRun;

    @Option(
            names = {"--yes", "--skip-errors"},
            description = "send also if rows of the CSV cannot be used, to the others")
    private boolean skipErrors;

    @Option(names = "--errors", paramLabel = "FILE", description = "write the rows that cannot be used, as CSV")
    private @Nullable Path errors;

    @Option(
            names = "--resume",
            paramLabel = "ID",
            description = "go on with this draft: add the CSV if given, and send")
    private @Nullable String resume;

    @Option(names = "--again", description = "send a CSV that was sent before by the same command")
    private boolean again;

    @Option(names = "--watch", description = "show progress, with the time left, until nobody is pending any more")
    private boolean watch;

    @Option(names = "--json", description = "print the server's answer as one JSON document")
    private boolean json;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        requireSense();
        try (Crier crier = api.client()) {
            if (resume != null) {
                @Nullable CsvFile table = csv == null ? null : CsvFile.open(csv, map, separator);
                if (table != null) {
                    table.fit(Set.of(), Set.of(), List.of());
                    table.requireClear();
                }
                return finish(crier, uploading(crier).resume(resume, table), null);
            }
            List<String> texts = new ArrayList<>();
            ArrayNode parts = components == null ? made(crier, texts) : array(components);
            NewBroadcast broadcast = request(parts);
            if (csv == null) {
                broadcast.to(recipients());
                return dryRun ? tryOut(crier, broadcast) : post(crier, broadcast);
            }
            CsvFile table = table(csv, TemplateParameters.keys(parts), texts);
            if (dryRun) {
                return tryOut(crier, broadcast.to(table.people()));
            }
            CsvBroadcast.Outcome outcome = uploading(crier).send(broadcast, table);
            return finish(crier, outcome, table);
        }
    }

    private void requireSense() {
        if (resume == null && template == null) {
            throw wrong("Missing required option: '--template=NAME'");
        }
        if (resume != null && (!to.isEmpty() || users != null || template != null || dryRun)) {
            throw wrong("--resume goes on with a draft: only --csv and its options go with it");
        }
        if (resume == null && csv == null && to.isEmpty() && users == null) {
            throw wrong("To whom? Give --to PHONE, --csv FILE or --users FILE");
        }
        if (csv != null && (!to.isEmpty() || users != null)) {
            throw wrong("--csv goes without --to and --users");
        }
        if (schedule != null && draft) {
            throw wrong("A draft waits for its start, not for a time; leave out --draft or --schedule");
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private CsvFile table(String file, Set<String> wanted, List<String> texts) throws IOException {
        CsvFile table = CsvFile.open(file, map, separator);
        table.fit(wanted, params.keySet(), texts);
        for (String unused : table.unused(wanted)) {
            note("The template does not use " + unused + ", which --map names");
        }
        return table;
    }

    private CsvBroadcast uploading(Crier crier) {
        var settings = new CsvBroadcast.Settings(skipErrors, again, draft, errors);
        return new CsvBroadcast(crier, settings, spec.commandLine().getErr());
    }

    private NewBroadcast request(ArrayNode parts) {
        NewBroadcast broadcast = NewBroadcast.of(String.valueOf(template), language)
                .components(parts)
                .params(params);
        if (name != null) {
            broadcast.name(name);
        }
        if (schedule != null) {
            broadcast.scheduledAt(time(schedule));
        }
        if (maxPerSecond != null) {
            broadcast.maxPerSecond(maxPerSecond);
        }
        return draft ? broadcast.draft() : broadcast;
    }

    private Instant time(String written) {
        try {
            return OffsetDateTime.parse(written).toInstant();
        } catch (DateTimeException e) {
            try {
                return LocalDateTime.parse(written)
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
            } catch (DateTimeException notLocalEither) {
                throw wrong("--schedule: write a time like 2026-12-01T09:00 or 2026-12-01T09:00+01:00");
            }
        }
    }

    /// From the template in the language asked for; where none is, all languages have the same variables.
    ///
    /// @param texts gets those of the template that have variables
    private ArrayNode made(Crier crier, List<String> texts) {
        List<Template> languages = languages(crier, String.valueOf(template));
        for (Template each : languages) {
            if (language == null || same(each.language(), language)) {
                each.components().forEach(component -> texts(component, texts));
                try {
                    return TemplateParameters.componentsFor(each);
                } catch (IllegalArgumentException e) {
                    throw new CommandFailure(e.getMessage() + ", into a file, and name it by --components");
                }
            }
        }
        String present = languages.stream().map(Template::language).collect(Collectors.joining(", "));
        throw new CommandFailure("The template " + template + " has no language " + language + "; it has " + present);
    }

    private static void texts(JsonNode component, List<String> texts) {
        String text = component.path("text").asString("");
        if (text.contains("{{")) {
            texts.add(text);
        }
        for (int i = 0; i < component.path("buttons").size(); i++) {
            String url = component.path("buttons").get(i).path("url").asString("");
            if (url.contains("{{")) {
                texts.add("button" + i + ": " + url);
            }
        }
    }

    private static List<Template> languages(Crier crier, String name) {
        try {
            return crier.templates().get(name);
        } catch (CrierException e) {
            if (!e.code().equals("not_found")) {
                throw e;
            }
            throw new CommandFailure("There is no template " + name + "; see: crier templates list");
        }
    }

    private static boolean same(String one, String other) {
        return one.replace('-', '_').equalsIgnoreCase(other.replace('-', '_'));
    }

    private List<Person> recipients() throws IOException {
        List<Person> recipients = new ArrayList<>();
        if (users != null) {
            for (var user : array(users)) {
                recipients.add(user instanceof ObjectNode object ? Person.of(object) : Person.phone(user.asString("")));
            }
        }
        to.forEach(phone -> recipients.add(Person.phone(phone)));
        return recipients;
    }

    private Integer post(Crier crier, NewBroadcast broadcast) throws IOException {
        return finish(crier, new CsvBroadcast.Outcome(crier.broadcasts().create(broadcast), null, Exit.DONE), null);
    }

    private Integer tryOut(Crier crier, NewBroadcast broadcast) {
        DryRun report = crier.broadcasts().dryRun(broadcast);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            CliJson.print(out, report);
        } else {
            new DryRunView(out).show(report);
        }
        return report.valid() ? Exit.DONE : Exit.FAILED;
    }

    /// Shows what was made, and watches it if that was asked for.
    private Integer finish(Crier crier, CsvBroadcast.Outcome outcome, @Nullable CsvFile table) {
        PrintWriter out = spec.commandLine().getOut();
        Broadcast broadcast = outcome.broadcast();
        boolean watching = watch && !broadcast.isDraft();
        if (watching) {
            note("Broadcast " + broadcast.id() + " is " + broadcast.status());
            broadcast =
                    Watch.untilTheEnd(crier, broadcast.id(), spec.commandLine().getErr());
        }
        if (json) {
            ObjectNode answer = CliJson.tree(broadcast);
            if (outcome.upload() != null) {
                answer.set("upload", CliJson.tree(outcome.upload()));
            }
            CliJson.print(out, answer);
        } else if (watching) {
            new StatusView(crier, out).show(broadcast);
        } else if (outcome.exitCode() == Exit.DONE) {
            out.println("Broadcast " + broadcast.id() + " is " + broadcast.status() + ": "
                    + ProgressLine.people(broadcast.statistics().total()));
            note(broadcast.isDraft() ? next(broadcast, table) : "See: crier status " + broadcast.id() + " --watch");
        }
        out.flush();
        @Nullable String hint = watching ? Watch.hint(broadcast) : null;
        if (hint != null) {
            note(hint);
        }
        return outcome.exitCode() != Exit.DONE || !watching ? outcome.exitCode() : Watch.exitCode(broadcast);
    }

    private static String next(Broadcast draft, @Nullable CsvFile table) {
        return "Send it by: crier broadcasts start " + draft.id()
                + (table == null ? "" : "\nAdd more people by: crier broadcast --resume " + draft.id() + " --csv FILE");
    }

    private void note(String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private static ArrayNode array(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Json.MAPPER.readTree(in) instanceof ArrayNode array) {
                return array;
            }
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new CommandFailure(file + " is no JSON"
                    + (place == null ? "" : ": see line " + place.getLineNr() + ", column " + place.getColumnNr()));
        }
        throw new CommandFailure(file + " must hold a JSON array");
    }
}
