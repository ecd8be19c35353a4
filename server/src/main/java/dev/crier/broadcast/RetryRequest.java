package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.message.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `{"reasons": ["rate_limited", …]}`: which failed messages are to be tried again. Nothing is taken for granted: each
/// message costs money, and one whose outcome is unknown may reach somebody twice.
final class RetryRequest {
    private RetryRequest() {}

    static Set<Reason> reasons(ObjectNode body) {
        JsonNode written = body.path("reasons");
        List<Fault> faults = new ArrayList<>();
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (!written.isArray() || written.isEmpty()) {
            faults.add(new Fault("required", "reasons must list one reason at least: " + possible(), "/reasons"));
        }
        for (int i = 0; i < written.size() && faults.size() < Problem.MAX_FAULTS; i++) {
            @Nullable
            Reason reason = written.get(i).isString()
                    ? Reason.find(written.get(i).stringValue()).orElse(null)
                    : null;
            if (reason == null) {
                faults.add(new Fault("invalid_reason", "a reason must be one of " + possible(), "/reasons/" + i));
            } else if (!reason.mayBeRetried()) {
                String detail = reason.wire() + " cannot be retried: mend the user and send a new broadcast";
                faults.add(new Fault("invalid_reason", detail, "/reasons/" + i));
            } else {
                reasons.add(reason);
            }
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The reasons are not valid", faults);
        }
        return reasons;
    }

    private static String possible() {
        return Stream.of(Reason.values())
                .filter(Reason::mayBeRetried)
                .map(Reason::wire)
                .collect(Collectors.joining(", "));
    }
}
