package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import dev.crier.message.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which users of a broadcast a list shows: `?status=&reason=&ref=`.
///
/// @param status as the API calls it; null: any
/// @param reason of failures; null: any
/// @param ref the caller's own reference; null: any
public record MessageFilter(
        @Nullable Status status,
        @Nullable Reason reason,
        @Nullable String ref) {
    public static final MessageFilter ALL = new MessageFilter(null, null, null);

    static MessageFilter of(ServerRequest request) {
        return of(value(request, "status"), value(request, "reason"), value(request, "ref"));
    }

    /// The filter in the words of the API; empty words filter nothing.
    public static MessageFilter of(String status, String reason, String ref) {
        List<Fault> faults = new ArrayList<>();
        @Nullable
        Status wanted = Stream.of(Status.values())
                .filter(each -> each.wire().equals(status))
                .findFirst()
                .orElse(null);
        if (wanted == null && !status.isEmpty()) {
            faults.add(new Fault("invalid_status", "status must be pending, sent, delivered, read or failure"));
        }
        @Nullable Reason why = Reason.find(reason).orElse(null);
        if (why == null && !reason.isEmpty()) {
            faults.add(new Fault("invalid_reason", "reason must be one of those in /docs/errors"));
        } else if (why != null && wanted != null && wanted != Status.FAILURE) {
            faults.add(new Fault("invalid_reason", "only a failure has a reason"));
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The filter is not valid", faults);
        }
        return new MessageFilter(wanted, why, ref.isEmpty() ? null : ref);
    }

    private static String value(ServerRequest request, String name) {
        return request.query().first(name).orElse("");
    }

    /// The ranks of the stages that it lets through; null: all of them, and users without any.
    Short @Nullable [] stages() {
        if (status == null && reason == null) {
            return null;
        }
        Status wanted = status == null ? Status.FAILURE : status;
        return Stream.of(Stage.values())
                .filter(stage -> stage.status() == wanted)
                .map(Stage::rank)
                .toArray(Short[]::new);
    }

    boolean fits(Recipient recipient, @Nullable Row row) {
        Status now = row == null ? Status.PENDING : row.stage().status();
        boolean reasonFits = reason == null
                || (now == Status.FAILURE
                        && row != null
                        && row.failure() != null
                        && row.failure().reason() == reason);
        return (status == null || status == now) && reasonFits && (ref == null || ref.equals(recipient.ref()));
    }
}
