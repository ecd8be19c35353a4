package dev.crier.studio;

import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a form is known by, so that it acts once, however often it is sent: pressed twice, loaded again, repeated by a
/// network. Every page that is made has new ones (`part/once.jte`).
public record Once(UUID id) {
    private static final String FIELD = "once";

    public static Once fresh() {
        return new Once(UUID.randomUUID());
    }

    /// That of a form that was sent.
    public static Once of(Form form) {
        @Nullable UUID id = Ids.parse(form.text(FIELD));
        if (id == null) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The page was too old; send it again from this one");
        }
        return new Once(id);
    }

    /// As an idempotency key of the API.
    public String key() {
        return "studio-form-" + id;
    }

    /// A form that is shown again since it could not be carried out.
    public record Again(Once once, Problem problem) {}

    /// The form of a page that is shown again with that problem, which is told without a word of keys. It stays the
    /// same form until it has acted: then what it says now is another matter.
    public static Again again(Form form, Problem problem) {
        @Nullable UUID id = Ids.parse(form.text(FIELD));
        Once same = id == null ? fresh() : new Once(id);
        return switch (problem.code()) {
            case IDEMPOTENCY_MISMATCH ->
                new Again(
                        fresh(),
                        wrongState("This form has sent its message already, and now it says something else."
                                + " Look at what was sent; press the button again if this is to be sent too"));
            case IDEMPOTENCY_IN_PROGRESS ->
                new Again(
                        same,
                        wrongState("It is being sent just now; press the button again in a moment to see whether it"
                                + " was. It is sent once, however often you press"));
            default -> new Again(same, problem);
        };
    }

    private static Problem wrongState(String detail) {
        return new Problem(ProblemCode.WRONG_STATE, detail, List.of());
    }
}
