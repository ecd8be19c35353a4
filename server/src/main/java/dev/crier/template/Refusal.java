package dev.crier.template;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.GraphError;
import dev.crier.cloudapi.GraphException;
import java.util.List;
import java.util.Optional;

/// What a caller is told when Meta did not do what was asked.
public final class Refusal {
    private Refusal() {}

    /// Meta's own words if it refused; otherwise that it is away.
    public static ProblemException of(GraphException e) {
        if (e.notOffered()) {
            return Problem.of(ProblemCode.WHATSAPP_ERROR, String.valueOf(e.getMessage()));
        }
        Optional<GraphError> error = e.error();
        if (error.isEmpty()) {
            return Problem.of(ProblemCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        GraphError refused = error.get();
        return switch (ErrorCatalogue.sync(refused).action()) {
            case THROTTLE_NUMBER, THROTTLE_PAIR ->
                Problem.of(ProblemCode.RATE_LIMITED, "WhatsApp: " + words(refused), List.of(fault(refused)));
            case RETRY, UNKNOWN ->
                Problem.of(ProblemCode.UNAVAILABLE, "WhatsApp: " + words(refused), List.of(fault(refused)));
            case FAIL, SUPPRESS, STOP_BROADCAST, HOLD_NUMBER ->
                Problem.of(ProblemCode.WHATSAPP_ERROR, words(refused), List.of(fault(refused)));
        };
    }

    /// Its code is Meta's: `100/2388042`, or `190` where there is no subcode.
    private static Fault fault(GraphError error) {
        String code = error.code() + (error.subcode() == null ? "" : "/" + error.subcode());
        String title = error.userTitle() == null ? error.title() : error.userTitle();
        String words = words(error);
        return new Fault(code, words.equals(title) ? words : title + ": " + words);
    }

    private static String words(GraphError error) {
        if (error.userMessage() != null) {
            return error.userMessage();
        }
        return error.details() == null ? error.title() : error.details();
    }
}
