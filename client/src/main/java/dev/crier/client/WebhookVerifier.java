package dev.crier.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Tells events that Crier has signed (Standard Webhooks) from all others.
///
/// While a secret is changed events are signed with the old one and the new one, and a receiver may know either or
/// both; one that fits is enough. An old event that somebody recorded is refused by its time; the same event may come
/// twice by right, with the same id.
public final class WebhookVerifier {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /// More are no rotation but somebody who wants us to calculate.
    private static final int MAX_SIGNATURES = 20;

    private final List<SecretKeySpec> keys;
    private final Duration tolerance;
    private final Clock clock;

    private WebhookVerifier(List<SecretKeySpec> keys, Duration tolerance, Clock clock) {
        this.keys = keys;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /// An event that is what Crier sent.
    ///
    /// @param id the same when it is delivered again: remember it to handle each once
    /// @param type such as `action_status`
    /// @param body all of it
    public record Event(String id, Instant sentAt, String type, JsonNode body) {}

    /// The event is not signed as it must be: answer 401 and forget it.
    public static final class InvalidEventException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InvalidEventException(String why) {
            super(why);
        }
    }

    /// A verifier for events of one webhook.
    ///
    /// @param secrets each as `whsec_…`; more than one while a secret is changed
    /// @throws IllegalArgumentException if one is none
    public static WebhookVerifier of(String... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("A verifier needs a secret");
        }
        List<SecretKeySpec> keys = Stream.of(secrets).map(WebhookVerifier::key).toList();
        return new WebhookVerifier(keys, TOLERANCE, Clock.systemUTC());
    }

    private static SecretKeySpec key(String secret) {
        String encoded = secret.strip().startsWith(PREFIX) ? secret.strip().substring(PREFIX.length()) : secret.strip();
        try {
            return new SecretKeySpec(Base64.getDecoder().decode(encoded), "HmacSHA256");
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may hold a part of the secret.
            throw new IllegalArgumentException("The secret is not whsec_ and Base64");
        }
    }

    /// How far the event's time may be from now, before and after; 5 min unless said.
    public WebhookVerifier tolerating(Duration difference) {
        return new WebhookVerifier(keys, difference, clock);
    }

    WebhookVerifier at(Clock now) {
        return new WebhookVerifier(keys, tolerance, now);
    }

    /// The event in a request.
    ///
    /// @param headers of the request, in any case
    /// @param body its bytes as they came; text that was read and written again has another signature
    public Event verify(Map<String, List<String>> headers, byte[] body) {
        Map<String, String> first = new TreeMap<>();
        headers.forEach((name, values) -> {
            // The JDK's own server has the status line under null.
            if (name != null && !values.isEmpty()) {
                first.put(name.toLowerCase(Locale.ROOT), values.getFirst());
            }
        });
        return verify(first.get("webhook-id"), first.get("webhook-timestamp"), first.get("webhook-signature"), body);
    }

    /// The event in a request with these headers: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    public Event verify(@Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
        if (id == null || timestamp == null || signatures == null || id.isEmpty()) {
            throw new InvalidEventException("A header of the signature is missing");
        }
        Instant sentAt = time(timestamp);
        String[] each = signatures.strip().split(" +", MAX_SIGNATURES + 1);
        boolean known = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = sign(key, id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < Math.min(each.length, MAX_SIGNATURES); i++) {
                known |= MessageDigest.isEqual(expected, each[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        if (!known) {
            throw new InvalidEventException("No signature fits");
        }
        if (Duration.between(sentAt, clock.instant()).abs().compareTo(tolerance) > 0) {
            throw new InvalidEventException("The event is of another time");
        }
        return event(id, sentAt, body);
    }

    private static Instant time(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            throw new InvalidEventException("The timestamp is none");
        }
        return Instant.ofEpochSecond(Long.parseLong(timestamp));
    }

    private static String sign(SecretKeySpec key, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing", e);
        }
    }

    private static Event event(String id, Instant sentAt, byte[] body) {
        try {
            JsonNode json = ClientJson.MAPPER.readTree(body);
            return new Event(id, sentAt, json.path("type").asString(""), json);
        } catch (JacksonException e) {
            throw new InvalidEventException("The body is no JSON");
        }
    }
}
