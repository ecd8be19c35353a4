package dev.crier.sandbox.account;

import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.wire.Json;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /debug_token}: what a token is good for, and until when. */
public final class TokenEndpoint {
    private static final String APP_ID = "1";

    private final Accounts accounts;

    public TokenEndpoint(Accounts accounts) {
        this.accounts = accounts;
    }

    public Answer debug(Call call) {
        String token = call.text("input_token");
        if (token == null || token.isBlank()) {
            throw GraphError.parameter("The parameter input_token is required");
        }
        ObjectNode answer = Json.object();
        ObjectNode data = answer.putObject("data");
        Optional<Account> account = accounts.withToken(token);
        if (account.isEmpty()) {
            data.putObject("error").put("code", 190).put("message", "Invalid OAuth access token.");
            data.put("is_valid", false).putArray("scopes");
            return Answer.ok(answer);
        }
        Account owner = account.get();
        data.put("app_id", APP_ID)
                .put("type", "SYSTEM_USER")
                .put("application", "Sandbox")
                .put("data_access_expires_at", 0)
                .put("expires_at", owner.standing().tokenEndsAtSeconds())
                .put("is_valid", !owner.isTokenOver());
        ArrayNode scopes = data.putArray("scopes");
        scopes.add("whatsapp_business_management").add("whatsapp_business_messaging");
        ArrayNode granular = data.putArray("granular_scopes");
        for (var scope : scopes.values()) {
            granular.addObject()
                    .put("scope", scope.asString())
                    .putArray("target_ids")
                    .add(owner.wabaId());
        }
        return Answer.ok(answer);
    }
}
