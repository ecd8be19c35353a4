package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.inbound.StatusRules.Effect;
import dev.crier.inbound.StatusRules.Ruling;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.Reason;
import dev.crier.message.RetryPolicy;
import dev.crier.message.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    private static final Instant NOW = Scene.NOW;
    private static final MessageId ID = new MessageId(new UUID(1, 2), 3, 2);
    private final StatusRules rules = new StatusRules(RetryPolicy.DEFAULT, new Random(1));

    private Ruling ruling(Kind kind, @Nullable Integer code) {
        return rules.on(ID, Scene.status(ID, kind, 0, code), NOW).orElseThrow();
    }

    private Change change(Kind kind, @Nullable Integer code) {
        return ruling(kind, code).change();
    }

    private static Change.Failure failure(Change change) {
        return Objects.requireNonNull(change.failure());
    }

    @Test
    void what_arrived_moves_forward_with_metas_time_and_wamid() {
        assertThat(change(Kind.SENT, null).stage()).isEqualTo(Stage.SENT);
        assertThat(change(Kind.SENT, null).times().sent()).isEqualTo(NOW);
        assertThat(change(Kind.DELIVERED, null).stage()).isEqualTo(Stage.DELIVERED);
        assertThat(change(Kind.DELIVERED, null).times().delivered()).isEqualTo(NOW);
        assertThat(change(Kind.READ, null).stage()).isEqualTo(Stage.READ);
        assertThat(change(Kind.PLAYED, null).stage()).isEqualTo(Stage.READ);
        assertThat(change(Kind.PLAYED, null).times().read()).isEqualTo(NOW);
        assertThat(change(Kind.READ, null).wamid()).isEqualTo("wamid.3");
        assertThat(change(Kind.READ, null).attempt()).isEqualTo(2);
    }

    @Test
    void what_says_nothing_about_delivery_changes_nothing() {
        assertThat(rules.on(ID, Scene.status(ID, Kind.OTHER, 0, null), NOW)).isEmpty();
    }

    @Test
    void an_unreachable_recipient_has_failed_for_good() {
        Change change = change(Kind.FAILED, 131026);
        assertThat(change.stage()).isEqualTo(Stage.FAILED);
        assertThat(failure(change).reason()).isEqualTo(Reason.RECIPIENT_UNREACHABLE);
        assertThat(failure(change).code()).isEqualTo(131026);
        assertThat(failure(change).details()).isEqualTo("details 131026");
        assertThat(ruling(Kind.FAILED, 131026).effect()).isNull();
    }

    @Test
    void a_failure_without_an_error_still_fails() {
        assertThat(change(Kind.FAILED, null).stage()).isEqualTo(Stage.FAILED);
        assertThat(failure(change(Kind.FAILED, null)).reason()).isEqualTo(Reason.WHATSAPP_ERROR);
    }

    @Test
    void an_unknown_code_fails() {
        assertThat(change(Kind.FAILED, 987_654).stage()).isEqualTo(Stage.FAILED);
    }

    @Test
    void who_stopped_marketing_is_remembered() {
        assertThat(change(Kind.FAILED, 131050).stage()).isEqualTo(Stage.FAILED);
        assertThat(ruling(Kind.FAILED, 131050).effect()).isEqualTo(new Effect.StopMarketing());
    }

    @Test
    void what_may_pass_is_tried_again_after_the_policys_pause() {
        Change change = change(Kind.FAILED, 131016);
        assertThat(change.stage()).isEqualTo(Stage.WAITING);
        assertThat(change.isFree()).isFalse();
        assertThat(change.maxTries()).isEqualTo(RetryPolicy.DEFAULT.maxTries());
        assertThat(change.dueAt())
                .isBetween(NOW.plus(Duration.ofSeconds(48)), NOW.plus(Duration.ofSeconds(72))); // second try: 1 min
    }

    @Test
    void the_catalogue_may_allow_fewer_tries_than_the_policy() {
        assertThat(change(Kind.FAILED, 131000).maxTries()).isLessThan(RetryPolicy.DEFAULT.maxTries());
    }

    @Test
    void a_throttle_costs_no_try_until_there_were_too_many() {
        assertThat(change(Kind.FAILED, 131056).isFree()).isTrue();
        assertThat(change(Kind.FAILED, 130429).isFree()).isTrue();
        MessageId late = new MessageId(ID.broadcastId(), 3, RetryPolicy.MAX_FREE_ATTEMPTS);
        StatusUpdate status = Scene.status(late, Kind.FAILED, 0, 131056);
        Change change = rules.on(late, status, NOW).orElseThrow().change();
        assertThat(change.stage()).isEqualTo(Stage.FAILED);
        assertThat(failure(change).reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @Test
    void a_paused_template_pauses_the_broadcast_and_keeps_the_message() {
        Ruling ruling = ruling(Kind.FAILED, 132015);
        assertThat(ruling.change().stage()).isEqualTo(Stage.WAITING);
        assertThat(ruling.change().dueAt()).isEqualTo(NOW);
        assertThat(ruling.effect())
                .isEqualTo(new Effect.PauseBroadcast(132015, Reason.TEMPLATE_UNAVAILABLE, "details 132015"));
    }

    @Test
    void a_payment_problem_holds_the_number_and_keeps_the_message_however_often() {
        Ruling ruling = ruling(Kind.FAILED, 131042);
        assertThat(ruling.change().stage()).isEqualTo(Stage.WAITING);
        assertThat(ruling.change().maxTries()).isZero();
        assertThat(ruling.effect()).isEqualTo(new Effect.HoldNumber(131042, "details 131042"));
    }

    @Test
    void times_of_any_age_are_taken() {
        for (Instant at : List.of(Instant.EPOCH, Instant.ofEpochSecond(99_999_999_999L))) {
            StatusUpdate status = new StatusUpdate("", "wamid.x", Kind.READ, at, null, null, null, List.of(), null);
            assertThat(rules.on(ID, status, NOW).orElseThrow().change().at()).isEqualTo(at);
        }
    }

    @Test
    void template_events_lead_to_the_status_that_sends_depend_on() {
        assertThat(FieldApplier.statusAfter("REINSTATED")).contains("APPROVED");
        assertThat(FieldApplier.statusAfter("UNPAUSED")).contains("APPROVED");
        assertThat(FieldApplier.statusAfter("PAUSED")).contains("PAUSED");
        assertThat(FieldApplier.statusAfter("FLAGGED")).isEmpty();
        assertThat(FieldApplier.statusAfter("SOMETHING_NEW")).isEmpty();
    }
}
