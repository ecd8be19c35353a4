package dev.crier.sandbox.message;

import java.util.List;

/**
 * What will become of an accepted message.
 *
 * @param messageStatus {@code accepted} or {@code held_for_quality_assessment}
 */
record Course(String messageStatus, List<Step> steps) {
    static final String ACCEPTED = "accepted";
    static final String HELD = "held_for_quality_assessment";

    /**
     * A status to come.
     *
     * @param afterMillis time since the step before
     * @param errorCode Meta's code of a failure, otherwise 0
     * @param priced whether the webhook carries the pricing
     */
    record Step(String status, long afterMillis, int errorCode, boolean priced) {}

    static Course failed(long afterMillis, int errorCode) {
        return new Course(ACCEPTED, List.of(new Step("failed", afterMillis, errorCode, false)));
    }

    Course held(long millis) {
        Step first = steps.getFirst();
        Step later = new Step(first.status(), first.afterMillis() + millis, first.errorCode(), first.priced());
        return new Course(
                HELD,
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(later),
                                steps.stream().skip(1))
                        .toList());
    }
}
