package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.wire.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MagicTest {
    private static Box box;

    @BeforeAll
    static void open() throws Exception {
        box = Box.open();
        box.behave("{\"slow_ms\":1,\"pacing_ms\":5}");
        box.greeting();
    }

    @AfterAll
    static void close() {
        box.close();
    }

    private static List<JsonNode> magic(String effect) throws Exception {
        return box.control("GET", "/magic", null)
                .json()
                .valueStream()
                .filter(magic -> effect.equals(Json.text(magic, "effect")))
                .toList();
    }

    @Test
    void everyCodeThatMetaAnswersCanBeMet() throws Exception {
        List<JsonNode> all = magic("reject");

        assertThat(all).hasSizeGreaterThan(55);
        for (JsonNode magic : all) {
            int code = magic.path("code").asInt();
            Box.Reply reply = box.send(Box.greetingTo(Json.text(magic, "phone", "")));
            assertThat(reply.code()).as(magic.toString()).isEqualTo(code);
            assertThat(reply.status())
                    .as(magic.toString())
                    .isEqualTo(ErrorCatalogue.known(code).http());
        }
    }

    @Test
    void everyCodeThatComesLaterCanBeMet() throws Exception {
        for (JsonNode magic : magic("fail_later")) {
            String wamid = box.sent(Box.greetingTo(Json.text(magic, "phone", "")));
            box.settle();
            assertThat(box.hook.statuses())
                    .filteredOn(status -> wamid.equals(Json.text(status, "id")))
                    .singleElement()
                    .satisfies(status -> {
                        assertThat(Json.text(status, "status")).isEqualTo("failed");
                        assertThat(status.path("errors").path(0).path("code")).isEqualTo(magic.path("code"));
                    });
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "+31612000015, sent delivered read",
        "+31612000016, ''",
        "+31612000017, sent",
        "+31612000018, sent delivered",
        "+31612000019, sent read",
        "+31612000024, sent delivered read",
        "+31612000025, failed",
        "+31612345678, sent delivered read"
    })
    void acceptedMessagesGoTheirWay(String phone, String statuses) throws Exception {
        String wamid = box.sent(Box.greetingTo(phone));
        box.settle();

        assertThat(String.join(" ", box.hook.statusesOf(wamid))).isEqualTo(statuses);
    }

    @ParameterizedTest(name = "{0}: {1} statuses, {2} accepted")
    @CsvSource({"+31612000010, 3, 1", "+31612000011, 0, 1", "+31612000012, 0, 0"})
    void connectionsCloseBeforeOrAfterAcceptance(String phone, int statuses, int accepted) throws Exception {
        int before = box.sends().size();
        assertThatThrownBy(() -> box.send(Box.greetingTo(phone))).isInstanceOf(IOException.class);
        box.settle();

        List<JsonNode> sends = box.sends();
        assertThat(sends).hasSize(before + accepted);
        if (accepted > 0) {
            assertThat(box.hook.statusesOf(Json.text(sends.getLast(), "wamid", "")))
                    .hasSize(statuses);
        }
    }

    @ParameterizedTest(name = "{0}: {1} accepted")
    @CsvSource({"+31612000013, 0", "+31612000014, 1"})
    void brokenPagesComeWithOrWithoutAcceptance(String phone, int accepted) throws Exception {
        int before = box.sends().size();
        Box.Reply reply = box.send(Box.greetingTo(phone));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).startsWith("<!DOCTYPE html>");
        assertThat(box.sends()).hasSize(before + accepted);
    }

    @ParameterizedTest(name = "{0}: {1} {2} times")
    @CsvSource({"+31612000020, 130429, 2", "+31612000021, 131016, 2", "+31612000022, 131056, 1"})
    void someAreRefusedAFewTimesAndThenTaken(String phone, int code, int times) throws Exception {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < times; i++) {
                assertThat(box.send(Box.greetingTo(phone)).code()).isEqualTo(code);
            }
            assertThat(box.send(Box.greetingTo(phone)).status()).isEqualTo(200);
        }
    }

    @Test
    void oneFailsFirstAndIsDeliveredAtTheSecondAttempt() throws Exception {
        String first = box.sent(Box.greetingTo("+31612000023"));
        String second = box.sent(Box.greetingTo("+31612000023"));
        box.settle();

        assertThat(box.hook.statusesOf(first)).containsExactly("failed");
        assertThat(box.hook.statusesOf(second)).containsExactly("sent", "delivered", "read");
    }

    @Test
    void heldMessagesSaySo() throws Exception {
        Box.Reply reply = box.send(Box.greetingTo("+31612000024"));

        assertThat(Json.text(reply.json().path("messages").path(0), "message_status"))
                .isEqualTo("held_for_quality_assessment");
    }
}
