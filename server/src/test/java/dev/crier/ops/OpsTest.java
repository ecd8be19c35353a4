package dev.crier.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Config;
import dev.crier.Server;
import dev.crier.Setting;
import dev.crier.api.Json;
import dev.crier.api.ProblemHandlers;
import dev.crier.db.Database;
import dev.crier.db.TestDatabase;
import dev.crier.openapi.Contract;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What those who look after a Crier ask it, over HTTP.
class OpsTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @AfterAll
    static void end() {
        HTTP.close();
        DB.close();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        Contract.OURS.check(response);
        return response;
    }

    private Config config() {
        Map<Setting, String> settings = Map.of(
                Setting.DATA_DIR, data.toString(),
                Setting.HTTP_PORT, "0",
                Setting.DATABASE_URL, DB.settings().url(),
                Setting.DATABASE_USER, DB.settings().user(),
                Setting.DATABASE_PASSWORD, DB.settings().password());
        return Config.read(Optional.empty(), Map.of(), settings);
    }

    private static WebServer probe(Database database, boolean senderRuns) {
        HttpRouting.Builder routing = HttpRouting.builder();
        ProblemHandlers.register(routing);
        new ReadyRoutes(database, () -> senderRuns).register(routing);
        return WebServer.builder().port(0).routing(routing).build().start();
    }

    @Test
    void a_server_that_runs_is_ready() throws Exception {
        try (Server server = Server.start(config(), Clock.systemUTC())) {
            HttpResponse<String> answer = get(server.port(), "/readyz");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ready\",\"database\":\"ok\",\"sender\":\"ok\"}");
        }
    }

    @Test
    void every_metric_has_a_name_a_sentence_and_a_value() throws Exception {
        try (Server server = Server.start(config(), Clock.systemUTC())) {
            HttpResponse<String> answer = get(server.port(), "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(answer.body().lines())
                    .contains("crier_lanes 0.0", "crier_in_flight 0.0", "crier_send_rate 0.0")
                    .contains("crier_unwritten_results 0.0", "crier_unwritten_statuses 0.0")
                    .contains("crier_unowned_messages 0.0", "crier_webhook_statuses_total 0.0")
                    .contains("crier_messages_total{outcome=\"accepted\"} 0.0")
                    .contains("crier_messages_total{outcome=\"failed\"} 0.0")
                    .contains("crier_messages_total{outcome=\"waiting\"} 0.0")
                    .contains("crier_messages_total{outcome=\"in_doubt\"} 0.0")
                    .contains("crier_messages_total{outcome=\"throttled\"} 0.0")
                    .contains("crier_webhook_waiting 0.0", "crier_webhook_oldest_seconds 0.0")
                    .contains("crier_webhooks_disabled_total 0.0")
                    .contains("crier_webhook_deliveries_total{outcome=\"delivered\"} 0.0")
                    .contains("crier_webhook_deliveries_total{outcome=\"postponed\"} 0.0")
                    .contains("crier_webhook_deliveries_total{outcome=\"failed\"} 0.0")
                    .anyMatch(line -> line.startsWith("# HELP crier_unowned_messages "))
                    .anyMatch(line -> line.startsWith("crier_db_connections_active "))
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        }
    }

    @Test
    void what_is_missing_is_named() throws Exception {
        Database gone = Database.open(DB.settings(), 2);
        gone.close();
        WebServer web = probe(gone, false);
        try {
            HttpResponse<String> answer = get(web.port(), "/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(Json.parseOwn(answer.body()).path("code").asString()).isEqualTo("unavailable");
            assertThat(Json.parseOwn(answer.body()).path("detail").asString()).contains("database", "sender");
        } finally {
            web.stop();
        }
    }

    @Test
    void without_a_sender_it_is_not_ready_though_the_database_is() throws Exception {
        WebServer web = probe(DB.database(), false);
        try {
            HttpResponse<String> answer = get(web.port(), "/readyz");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Json.parseOwn(answer.body()).path("detail").asString())
                    .isEqualTo("Not ready: the sender does not run");
        } finally {
            web.stop();
        }
    }
}
