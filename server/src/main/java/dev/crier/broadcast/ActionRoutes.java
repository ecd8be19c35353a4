package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.IdempotencyKey;
import dev.crier.api.Json;
import dev.crier.broadcast.IdempotencyStore.Claim;
import dev.crier.channel.ChannelStore;
import dev.crier.contact.UserAddress;
import dev.crier.db.Database;
import dev.crier.template.TemplateStore;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The operator action: one message to one user, whom the address names.
public final class ActionRoutes {
    private static final String ACTION = "/api/bot/{bot_id}/user/{user}/operator_action";
    private static final String SHORT_ACTION = "/api/bot/{bot_id}/{user}/operator_action";

    /// As the original spells it for a conversation; it limits these addresses.
    private static final String CONVERSATION_ACTION = "/api/bot/{bot_id}/user/{user}/conversation/main/operator_action";

    /// A template with all its components has a few kilobytes.
    private static final long MAX_BODY_BYTES = 256 * 1024;

    /// Says of templates sent by this address what the contract says: use a broadcast.
    private static final HeaderName DEPRECATION = HeaderNames.create("Deprecation");

    private final Gatekeeper gate;
    private final Operator operator;
    private final Runnable wake;

    /// Routes to the operator action.
    ///
    /// @param wake tells the lanes that there is something to send
    public ActionRoutes(
            Gatekeeper gate,
            Database database,
            ChannelStore channels,
            TemplateStore templates,
            Clock clock,
            Runnable wake) {
        this.gate = gate;
        this.operator = new Operator(database, channels, templates, clock);
        this.wake = wake;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at(ACTION, SHORT_ACTION)
                .post((request, response) -> act(gate.admit(request), request, response))
                .register(routing);
        Address.at(CONVERSATION_ACTION)
                .post((request, response) -> act(gate.admitConversation(request), request, response))
                .register(routing);
    }

    private void act(Bot bot, ServerRequest request, ServerResponse response) throws SQLException {
        gate.requireBroadcasting(bot);
        String user = request.path().pathParameters().get("user");
        @Nullable String key = IdempotencyKey.of(request);
        byte[] bytes = Body.json(request, MAX_BODY_BYTES).bytes();
        ObjectNode body = Json.readObject(new ByteArrayInputStream(bytes));
        Claim claim = Claim.of(bot.id(), key, Operator.hash(user, bytes));
        ObjectNode answer = operator.act(
                        new Operator.Order(bot, UserAddress.parse(user.strip(), bot.defaultCountry()), body, claim))
                .answer();
        wake.run();
        if (ActionReader.isTemplate(body)) {
            response.header(DEPRECATION, "true");
        }
        Answers.json(response, answer);
    }
}
