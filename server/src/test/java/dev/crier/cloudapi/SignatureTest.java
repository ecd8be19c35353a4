package dev.crier.cloudapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    // RFC 4231, test case 2.
    private static final Secret JEFE = new Secret("Jefe");
    private static final byte[] BODY = "what do ya want for nothing?".getBytes(UTF_8);
    private static final String HEX = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void a_right_signature_is_accepted_in_either_case() {
        assertThat(Signature.verify(JEFE, BODY, "sha256=" + HEX)).isTrue();
        assertThat(Signature.verify(JEFE, BODY, "sha256=" + HEX.toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(Signature.of(JEFE, BODY)).isEqualTo("sha256=" + HEX);
    }

    @Test
    void another_body_or_secret_is_refused() {
        assertThat(Signature.verify(JEFE, new byte[0], "sha256=" + HEX)).isFalse();
        assertThat(Signature.verify(new Secret("jefe"), BODY, "sha256=" + HEX)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha256=zz",
                HEX,
                "sha1=" + HEX,
                "sha256=" + HEX + "00",
                "sha256=zzdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "sha256=\u00e4\u00e4dcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            })
    void whatever_is_no_signature_is_refused_without_an_exception(String header) {
        assertThat(Signature.verify(JEFE, BODY, header)).isFalse();
    }
}
