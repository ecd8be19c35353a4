package dev.crier.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crier.api.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What forms bring, and how figures and texts are shown.
class FormTest {
    @Test
    void fields_come_decoded_in_their_order_and_several_of_one_name_are_kept() {
        Form form = Form.parse("name=Caf%C3%A9+%26+Bar&contact=1&contact=2&empty=&flag&text=a%0D%0Ab");
        assertThat(form.text("name")).isEqualTo("Café & Bar");
        assertThat(form.all("contact")).containsExactly("1", "2");
        assertThat(form.text("empty")).isEmpty();
        assertThat(form.has("flag")).isTrue();
        assertThat(form.has("absent")).isFalse();
        assertThat(form.raw("text")).isEqualTo("a\nb");
        assertThat(form.names()).containsExactly("name", "contact", "empty", "flag", "text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%zz", "a=%00", "%00=a", "a=%ED%A0%80%00"})
    void what_cannot_be_read_or_stored_is_refused(String body) {
        assertThatThrownBy(() -> Form.parse(body)).isInstanceOf(ProblemException.class);
    }

    @Test
    void more_fields_than_any_form_has_are_refused() {
        assertThatThrownBy(() -> Form.parse("a=1&".repeat(20_000))).isInstanceOf(ProblemException.class);
        assertThat(Form.parse("&".repeat(100_000)).names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, –",
        "0, 5, 0 %",
        "5, 5, 100 %",
        "999999, 1000000, 99.9 %",
        "1, 1000000, < 0.1 %",
        "1, 3, 33 %",
        "1, 40, 2.5 %",
        "199, 200, 99.5 %"
    })
    void a_share_is_never_rounded_to_all_or_nothing(long part, long whole, String shown) {
        assertThat(Show.percent(part, whole)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*bold* and _it_ ~no~ | <strong>bold</strong> and <em>it</em> <s>no</s>",
                "2*3*4 stays | 2*3*4 stays",
                "* no * | * no *",
                "<script>*x*</script> | &lt;script&gt;<strong>x</strong>&lt;/script&gt;",
                "```code``` | <code>code</code>",
                "snake_case_name | snake_case_name"
            })
    void texts_look_as_on_the_phone_and_stay_text(String text, String html) {
        assertThat(WhatsappText.html(text)).isEqualTo(html);
    }
}
