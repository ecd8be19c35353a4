package dev.crier.sandbox.ledger;

import dev.crier.sandbox.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One accepted send. The line is kept as the bytes that {@code /sandbox/sends} streams, which is also its most compact form. */
public final class Entry {
    private final long n;
    private final byte[] line;
    private final byte @Nullable [] extras;
    private volatile Fact fact = new Fact("accepted", 0);

    /** Read by others while the message is on its way: both belong together. */
    private record Fact(String status, int errorCode) {}

    /** @param extras what the phone shows beside the line; few messages have any */
    public Entry(long n, byte[] line, byte @Nullable [] extras) {
        this.n = n;
        this.line = line;
        this.extras = extras;
    }

    public long n() {
        return n;
    }

    public byte[] line() {
        return line;
    }

    public JsonNode json() {
        return Json.parse(line).orElseThrow();
    }

    /** Cards, the end of an offer, the type of a message that is no template; an empty object if there are none. */
    public JsonNode extras() {
        return extras == null ? Json.object() : Json.parse(extras).orElseThrow();
    }

    public String status() {
        return fact.status();
    }

    /** Why it failed, by Meta's code; 0 if it did not. */
    public int errorCode() {
        return fact.errorCode();
    }

    public void becomes(String status, int errorCode) {
        fact = new Fact(status, errorCode);
    }
}
