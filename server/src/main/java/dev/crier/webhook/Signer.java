package dev.crier.webhook;

import dev.crier.cloudapi.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures as Standard Webhooks wants them: HMAC-SHA256 over id, timestamp and body.
final class Signer {
    private static final String PREFIX = "whsec_";

    /// Within the 24 to 64 that the standard allows; as long as the hash.
    private static final int KEY_BYTES = 32;

    private static final int HINT_CHARS = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signer() {}

    static Secret newSecret() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /// The end of a secret: enough to tell two apart, of no use to sign.
    static String hint(Secret secret) {
        // The very last character is always '=', and the one before it has only four bits.
        String key = secret.reveal().replace("=", "");
        return key.substring(key.length() - HINT_CHARS);
    }

    static String masked(String hint) {
        return PREFIX + "…" + hint;
    }

    /// The header `webhook-signature`: one signature for each secret, of which the receiver needs to know one.
    static String signatures(List<Secret> secrets, UUID id, long timestamp, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, id, timestamp, body))
                .collect(Collectors.joining(" "));
    }

    private static String signature(Secret secret, UUID id, long timestamp, byte[] body) {
        try {
            byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing", e);
        }
    }
}
