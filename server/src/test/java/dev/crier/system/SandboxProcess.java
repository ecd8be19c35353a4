package dev.crier.system;

import dev.crier.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The sandbox's jar, started as anybody would start it, and its control interface.
public final class SandboxProcess implements AutoCloseable {
    public static final String TOKEN = "sandbox-token";
    public static final String APP_SECRET = "sandbox-app-secret";
    public static final String VERIFY_TOKEN = "verify";
    public static final String WABA = "102290129340398";
    public static final String NUMBER = "106540352242922";

    static {
        // A bound for what never comes; a busy machine takes its time.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private final Process process;
    private final URI url;
    private final URI graphUrl;
    private final HttpClient http = HttpClient.newHttpClient();

    private SandboxProcess(Process process, URI url, URI graphUrl) {
        this.process = process;
        this.url = url;
        this.graphUrl = graphUrl;
    }

    public static SandboxProcess start() {
        try {
            Path jar = Path.of(System.getProperty("crier.root"), "sandbox", "target", "crier-sandbox.jar");
            if (!Files.exists(jar)) {
                throw new IllegalStateException("build the sandbox first: " + jar);
            }
            Path portFile = Files.createTempDirectory("crier-sandbox").resolve("port");
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process process = new ProcessBuilder(
                            java,
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-jar",
                            jar.toString(),
                            "--port",
                            "0",
                            "--port-file",
                            portFile.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(portFile.resolveSibling("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(portFile));
            int port = Integer.parseInt(Files.readString(portFile).strip());
            URI url = URI.create("http://127.0.0.1:" + port);
            return new SandboxProcess(process, url, url);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public URI url() {
        return url;
    }

    /// Where Crier finds it.
    URI graphUrl() {
        return graphUrl;
    }

    /// The same sandbox, to which Crier's way leads through a proxy.
    SandboxProcess behind(Gate gate) {
        return new SandboxProcess(process, url, URI.create("http://127.0.0.1:" + gate.port()));
    }

    /// kill -9.
    void kill() {
        process.destroyForcibly();
    }

    public void webhook(URI callback) {
        ObjectNode body = Json.object()
                .put("waba_id", WABA)
                .put("url", callback.toString())
                .put("verify_token", VERIFY_TOKEN)
                .put("app_secret", APP_SECRET);
        JsonNode answer = call("PUT", "/sandbox/webhook", body);
        if (!answer.path("verified").asBoolean()) {
            throw new IllegalStateException("the webhook was not verified: " + answer);
        }
    }

    public void behaviour(ObjectNode change) {
        var _ = call("PUT", "/sandbox/behaviour", change);
    }

    public void inbound(String from, String text) {
        var _ = call("POST", "/sandbox/inbound", Json.object().put("from", from).put("text", text));
    }

    public JsonNode stats() {
        return call("GET", "/sandbox/stats", Json.object());
    }

    public void reset() {
        var _ = call("POST", "/sandbox/reset", Json.object());
    }

    /// Creates a template as Meta's dashboard would; approved within the review time.
    public void template(ObjectNode definition) {
        var _ = call("POST", "/v24.0/" + WABA + "/message_templates", definition);
    }

    /// Every accepted send so far.
    public List<JsonNode> sends() {
        List<JsonNode> sends = new ArrayList<>();
        long after = 0;
        while (true) {
            String page = text("GET", "/sandbox/sends?limit=10000&after=" + after, Json.object());
            List<JsonNode> lines = page.lines()
                    .filter(line -> !line.isBlank())
                    .map(Json::parseOwn)
                    .toList();
            if (lines.isEmpty()) {
                return sends;
            }
            sends.addAll(lines);
            after = lines.getLast().path("n").asLong();
        }
    }

    public JsonNode call(String method, String path, ObjectNode body) {
        return Json.parseOwn(text(method, path, body));
    }

    private String text(String method, String path, ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(20));
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
