package dev.crier.system;

import dev.crier.api.Json;

/// One server and one sandbox for all tests of the Studio in a JVM, by pages in a browser or without one. Each test
/// works
/// in a shop of its own. They end with the JVM.
public final class Office {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier CRIER = Crier.with(SANDBOX);

    static {
        // Each shop waits for the review of a template.
        var _ = SANDBOX.call("PUT", "/sandbox/behaviour", Json.object().put("review_ms", 20));
    }

    private Office() {}

    public static Crier crier() {
        return CRIER;
    }

    public static SandboxProcess sandbox() {
        return SANDBOX;
    }
}
