package dev.crier.cli.demo;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/// The demo's account at the sandbox: drawn at the first start, the same ever after.
record Account(String wabaId, String phoneNumberId, String accessToken, String appSecret, String verifyToken) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /// The account that `demo` remembers, completed where it remembers nothing.
    static Account of(DemoFile demo) {
        return new Account(
                remembered(demo, "waba_id", Account::digits),
                remembered(demo, "phone_number_id", Account::digits),
                remembered(demo, "access_token", () -> "EAA" + secret()),
                remembered(demo, "app_secret", Account::secret),
                remembered(demo, "verify_token", Account::secret));
    }

    private static String remembered(DemoFile demo, String key, Supplier<String> fresh) {
        String value = demo.value(key).orElseGet(fresh);
        demo.with(key, value);
        return value;
    }

    /// Looks like an id of Meta's: 15 digits.
    private static String digits() {
        return Long.toString(RANDOM.nextLong(100_000_000_000_000L, 1_000_000_000_000_000L));
    }

    private static String secret() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
