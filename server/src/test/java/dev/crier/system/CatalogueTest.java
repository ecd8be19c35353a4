package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.cloudapi.ErrorCatalogue.Verdict;
import dev.crier.cloudapi.GraphError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Each of Meta's codes, provoked by the sandbox's magic recipients, does what the catalogue says of it.
class CatalogueTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);

    /// A magic recipient and its code.
    record Magic(String phone, int code) {}

    @BeforeEach
    void settle() {
        SANDBOX.behaviour(Json.object()
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 5)
                .put("latency_ms", 1)
                .put("pair_rate", false));
    }

    @AfterAll
    static void stop() {
        CRIER.close();
        SANDBOX.close();
    }

    static List<Magic> atOnce(Action... actions) {
        return magic(
                "reject",
                code -> ErrorCatalogue.sync(GraphError.of(code, 400, "")).action(),
                actions);
    }

    static List<Magic> later(Action... actions) {
        return magic("fail_later", code -> ErrorCatalogue.async(code).action(), actions);
    }

    private static List<Magic> magic(String effect, java.util.function.IntFunction<Action> action, Action... wanted) {
        JsonNode all = SANDBOX.call("GET", "/sandbox/magic", Json.object());
        Stream<JsonNode> entries = StreamSupport.stream(all.spliterator(), false);
        return entries.filter(each -> each.path("effect").asString().equals(effect))
                .map(each -> new Magic(
                        each.path("phone").asString(), each.path("code").asInt()))
                .filter(each -> List.of(wanted).contains(action.apply(each.code())))
                .toList();
    }

    static Stream<Magic> finalAtOnce() {
        return atOnce(Action.FAIL, Action.SUPPRESS, Action.RETRY).stream();
    }

    static Stream<Magic> finalLater() {
        return later(Action.FAIL, Action.SUPPRESS, Action.RETRY).stream();
    }

    static Stream<Magic> holdingAtOnce() {
        return atOnce(Action.HOLD_NUMBER).stream();
    }

    static Stream<Magic> holdingLater() {
        return later(Action.HOLD_NUMBER).stream();
    }

    static Stream<Magic> stopping() {
        List<Magic> all = new ArrayList<>(atOnce(Action.STOP_BROADCAST));
        all.addAll(later(Action.STOP_BROADCAST));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("finalAtOnce")
    void aCodeThatIsFinalForThePersonIsReportedWithItsSentence(Magic magic) {
        assertFails(magic, ErrorCatalogue.sync(GraphError.of(magic.code(), 400, "")));
    }

    @ParameterizedTest
    @MethodSource("finalLater")
    void aCodeThatComesLaterByWebhookIsReportedWithItsSentence(Magic magic) {
        assertFails(magic, ErrorCatalogue.async(magic.code()));
    }

    private static void assertFails(Magic magic, Verdict verdict) {
        String id = CRIER.broadcast(List.of(magic.phone()));
        JsonNode report = CRIER.awaitReport(
                id, each -> each.path("statistics").path("failed").asInt() == 1);
        JsonNode status = report.path("statuses").get(0);
        assertThat(status.path("status").asString()).isEqualTo("failure");
        assertThat(status.path("reason").asString()).isEqualTo(verdict.reason());
        assertThat(status.path("details").asString()).isEqualTo(verdict.entry().sentence());
        assertThat(status.path("error").path("code").asInt()).isEqualTo(magic.code());
        assertThat(report.path("failures").get(0)).isEqualTo(status);
        int tries =
                verdict.action() == Action.RETRY ? Math.min(4, verdict.entry().maxTries()) : 1;
        assertThat(status.path("attempts").asInt()).isEqualTo(tries);
        // One who stopped marketing would be kept out of the next test's marketing; this template is a utility.
    }

    @ParameterizedTest
    @MethodSource("holdingAtOnce")
    void aCodeAgainstTheAccountHoldsTheNumberAndKeepsTheMessage(Magic magic) {
        assertHolds(magic);
    }

    @ParameterizedTest
    @MethodSource("holdingLater")
    void aCodeAgainstTheAccountThatComesLaterHoldsTheNumberToo(Magic magic) {
        assertHolds(magic);
    }

    private static void assertHolds(Magic magic) {
        String id = CRIER.broadcast(List.of(magic.phone()));
        JsonNode report =
                CRIER.awaitReport(id, each -> each.path("cause").path("code").asInt(-1) == magic.code());
        assertThat(report.path("cause").path("reason").asString()).isEqualTo("account_error");
        assertThat(report.path("cause").path("fix").asString()).isNotBlank();
        assertThat(report.path("statistics").path("failed").asInt()).isZero();
        CRIER.post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
        CRIER.post("/whatsapp/release", Json.object());
        CRIER.awaitReport(id, each -> each.path("statistics").path("pending").asInt() == 0);
    }

    @ParameterizedTest
    @MethodSource("stopping")
    void aCodeAgainstTheTemplatePausesTheBroadcastAndSaysWhy(Magic magic) {
        String id = CRIER.broadcast(List.of(magic.phone()));
        JsonNode report =
                CRIER.awaitReport(id, each -> each.path("status").asString().equals("paused"));
        assertThat(report.path("cause").path("code").asInt()).isEqualTo(magic.code());
        assertThat(report.path("cause").path("sentence").asString()).isNotBlank();
        assertThat(report.path("statistics").path("pending").asInt()).isEqualTo(1);
        CRIER.post("/whatsapp/broadcast/" + id + "/cancel", Json.object());
        JsonNode cancelled = CRIER.awaitReport(
                id, each -> each.path("statistics").path("failed").asInt() == 1);
        assertThat(cancelled.path("failures").get(0).path("reason").asString()).isEqualTo("cancelled");
    }
}
