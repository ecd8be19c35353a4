package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why the server refused a request, as RFC 9457 has it: what is wrong as a whole, and each fault by itself.
///
/// @param type address of the explanation, relative to the server
/// @param code stable, for programs, such as `invalid_template`
/// @param detail a sentence for people
/// @param errors all that the server found, at most 100
public record Problem(
        @Nullable String type, @Nullable String title, int status, String code, String detail, List<Fault> errors) {
    // Jackson hands over what the answer has not as null.
    @SuppressWarnings("ConstantValue")
    public Problem {
        code = code == null ? "http_" + status : code;
        detail = detail == null ? "HTTP status " + status : detail;
        errors = Lists.of(errors);
    }

    /// One fault.
    ///
    /// @param pointer where in the body it is, as a JSON Pointer; null where it is in no field
    public record Fault(
            String code, String detail, @Nullable String pointer) {
        @SuppressWarnings("ConstantValue")
        public Fault {
            code = code == null ? "" : code;
            detail = detail == null ? code : detail;
        }
    }

    /// The detail, then each fault on a line of its own.
    public String text() {
        StringBuilder text = new StringBuilder(detail);
        for (Fault fault : errors) {
            text.append("\n  ").append(fault.detail());
            if (fault.pointer() != null && !fault.pointer().isEmpty()) {
                text.append(" (").append(fault.pointer()).append(')');
            }
        }
        return text.toString();
    }
}
