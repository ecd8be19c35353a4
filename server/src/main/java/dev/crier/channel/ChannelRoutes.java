package dev.crier.channel;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Times;
import dev.crier.cloudapi.ErrorCatalogue;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.node.ObjectNode;

/// The state of a bot's number, and the way to let it send again after Meta had stopped it.
public final class ChannelRoutes {
    private static final String ROOT = "/api/bot/{bot_id}/whatsapp";

    private final Gatekeeper gate;
    private final ChannelStore channels;
    private final Runnable wake;

    /// Routes to the WhatsApp channel.
    ///
    /// @param wake tells the lanes that the number may send again
    public ChannelRoutes(Gatekeeper gate, ChannelStore channels, Runnable wake) {
        this.gate = gate;
        this.channels = channels;
        this.wake = wake;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at(ROOT).get(this::state).register(routing);
        Address.at(ROOT + "/release").post(this::release).register(routing);
    }

    private void state(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        Answers.json(
                response,
                channels.ofBot(bot.id())
                        .map(ChannelRoutes::json)
                        .orElseGet(() -> Json.object().put("enabled", false).putNull("hold")));
    }

    private void release(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admitAdministrator(request);
        WhatsappChannel channel = channels.connected(bot.id());
        if (!channels.release(channel.id())) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The number is not held, so there is nothing to release");
        }
        wake.run();
        Answers.json(response, json(channels.connected(bot.id())));
    }

    private static ObjectNode json(WhatsappChannel channel) {
        ObjectNode json = Json.object()
                .put("enabled", channel.enabled())
                .put("phone_number_id", channel.endpoint().phoneNumberId())
                .put("waba_id", channel.endpoint().wabaId())
                .put("throughput", channel.throughput());
        WhatsappChannel.Hold hold = channel.hold();
        if (hold == null) {
            return json.putNull("hold");
        }
        ErrorCatalogue.Entry entry = ErrorCatalogue.async(hold.code()).entry();
        json.putObject("hold")
                .put("code", hold.code())
                .put("details", hold.details())
                .put("sentence", entry.sentence())
                .put("fix", entry.fix())
                .put("since", Times.wire(hold.since()));
        return json;
    }
}
