package dev.crier.sandbox.control;

import dev.crier.sandbox.chat.Phones;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.wire.Json;
import dev.crier.sandbox.wire.RequestBody;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The paths under /sandbox. Errors are {@code {"error":"what is wrong"}}. */
public final class ControlRoutes implements HttpService {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String NDJSON = "application/x-ndjson";
    private static final long DEFAULT_LIMIT = Long.MAX_VALUE;

    private final Control control;
    private final StandingControl standing;
    private final Inbound inbound;
    private final Ledger ledger;
    private final Phones phones;

    public ControlRoutes(Control control, StandingControl standing, Inbound inbound, Ledger ledger, Phones phones) {
        this.control = control;
        this.standing = standing;
        this.inbound = inbound;
        this.ledger = ledger;
        this.phones = phones;
    }

    /** A call with a JSON object in and a JSON tree out. */
    private interface Action {
        JsonNode run(ServerRequest request, ObjectNode body) throws IOException, InterruptedException;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/sends", this::sends)
                .get("/stats", action((request, body) -> control.stats()))
                .get("/magic", action((request, body) -> control.magic()))
                .get("/behaviour", action((request, body) -> control.behaviour()))
                .put("/behaviour", action((request, body) -> control.changeBehaviour(body)))
                .get("/accounts", action((request, body) -> control.accounts()))
                .post("/accounts", action((request, body) -> control.addAccount(body)))
                .put("/standing", action((request, body) -> standing.change(body)))
                .put("/webhook", action((request, body) -> control.webhook(body)))
                .post("/inbound", action((request, body) -> inbound.receive(body)))
                .get(
                        "/phones",
                        action((request, body) ->
                                phones.list(query(request, "phone_number_id"), query(request, "search"))))
                .get("/phones/{phone}", action((request, body) -> chat(request)))
                .post("/templates/{id}/{action}", action(this::template))
                .post("/reset", action((request, body) -> control.reset(body)))
                .get("/media/{id}", action((request, body) -> {
                    throw new ControlException(410, "media content is not kept, only its size and hash");
                }))
                .any(action((request, body) -> {
                    throw new ControlException(404, "no such control call");
                }));
    }

    private ObjectNode template(ServerRequest request, ObjectNode body) {
        var parameters = request.path().pathParameters();
        return control.template(parameters.get("id"), parameters.get("action"), body);
    }

    private JsonNode chat(ServerRequest request) {
        String number = query(request, "phone_number_id");
        return phones.chat(request.path().pathParameters().get("phone"), number.isEmpty() ? null : number)
                .orElseThrow(() -> new ControlException(400, "phone: a phone number such as +31612345678"));
    }

    private static String query(ServerRequest request, String name) {
        return request.query().first(name).orElse("");
    }

    private static Handler action(Action action) {
        return (request, response) -> {
            int status = 200;
            JsonNode answer;
            try {
                answer = action.run(request, body(request));
            } catch (ControlException problem) {
                status = problem.status();
                answer = Json.object().put("error", problem.getMessage());
            }
            response.status(status).header("Content-Type", JSON).send(Json.bytes(answer));
        };
    }

    private static ObjectNode body(ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return Json.object();
        }
        byte[] bytes;
        try (var in = request.content().inputStream()) {
            bytes = in.readNBytes(RequestBody.FIELD_LIMIT_BYTES + 1);
        }
        if (bytes.length > RequestBody.FIELD_LIMIT_BYTES) {
            throw new ControlException(413, "the body is too large");
        }
        if (bytes.length == 0) {
            return Json.object();
        }
        Optional<JsonNode> tree = Json.parse(bytes);
        if (tree.isPresent() && tree.get() instanceof ObjectNode object) {
            return object;
        }
        throw new ControlException(400, "the body is not a JSON object");
    }

    /** Streams accepted sends in order, from the one after {@code after}. */
    private void sends(ServerRequest request, ServerResponse response) throws IOException {
        long after;
        long limit;
        try {
            after = number(request, "after", 0);
            limit = number(request, "limit", DEFAULT_LIMIT);
        } catch (NumberFormatException notANumber) {
            ObjectNode error = Json.object().put("error", "after and limit must be whole numbers");
            response.status(400).header("Content-Type", JSON).send(Json.bytes(error));
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, NDJSON);
        try (OutputStream out = response.outputStream()) {
            long n = Math.max(after + 1, ledger.oldest());
            for (long written = 0; written < limit; written++, n++) {
                Optional<Entry> entry = ledger.find(n);
                if (entry.isEmpty()) {
                    break;
                }
                out.write(entry.get().line());
                out.write('\n');
            }
        }
    }

    private static long number(ServerRequest request, String name, long otherwise) {
        String text = request.query().first(name).orElse("");
        return text.isEmpty() ? otherwise : Math.max(0, Long.parseLong(text));
    }
}
