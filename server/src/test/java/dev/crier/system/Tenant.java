package dev.crier.system;

import dev.crier.Config;
import dev.crier.Stores;
import dev.crier.account.Feature;
import dev.crier.account.Token;
import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/// One bot that may broadcast by the sandbox's number.
record Tenant(UUID botId, UUID channelId, Token token, Token environmentToken) {
    static Tenant create(Config config, SandboxProcess sandbox, int throughput) throws IOException {
        try (Stores stores = Stores.visit(config)) {
            UUID environment = stores.accounts().createEnvironment("test");
            UUID botId = stores.accounts().createBot(environment, "Test", List.of("en", "nl"), null);
            stores.accounts().enableRest(botId, true);
            stores.accounts().order(botId, Feature.WHATSAPP_BROADCASTING);
            Token token = stores.accounts().createToken(environment, botId);
            UUID channelId = stores.channels().connect(botId, connection(sandbox, throughput));
            stores.channels().enable(channelId, true);
            return new Tenant(botId, channelId, token, stores.accounts().createToken(environment, null));
        }
    }

    private static ChannelStore.Connection connection(SandboxProcess sandbox, int throughput) {
        Endpoint endpoint = new Endpoint(
                sandbox.graphUrl(),
                "v24.0",
                SandboxProcess.NUMBER,
                SandboxProcess.WABA,
                new Secret(SandboxProcess.TOKEN));
        return new ChannelStore.Connection(
                endpoint, new Secret(SandboxProcess.APP_SECRET), new Secret(SandboxProcess.VERIFY_TOKEN), throughput);
    }
}
