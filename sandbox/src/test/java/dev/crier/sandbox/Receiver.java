package dev.crier.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crier.sandbox.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A callback that keeps what it gets, and refuses the next few posts if told so. */
final class Receiver implements AutoCloseable {
    record Post(String body, Map<String, List<String>> headers) {
        JsonNode json() {
            return Json.parse(body).orElseThrow();
        }
    }

    final List<Post> posts = new CopyOnWriteArrayList<>();
    final AtomicInteger refusals = new AtomicInteger();
    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] answer = new byte[0];
            int status = 200;
            if (exchange.getRequestMethod().equals("GET")) {
                String query = exchange.getRequestURI().getQuery();
                boolean right = query.contains("hub.verify_token=letmein");
                status = right ? 200 : 403;
                answer = query.replaceAll(".*hub\\.challenge=(\\d+).*", "$1").getBytes(StandardCharsets.UTF_8);
            } else if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                status = 500;
            } else {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                posts.add(new Post(body, Map.copyOf(exchange.getRequestHeaders())));
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** All values of a field, in the order of arrival. */
    List<JsonNode> values(String field) {
        return posts.stream()
                .flatMap(post -> post.json().path("entry").valueStream())
                .flatMap(entry -> entry.path("changes").valueStream())
                .filter(change -> field.equals(Json.text(change, "field")))
                .map(change -> change.path("value"))
                .toList();
    }

    List<JsonNode> statuses() {
        return values("messages").stream()
                .flatMap(value -> value.path("statuses").valueStream())
                .toList();
    }

    List<String> statusesOf(String wamid) {
        return statuses().stream()
                .filter(status -> wamid.equals(Json.text(status, "id")))
                .map(status -> Json.text(status, "status", ""))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
