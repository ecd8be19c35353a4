package dev.crier.cli.demo;

import dev.crier.api.Json;
import dev.crier.cli.CommandFailure;
import java.io.IOException;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/// The sandbox's control interface.
final class SandboxClient implements AutoCloseable {
    private static final int NOT_ON_WHATSAPP = 131026;

    private final JsonHttp http = new JsonHttp();
    private final String url;

    SandboxClient(String url) {
        this.url = url.replaceAll("/+$", "");
    }

    /// Makes sure that the sandbox has the account.
    void open(Account account) throws IOException {
        var _ = http.post(
                at("accounts"),
                Json.object()
                        .put("waba_id", account.wabaId())
                        .put("phone_number_id", account.phoneNumberId())
                        .put("access_token", account.accessToken())
                        .put("app_secret", account.appSecret()));
    }

    /// Where its webhooks go; the sandbox verifies the address as Meta does.
    void callback(Account account, String address) throws IOException {
        JsonNode answer = http.put(
                at("webhook"),
                Json.object()
                        .put("waba_id", account.wabaId())
                        .put("url", address)
                        .put("verify_token", account.verifyToken()));
        if (!answer.path("verified").asBoolean(false)) {
            throw new CommandFailure("The sandbox could not verify the webhook at " + address + ": "
                    + answer.path("problem").asString("no reason given"));
        }
    }

    /// Somebody writes to the account's number.
    void inbound(Account account, String from, String text) throws IOException {
        var _ = http.post(
                at("inbound"),
                Json.object()
                        .put("from", from)
                        .put("phone_number_id", account.phoneNumberId())
                        .put("text", text));
    }

    /// The number of which WhatsApp reports that it cannot be reached.
    String unreachablePhone() throws IOException {
        for (JsonNode magic : http.get(at("magic"))) {
            if (magic.path("code").asInt(0) == NOT_ON_WHATSAPP
                    && magic.path("effect").asString("").equals("fail_later")) {
                return magic.path("phone").asString();
            }
        }
        throw new CommandFailure("The sandbox at " + url + " has no recipient that is not on WhatsApp");
    }

    private URI at(String control) {
        return URI.create(url + "/sandbox/" + control);
    }

    @Override
    public void close() {
        http.close();
    }
}
