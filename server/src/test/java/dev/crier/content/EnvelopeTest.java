package dev.crier.content;

import static dev.crier.content.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.content.RenderResult.Rendered;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Rendered TEMPLATE = new Rendered("{\"name\":\"n\"}".getBytes(StandardCharsets.UTF_8));

    @Test
    void a_template_is_wrapped_for_the_wire() {
        assertThat(new String(Envelope.envelope("+31612345678", null, TEMPLATE, "b:1"), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\",\"to\":\"+31612345678\","
                                + "\"type\":\"template\",\"template\":{\"name\":\"n\"},\"biz_opaque_callback_data\":\"b:1\"}");
    }

    @Test
    void a_recipient_may_have_a_user_id_only() {
        assertThat(json(Envelope.envelope(null, "US.1349", TEMPLATE, null)))
                .isEqualTo(
                        json(
                                "{'messaging_product':'whatsapp','recipient_type':'individual','recipient':'US.1349','type':'template','template':{'name':'n'}}"));
    }

    @Test
    void a_text_is_escaped() {
        assertThat(json(Envelope.text("+1", null, "say \"hi\"\n", "b:1"))
                        .at("/text/body")
                        .stringValue())
                .isEqualTo("say \"hi\"\n");
    }

    @Test
    void nobody_and_too_much_callback_data_are_our_own_mistakes() {
        assertThatThrownBy(() -> Envelope.envelope(null, null, TEMPLATE, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Envelope.envelope("+1", null, TEMPLATE, "x".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
