package dev.crier.ops;

import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Json;
import io.helidon.webserver.http.HttpRouting;

/// Whether the process lives. It asks nobody else: a probe that fails with the database would restart us for nothing.
public final class HealthRoutes {
    public void register(HttpRouting.Builder routing) {
        Address.at("/healthz")
                .get((request, response) -> Answers.json(response, Json.object().put("status", "ok")))
                .register(routing);
    }
}
