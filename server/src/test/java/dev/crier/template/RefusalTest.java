package dev.crier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static Optional<String> advice(String code) {
        return Refusal.advice(new Problem(ProblemCode.WHATSAPP_ERROR, "refused", List.of(new Fault(code, "refused"))));
    }

    @Test
    void what_to_do_is_said_where_a_code_stands_for_one_thing() {
        assertThat(advice("100/2388023"))
                .hasValueSatisfying(fix -> assertThat(fix).contains("30 days"));
        assertThat(advice("2388299")).contains(LintRule.VARIABLE_EDGE.fix());
    }

    @Test
    void nothing_is_said_where_it_could_be_anything() {
        assertThat(List.of("100/2388042", "100", "190", "in_use", "", "/", "99999999999"))
                .allSatisfy(code -> assertThat(advice(code)).isEmpty());
        assertThat(Refusal.advice(new Problem(ProblemCode.WRONG_STATE, "no", List.of())))
                .isEmpty();
    }
}
