package dev.crier.cloudapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.cloudapi.ErrorCatalogue.Entry;
import dev.crier.cloudapi.ErrorCatalogue.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCatalogueTest {
    private static final Set<String> REASONS = Set.of(
            "template_unavailable",
            "template_mismatch",
            "recipient_unreachable",
            "recipient_optout",
            "not_delivered_by_policy",
            "rate_limited",
            "provider_unavailable",
            "account_error",
            "invalid_params",
            "whatsapp_error",
            "outcome_unknown");

    static List<Entry> entries() {
        return ErrorCatalogue.entries();
    }

    private static Verdict sync(int code) {
        return ErrorCatalogue.sync(GraphError.of(code, 400, ""));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 10, 33, 100, 104, 190, 200, 250, 299, 368, 429, 613, 2500, 80007, 80008, 130403, 130429,
                130472, 130497, 131000, 131005, 131008, 131009, 131014, 131016, 131021, 131026, 131030, 131031, 131037,
                131042, 131045, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131055, 131056, 131057, 131062,
                131063, 131064, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068, 132069,
                133000, 133004, 133005, 133006, 133007, 133008, 133009, 133010, 133015, 133016, 134011, 134100, 134101,
                134102, 135000, 137000, 139200, 2388004, 2388019, 2388023, 2388024, 2388039, 2388040, 2388042, 2388047,
                2388072, 2388073, 2388293, 2388299, 2388318, 2388330, 2494100
            })
    void every_code_of_the_reference_is_listed(int code) {
        assertThat(sync(code).entry().code()).isNotEqualTo(Entry.NO_CODE);
        assertThat(ErrorCatalogue.async(code).entry().code()).isNotEqualTo(Entry.NO_CODE);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_entry_speaks_to_people(Entry entry) {
        assertThat(entry.title()).isNotBlank();
        assertThat(entry.sentence()).isNotBlank().endsWith(".");
        assertThat(entry.fix()).isNotBlank().endsWith(".");
        assertThat(entry.reason()).isIn(REASONS);
        assertThat(entry.maxTries()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void actions_and_reasons_fit_together(Entry entry) {
        assertThat(entry.sync() == Action.HOLD_NUMBER).isEqualTo("account_error".equals(entry.reason()));
        boolean throttle = entry.sync() == Action.THROTTLE_NUMBER || entry.sync() == Action.THROTTLE_PAIR;
        assertThat(throttle).isEqualTo("rate_limited".equals(entry.reason()));
        assertThat(entry.async()).as("a failed status is never open").isNotEqualTo(Action.UNKNOWN);
    }

    @Test
    void codes_come_in_order_and_once() {
        List<Integer> codes = entries().stream()
                .map(Entry::code)
                .filter(code -> code != Entry.NO_CODE)
                .toList();
        assertThat(codes).isSorted().doesNotHaveDuplicates();
        Set<String> labels = new HashSet<>();
        entries().stream().filter(entry -> entry.code() != Entry.NO_CODE).forEach(entry -> labels.add(entry.label()));
        assertThat(labels).hasSameSizeAs(codes).contains("200–299", "131026");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    132001, STOP_BROADCAST, template_unavailable
                    132015, STOP_BROADCAST, template_unavailable
                    132016, STOP_BROADCAST, template_unavailable
                    132000, STOP_BROADCAST, template_mismatch
                    132012, STOP_BROADCAST, template_mismatch
                    132018, STOP_BROADCAST, template_mismatch
                    131008, STOP_BROADCAST, template_mismatch
                    131009, STOP_BROADCAST, template_mismatch
                    132005, FAIL, invalid_params
                    131026, FAIL, recipient_unreachable
                    131050, SUPPRESS, recipient_optout
                    131049, FAIL, not_delivered_by_policy
                    130472, FAIL, not_delivered_by_policy
                    130497, FAIL, not_delivered_by_policy
                    130429, THROTTLE_NUMBER, rate_limited
                    80007, THROTTLE_NUMBER, rate_limited
                    4, THROTTLE_NUMBER, rate_limited
                    131056, THROTTLE_PAIR, rate_limited
                    131057, THROTTLE_NUMBER, rate_limited
                    613, THROTTLE_NUMBER, rate_limited
                    2494100, THROTTLE_NUMBER, rate_limited
                    2, RETRY, provider_unavailable
                    131016, RETRY, provider_unavailable
                    1, RETRY, whatsapp_error
                    131000, UNKNOWN, outcome_unknown
                    190, HOLD_NUMBER, account_error
                    368, HOLD_NUMBER, account_error
                    131031, HOLD_NUMBER, account_error
                    131042, HOLD_NUMBER, account_error
                    131045, HOLD_NUMBER, account_error
                    133010, HOLD_NUMBER, account_error
                    """)
    void an_answer_is_judged_as_the_contract_says(int code, Action action, String reason) {
        assertThat(sync(code).action()).isEqualTo(action);
        assertThat(sync(code).reason()).isEqualTo(reason);
    }

    @Test
    void a_webhook_with_an_unknown_error_may_be_tried_once_more() {
        Verdict verdict = ErrorCatalogue.async(131000);
        assertThat(verdict.action()).isEqualTo(Action.RETRY);
        assertThat(verdict.entry().maxTries()).isEqualTo(2);
        assertThat(verdict.reason()).isEqualTo("whatsapp_error");
        assertThat(sync(1).entry().maxTries()).isEqualTo(3);
    }

    @Test
    void codes_not_listed_are_judged_by_what_came_with_them() {
        assertThat(sync(987654).action()).isEqualTo(Action.FAIL);
        assertThat(ErrorCatalogue.async(987654).action()).isEqualTo(Action.FAIL);
        assertThat(ErrorCatalogue.async(-1).action()).isEqualTo(Action.FAIL);
        Verdict serverError = ErrorCatalogue.sync(GraphError.of(987654, 500, ""));
        assertThat(serverError.action()).isEqualTo(Action.UNKNOWN);
        assertThat(serverError.reason()).isEqualTo("outcome_unknown");
        GraphError passing = new GraphError(987654, null, 400, "", null, true, null, null, null);
        assertThat(ErrorCatalogue.sync(passing).action()).isEqualTo(Action.UNKNOWN);
        assertThat(ErrorCatalogue.sync(GraphError.of(987654, 429, "")).action()).isEqualTo(Action.THROTTLE_NUMBER);
    }

    @Test
    void code_100_stands_for_what_its_subcode_says() {
        assertThat(subcode(33).action()).isEqualTo(Action.HOLD_NUMBER);
        assertThat(subcode(2388024).entry().code()).isEqualTo(2388024);
        assertThat(subcode(77).action()).isEqualTo(Action.STOP_BROADCAST);
        GraphError gone = GraphError.of(100, 400, "Unsupported post request. Object with ID '1' does not exist");
        assertThat(ErrorCatalogue.sync(gone).action()).isEqualTo(Action.HOLD_NUMBER);
    }

    private static Verdict subcode(int subcode) {
        return ErrorCatalogue.sync(
                new GraphError(100, subcode, 400, "Invalid parameter", null, false, null, null, null));
    }
}
