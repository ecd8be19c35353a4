package dev.crier.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import dev.crier.client.WebhookVerifier.InvalidEventException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookVerifierTest {
    private static final String SECRET = secret(1);
    private static final String OTHER = secret(2);
    private static final String ID = "01a20427-a148-72d1-9c56-014880229d96";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String BODY = "{\"type\":\"action_status\",\"user_id\":\"ë\"}";

    private static String secret(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    private static WebhookVerifier verifier(String... secrets) {
        return WebhookVerifier.of(secrets).at(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// By the standard's own library.
    private static String signed(String secret, Instant at) throws Exception {
        return new Webhook(secret).sign(ID, at.getEpochSecond(), BODY);
    }

    private static String time(Instant at) {
        return Long.toString(at.getEpochSecond());
    }

    @Test
    void anEventThatTheStandardsLibrarySignedIsTakenWithItsIdAndType() throws Exception {
        WebhookVerifier.Event event = verifier(SECRET).verify(ID, time(NOW), signed(SECRET, NOW), bytes(BODY));
        assertThat(event.id()).isEqualTo(ID);
        assertThat(event.type()).isEqualTo("action_status");
        assertThat(event.sentAt()).isEqualTo(NOW);
        assertThat(event.body().path("user_id").asString()).isEqualTo("ë");
    }

    @Test
    void headersAreFoundInAnyCase() throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("Webhook-Id", List.of(ID));
        headers.put("WEBHOOK-TIMESTAMP", List.of(time(NOW)));
        headers.put("webhook-signature", List.of(signed(SECRET, NOW)));
        assertThat(verifier(SECRET).verify(headers, bytes(BODY)).id()).isEqualTo(ID);
        headers.remove("Webhook-Id");
        assertThatThrownBy(() -> verifier(SECRET).verify(headers, bytes(BODY)))
                .isInstanceOf(InvalidEventException.class);
    }

    @Test
    void whileASecretIsChangedOneOfSeveralSignaturesIsEnough() throws Exception {
        String both = signed(OTHER, NOW) + " " + signed(SECRET, NOW);
        assertThat(verifier(SECRET).verify(ID, time(NOW), both, bytes(BODY)).id())
                .isEqualTo(ID);
        assertThat(verifier(OTHER, SECRET)
                        .verify(ID, time(NOW), signed(SECRET, NOW), bytes(BODY))
                        .id())
                .isEqualTo(ID);
    }

    @Test
    void anythingAlteredIsRefused() throws Exception {
        String good = signed(SECRET, NOW);
        String altered = good.substring(0, 10) + (good.charAt(10) == 'A' ? 'B' : 'A') + good.substring(11);
        refused(ID, time(NOW), altered, BODY);
        refused(ID, time(NOW), good, BODY + " ");
        refused(ID + "x", time(NOW), good, BODY);
        refused(ID, time(NOW.plusSeconds(1)), good, BODY);
        refused(ID, time(NOW), signed(OTHER, NOW), BODY);
        refused(ID, time(NOW), good.replace("v1,", "v2,"), BODY);
        refused(ID, time(NOW), "", BODY);
        refused(ID, "soon", good, BODY);
        refused(ID, "-1", good, BODY);
    }

    private static void refused(String id, String timestamp, String signatures, String body) {
        assertThatThrownBy(() -> verifier(SECRET).verify(id, timestamp, signatures, bytes(body)))
                .as(signatures)
                .isInstanceOf(InvalidEventException.class);
    }

    @Test
    void aRecordedEventIsRefusedLater() throws Exception {
        for (Duration off : List.of(Duration.ofSeconds(301), Duration.ofSeconds(-301))) {
            Instant then = NOW.plus(off);
            String signature = signed(SECRET, then);
            assertThatThrownBy(() -> verifier(SECRET).verify(ID, time(then), signature, bytes(BODY)))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining("time");
            assertThat(verifier(SECRET)
                            .tolerating(Duration.ofMinutes(6))
                            .verify(ID, time(then), signature, bytes(BODY))
                            .sentAt())
                    .isEqualTo(then);
        }
        Instant edge = NOW.minusSeconds(300);
        assertThat(verifier(SECRET)
                        .verify(ID, time(edge), signed(SECRET, edge), bytes(BODY))
                        .id())
                .isEqualTo(ID);
    }

    @Test
    void aSecretThatIsNoneIsSaidWithoutShowingIt() {
        assertThatThrownBy(() -> WebhookVerifier.of("whsec_not base 64!"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("not base 64!");
    }
}
