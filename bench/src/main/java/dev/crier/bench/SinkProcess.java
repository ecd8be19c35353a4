package dev.crier.bench;

import dev.crier.api.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The sink as a process.
final class SinkProcess implements AutoCloseable {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path ledger;
    private final Child child;

    private SinkProcess(Path ledger, Child child) {
        this.ledger = ledger;
        this.child = child;
    }

    static SinkProcess start(Path folder, int loops) throws IOException {
        Path ledger = folder.resolve("ledger");
        List<String> arguments = List.of(ledger.toString(), Integer.toString(loops));
        return new SinkProcess(ledger, Child.start(JVM_OPTIONS, Sink.class, arguments));
    }

    URI url() {
        return child.url();
    }

    long pid() {
        return child.pid();
    }

    /// Forgets what was sent.
    void reset() throws IOException, InterruptedException {
        var _ = get("/bench/reset");
    }

    /// How much was sent, and when.
    SendTimes times() throws IOException, InterruptedException {
        JsonNode times = Json.parseOwn(get("/bench/ledger"));
        return new SendTimes(
                times.path("count").asLong(),
                times.path("first").asLong(),
                times.path("last").asLong());
    }

    /// A message as the sink knows it: our id, which travelled with it, and the id it was given.
    record Sent(String callbackData, String wamid) {}

    /// What the last call of [#times] counted.
    List<Sent> sent() throws IOException {
        try (Stream<String> lines = Files.lines(ledger)) {
            return lines.map(line -> {
                        int space = line.indexOf(' ');
                        return new Sent(line.substring(0, space), line.substring(space + 1));
                    })
                    .toList();
        }
    }

    /// The body of a send as the server wrote it.
    String sample() throws IOException {
        return Files.readString(SinkAnswers.sampleBeside(ledger));
    }

    /// The address of sends.
    URI messages() {
        return url().resolve("/v24.0/" + CrierProcess.NUMBER + "/messages");
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url().resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        child.close();
        http.close();
    }
}
