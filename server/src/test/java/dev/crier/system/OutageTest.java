package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.Setting;
import dev.crier.api.Json;
import dev.crier.db.DatabaseSettings;
import dev.crier.db.PostgresProcess;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// WhatsApp away, the database away, both in the middle of a broadcast: what was going on goes on by itself.
///
/// Each test has all parts for itself and mostly waits, so they wait together.
@Execution(ExecutionMode.CONCURRENT)
class OutageTest {
    private static final int PEOPLE = 900;
    private static final int PER_SECOND = 150;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static void settle(SandboxProcess sandbox) {
        sandbox.behaviour(Json.object()
                .put("throughput_per_second", 2 * PER_SECOND)
                .put("status_delay_ms", 50)
                .put("read_rate", 1)
                .put("webhook_retry_cap_ms", 500));
    }

    private static void awaitAccepted(SandboxProcess sandbox, int count) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> sandbox.stats().path("accepted").asInt() >= count);
    }

    /// Without its database a lane sends what it has claimed; that may be nothing.
    private static void awaitAcceptedOrNoMore(SandboxProcess sandbox, int count) {
        AtomicInteger before = new AtomicInteger(-1);
        Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
            int accepted = sandbox.stats().path("accepted").asInt();
            return accepted >= count || before.getAndSet(accepted) == accepted;
        });
    }

    /// What the cut did not stop has been accepted.
    private static void awaitStandstill(SandboxProcess sandbox) {
        AtomicInteger before = new AtomicInteger(-1);
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).until(() -> {
            int accepted = sandbox.stats().path("accepted").asInt();
            return before.getAndSet(accepted) == accepted;
        });
    }

    private static Set<String> failed(JsonNode report) {
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : report.path("failures")) {
            assertThat(failure.path("reason").asString()).isEqualTo("outcome_unknown");
            failed.add(failure.path("phone").asString());
        }
        return failed;
    }

    @Test
    void withoutWhatsappMessagesWaitAndOnlyThoseOnTheirWayAreInDoubt() {
        SandboxProcess first = SandboxProcess.start();
        try (first;
                Gate gate = Gate.to(first.url().getPort());
                Crier crier = Crier.with(first.behind(gate), Map.of(Setting.UNKNOWN_GRACE, "5s"), PER_SECOND)) {
            settle(first);
            String id = crier.broadcast(PipelineTest.phones(PEOPLE));
            awaitAccepted(first, PEOPLE / 4);
            gate.cut();
            awaitStandstill(first);
            Set<String> reachedBefore = Ledger.of(first).people().keySet();
            first.kill();
            Awaitility.await()
                    .during(Duration.ofSeconds(7))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        JsonNode numbers = crier.client().summary(id).path("statistics");
                        return numbers.path("pending").asInt() > PEOPLE / 2;
                    });
            try (SandboxProcess second = SandboxProcess.start()) {
                settle(second);
                second.template(Crier.delivery());
                second.webhook(crier.callback());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> second.call(
                                        "GET", "/v24.0/" + SandboxProcess.WABA + "/message_templates", Json.object())
                                .toString()
                                .contains("APPROVED"));
                gate.open(second.url().getPort());
                crier.client().awaitSummary(id, LIMIT, PipelineTest::isFinished);
                Set<String> unknown = failed(crier.report(id));
                Ledger ledger = Ledger.of(second);
                Map<String, Long> after = ledger.people();
                assertThat(after.values()).allMatch(times -> times == 1);
                assertThat(after.keySet()).noneMatch(reachedBefore::contains);
                assertThat(after.keySet()).noneMatch(unknown::contains);
                Set<String> all = new HashSet<>(reachedBefore);
                all.addAll(after.keySet());
                all.addAll(unknown);
                assertThat(all.size()).as("%d in doubt", unknown.size()).isEqualTo(PEOPLE);
                assertThat(unknown).hasSizeLessThan(PER_SECOND / 2);
            }
        }
    }

    private static Map<Setting, String> through(Gate gate, DatabaseSettings database, String grace) {
        Map<Setting, String> settings = new HashMap<>(gate.settings(database));
        settings.put(Setting.UNKNOWN_GRACE, grace);
        return settings;
    }

    @Test
    void withoutTheDatabaseTheApiSaysSoAndEverythingGoesOnOnceItIsBack(@TempDir Path folder) {
        PostgresProcess postgres = PostgresProcess.start(folder);
        try (SandboxProcess sandbox = SandboxProcess.start();
                Gate gate = Gate.to(Gate.port(postgres.settings()));
                Crier crier = Crier.with(sandbox, through(gate, postgres.settings(), "20s"), PER_SECOND)) {
            settle(sandbox);
            String id = crier.broadcast(PipelineTest.phones(PEOPLE));
            awaitAccepted(sandbox, PEOPLE / 5);
            gate.cut();
            postgres.close();
            assertUnavailable(crier.send("GET", "/whatsapp/broadcast/" + id, ""));
            ObjectNode request = Crier.request(List.of("+31620099999"));
            assertUnavailable(crier.send("POST", "/whatsapp/broadcast", request.toString()));
            // Longer than a lease: the lane has to be taken again.
            Awaitility.await()
                    .pollInterval(Duration.ofSeconds(1))
                    .during(Duration.ofSeconds(14))
                    .atMost(Duration.ofSeconds(25))
                    .until(() ->
                            crier.send("GET", "/whatsapp/broadcast/" + id, "").statusCode() == 503);
            postgres = PostgresProcess.start(folder);
            gate.open(Gate.port(postgres.settings()));
            assertEachExactlyOnce(crier, sandbox, id);
        } finally {
            postgres.close();
        }
    }

    @Test
    void connectionsThatBreakAgainAndAgainLoseNobody(@TempDir Path folder) {
        PostgresProcess postgres = PostgresProcess.start(folder);
        try (SandboxProcess sandbox = SandboxProcess.start();
                Gate gate = Gate.to(Gate.port(postgres.settings()));
                Crier crier = Crier.with(sandbox, through(gate, postgres.settings(), "20s"), PER_SECOND)) {
            settle(sandbox);
            String id = crier.broadcast(PipelineTest.phones(PEOPLE));
            for (int i = 1; i <= 10; i++) {
                awaitAccepted(sandbox, i * PEOPLE / 20);
                gate.freeze();
                awaitAcceptedOrNoMore(sandbox, i * PEOPLE / 20 + 1);
                gate.cut();
                gate.thaw();
                gate.open(Gate.port(postgres.settings()));
            }
            assertEachExactlyOnce(crier, sandbox, id);
        } finally {
            postgres.close();
        }
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(Json.parseOwn(response.body()).path("code").asString()).isEqualTo("unavailable");
    }

    private static void assertEachExactlyOnce(Crier crier, SandboxProcess sandbox, String id) {
        JsonNode summary = crier.client()
                .awaitSummary(
                        id,
                        LIMIT,
                        each -> PipelineTest.isFinished(each)
                                && each.path("statistics").path("read").asInt() == PEOPLE);
        Ledger ledger = Ledger.of(sandbox);
        assertThat(ledger.people()).as(summary.toString()).hasSize(PEOPLE);
        assertThat(ledger.twice()).as(summary.toString()).isEmpty();
    }
}
