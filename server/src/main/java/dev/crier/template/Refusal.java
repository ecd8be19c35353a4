package dev.crier.template;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.GraphError;
import dev.crier.cloudapi.GraphException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a caller is told when Meta did not do what was asked.
public final class Refusal {
    /// What to do about Meta's subcodes that no rule of ours has foreseen.
    private static final Map<Integer, String> ADVICE = Map.of(
            2388004, "Take another name.",
            2388019,
                    "Delete templates that nobody sends; a verified business with an approved display name may have 6,000.",
            2388023, "Take another name: Meta keeps that of a deleted template for 30 days.",
            2388024, "Edit the template that exists, or take another name. Sync now shows it here.",
            2388039, "Wait until Meta has reviewed it; what is approved, rejected or paused can be edited.");

    private Refusal() {}

    /// What to do about a refusal of Meta's; empty if its own words are all that is known.
    public static Optional<String> advice(Problem problem) {
        return problem.errors().stream()
                .flatMap(fault -> advice(fault.code()).stream())
                .findFirst();
    }

    private static Optional<String> advice(String code) {
        String subcode = code.substring(code.indexOf('/') + 1);
        if (!subcode.matches("[0-9]{3,9}")) {
            return Optional.empty();
        }
        Integer number = Integer.valueOf(subcode);
        return Optional.ofNullable(ADVICE.get(number)).or(() -> onlyRule(number));
    }

    /// Most codes stand for many rules, and say nothing in particular.
    private static Optional<String> onlyRule(Integer metaCode) {
        List<LintRule> rules = Arrays.stream(LintRule.values())
                .filter(rule -> metaCode.equals(rule.metaCode()))
                .toList();
        return rules.size() == 1 ? Optional.of(rules.getFirst().fix()) : Optional.empty();
    }

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
