package dev.crier.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The API of one bot, used as a back office uses it.
public final class ApiClient implements AutoCloseable {
    private final JsonHttp http;
    private final String root;

    /// A client of the bot.
    ///
    /// @param url where Crier is
    public ApiClient(String url, String botId, String key) {
        this.http = new JsonHttp(key);
        this.root = url.replaceAll("/+$", "") + "/api/bot/" + segment(botId);
    }

    public JsonNode post(JsonNode broadcast) throws IOException {
        return http.post(URI.create(root + "/whatsapp/broadcast"), broadcast);
    }

    /// The broadcast with the status of each user.
    public JsonNode broadcast(String id) throws IOException {
        return http.get(URI.create(root + "/whatsapp/broadcast/" + segment(id)));
    }

    /// The broadcast without its lists.
    public JsonNode summary(String id) throws IOException {
        return http.get(URI.create(root + "/whatsapp/broadcast/" + segment(id) + "?statuses=false"));
    }

    /// Every language of a template.
    public JsonNode template(String name) throws IOException {
        return http.get(URI.create(root + "/whatsapp/template/" + segment(name)));
    }

    /// The contacts' variables and names, by phone or id.
    public JsonNode contact(String user) throws IOException {
        return http.get(URI.create(root + "/user/" + segment(user)));
    }

    public static List<String> finalStates() {
        return List.of("finished", "cancelled");
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
