package dev.crier.ops;

import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.db.Database;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Whether requests should come here: the database answers, its migrations are done, and the sender runs.
public final class ReadyRoutes {
    /// A load balancer's probe gives up after a few seconds.
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(2);

    private final Database database;
    private final BooleanSupplier sender;

    /// @param sender whether the thread lives that takes lanes and keeps their leases
    public ReadyRoutes(Database database, BooleanSupplier sender) {
        this.database = database;
        this.sender = sender;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at("/readyz").get(this::answer).register(routing);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        List<String> missing = new ArrayList<>();
        if (!database.answersWithin(DATABASE_LIMIT)) {
            missing.add("the database does not answer, or its migrations are not done");
        }
        if (!sender.getAsBoolean()) {
            missing.add("the sender does not run");
        }
        if (!missing.isEmpty()) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "Not ready: " + String.join("; ", missing));
        }
        Answers.json(
                response,
                Json.object().put("status", "ready").put("database", "ok").put("sender", "ok"));
    }
}
