package dev.crier.api;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a request: the entry of a problem's `errors`.
///
/// @param code what is wrong, in the words of the contract, such as `parameter_count`
/// @param detail the sentence for the developer who reads the answer
/// @param pointer where it is wrong, as a JSON Pointer (RFC 6901) into the request body, if it is in one place
public record Fault(String code, String detail, @Nullable String pointer) {
    public Fault(String code, String detail) {
        this(code, detail, null);
    }
}
