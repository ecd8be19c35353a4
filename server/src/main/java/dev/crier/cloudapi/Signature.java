package dev.crier.cloudapi;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Meta's signature on webhooks: `X-Hub-Signature-256: sha256=<hex HMAC-SHA256(app secret, body as received)>`.
public final class Signature {
    public static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_CHARS = 64;

    private Signature() {}

    /// Whether the header proves that the holder of the app secret wrote exactly these bytes. Takes equally long
    /// wherever the difference is, and answers false to whatever is not a signature.
    public static boolean verify(Secret appSecret, byte[] body, @Nullable String header) {
        byte[] claimed = claimed(header);
        return claimed != null && MessageDigest.isEqual(hmac(appSecret, body), claimed);
    }

    /// The header's value for a body: for tests and for a sandbox in the same process.
    public static String of(Secret appSecret, byte[] body) {
        return PREFIX + HexFormat.of().formatHex(hmac(appSecret, body));
    }

    private static byte @Nullable [] claimed(@Nullable String header) {
        if (header == null || header.length() != PREFIX.length() + HEX_CHARS) {
            return null;
        }
        try {
            boolean sha256 = header.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
            return sha256 ? HexFormat.of().parseHex(header, PREFIX.length(), header.length()) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// A Mac per call: it costs a microsecond, and a shared or pooled one would mix the bodies of two requests.
    private static byte[] hmac(Secret appSecret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(appSecret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
