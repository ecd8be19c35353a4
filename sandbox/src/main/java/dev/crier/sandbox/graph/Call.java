package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.FilePart;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Graph call.
 *
 * @param version the version asked for, as {@code vNN.N}
 * @param path the path's segments after the version
 * @param params query parameters and body fields together, as Graph reads them
 * @param origin the sandbox's own address as the caller sees it, for absolute links
 */
public record Call(
        String method,
        String version,
        List<String> path,
        ObjectNode params,
        List<FilePart> files,
        @Nullable String token,
        String origin) {

    public @Nullable String text(String name) {
        return Json.text(params, name);
    }

    public String id() {
        return path.getFirst();
    }

    public String edge() {
        return path.size() > 1 ? path.get(1) : "";
    }

    /** The version's major number; 24 and later leave conversations out of webhooks (§4.3). */
    public int major() {
        return Integer.parseInt(version.substring(1, version.indexOf('.')));
    }
}
