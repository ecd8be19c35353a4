package dev.crier.sandbox.http;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.CallReader;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.graph.HangUpException;
import dev.crier.sandbox.limit.ManagementQuota;
import dev.crier.sandbox.wire.Json;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a Graph call, has it answered, and sends the answer with the headers of §1. */
final class GraphHandler implements Handler {
    private static final int TRACE_BYTES = 16;

    private final GraphRouter router;
    private final Settings settings;
    private final ManagementQuota quota;

    GraphHandler(GraphRouter router, Settings settings, ManagementQuota quota) {
        this.router = router;
        this.settings = settings;
        this.quota = quota;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        String trace = trace();
        Call call = null;
        Answer answer;
        try {
            call = CallReader.read(request);
            answer = router.route(call);
        } catch (GraphError rejection) {
            answer = Answer.json(rejection.http(), rejection.body(trace));
        } catch (HangUpException wished) {
            throw new CloseConnectionException(String.valueOf(wished.getMessage()));
        }
        send(response, call, answer, trace);
    }

    private void send(ServerResponse response, @Nullable Call call, Answer answer, String trace) {
        response.status(answer.status()).header("Content-Type", answer.contentType());
        if (answer.contentType().startsWith("application/json")) {
            response.header("facebook-api-version", call == null ? CallReader.DEFAULT_VERSION : call.version())
                    .header("x-fb-trace-id", trace)
                    .header("x-fb-request-id", trace)
                    .header("X-FB-Debug", trace + trace)
                    .header("x-app-usage", "{\"call_count\":0,\"total_cputime\":0,\"total_time\":0}")
                    .header("Access-Control-Allow-Origin", "*");
            if (call != null) {
                router.accountOf(call)
                        .ifPresent(account -> response.header("x-business-use-case-usage", usage(account)));
            }
        }
        response.send(answer.body());
    }

    /** Percentages of the management quota; sends are not in it (§6.4). */
    private String usage(Account account) {
        long limit = settings.now().count(Knob.MANAGEMENT_PER_HOUR);
        long percent = quota.percent(account.wabaId(), limit);
        long minutes = quota.minutesToRegainAccess(account.wabaId(), limit, System.nanoTime());
        ObjectNode usage = Json.object();
        ArrayNode list = usage.putArray(account.wabaId());
        use(list.addObject(), "whatsapp_business_management", percent, minutes);
        use(list.addObject(), "whatsapp", 0, 0);
        return new String(Json.bytes(usage), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void use(ObjectNode use, String type, long percent, long minutes) {
        use.put("type", type)
                .put("call_count", percent)
                .put("total_cputime", percent)
                .put("total_time", percent)
                .put("estimated_time_to_regain_access", minutes);
    }

    private static String trace() {
        byte[] bytes = new byte[TRACE_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return "A" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
