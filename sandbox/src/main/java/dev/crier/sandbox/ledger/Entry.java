package dev.crier.sandbox.ledger;

import dev.crier.sandbox.wire.Json;
import tools.jackson.databind.JsonNode;

/** One accepted send. The line is kept as the bytes that {@code /sandbox/sends} streams, which is also its most compact form. */
public final class Entry {
    private final long n;
    private final byte[] line;
    private volatile String status = "accepted";

    public Entry(long n, byte[] line) {
        this.n = n;
        this.line = line;
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

    public String status() {
        return status;
    }

    public void status(String next) {
        status = next;
    }
}
