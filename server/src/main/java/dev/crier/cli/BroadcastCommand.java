package dev.crier.cli;

import dev.crier.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `crier broadcast`: posts a broadcast to a running server.
@Command(
        name = "broadcast",
        description = {
            "Sends a template to some people through a running server, and prints the broadcast's id.",
            "",
            "Each variable of the template takes the parameter of its name: {{1}} of the body takes 1, {{name}} takes"
                    + " name, the header takes header, the button at index 0 takes button0.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  crier broadcast --template delivery_notice --to +31612345678 --param 1=Ann --param '2=3 May' \\",
            "      --param 3=10:00 --param 4=12:00 --param 5=+31201234567 --param button0=a1",
            "",
            "FILE of --users: [{\"phone\":\"+31612345678\",\"params\":{\"1\":\"Ann\"}}, …]"
        })
final class BroadcastCommand implements Callable<Integer> {
    @Option(names = "--template", required = true, paramLabel = "NAME", description = "name of the template")
    private String template = "";

    @Option(
            names = "--language",
            paramLabel = "CODE",
            description = "its language, such as nl (default: the only one, or each person's)")
    private @Nullable String language;

    @Option(names = "--to", paramLabel = "PHONE", description = "a recipient; may be repeated")
    private List<String> to = new ArrayList<>();

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

    @Option(names = "--json", description = "print the server's answer as it is")
    private boolean json;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Logging.quiet();
        ArrayNode recipients = recipients();
        try (ApiClient client = api.client()) {
            JsonNode answer = client.post(request(client, recipients));
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(answer.toPrettyString());
            } else {
                String id = answer.path("id").asString();
                out.println("Broadcast " + id + " is " + answer.path("status").asString() + ": "
                        + ProgressLine.people(
                                answer.path("statistics").path("total").asInt()));
                out.println("See: crier status " + id + " --watch");
            }
            out.flush();
        }
        return 0;
    }

    private ObjectNode request(ApiClient client, ArrayNode recipients) throws IOException {
        ObjectNode request = Json.object();
        ObjectNode wanted = request.putObject("template").put("name", template);
        if (language != null) {
            wanted.put("language", language);
        }
        wanted.set("components", components == null ? made(client) : array(components));
        if (!params.isEmpty()) {
            ObjectNode defaults = request.putObject("params");
            params.forEach(defaults::put);
        }
        request.set("users", recipients);
        return request;
    }

    /// From the template in the language asked for; where none is, all languages have the same variables.
    private ArrayNode made(ApiClient client) throws IOException {
        JsonNode languages = client.template(template).path("templates");
        for (JsonNode each : languages) {
            if (language == null || same(each.path("language").asString(), language)) {
                return TemplateParameters.componentsFor(each);
            }
        }
        String present = languages
                .valueStream()
                .map(each -> each.path("language").asString())
                .collect(Collectors.joining(", "));
        throw new CommandFailure("The template " + template + " has no language " + language + "; it has " + present);
    }

    private static boolean same(String one, String other) {
        return one.replace('-', '_').equalsIgnoreCase(other.replace('-', '_'));
    }

    private ArrayNode recipients() throws IOException {
        ArrayNode recipients = users == null ? Json.MAPPER.createArrayNode() : array(users);
        for (String phone : to) {
            recipients.addObject().put("phone", phone);
        }
        if (recipients.isEmpty()) {
            throw new CommandFailure("To whom? Give --to PHONE, or --users FILE");
        }
        return recipients;
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
