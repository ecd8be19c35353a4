package dev.crier.webhook;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Times;
import dev.crier.webhook.DeliveryLog.Chosen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads which deliveries to send again: `{"deliveries": […]}`, `{"from": …, "to": …}` or `{"failed": true}`.
final class ReplayReader {
    /// Five pages of the list.
    static final int MAX_IDS = 1_000;

    /// What a UUIDv7's 48 bits of milliseconds can say, less a lot.
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final List<Fault> faults = new ArrayList<>();

    private ReplayReader() {}

    static Chosen read(ObjectNode body) {
        ReplayReader reader = new ReplayReader();
        Chosen chosen = reader.chosen(body);
        if (chosen == null || !reader.faults.isEmpty()) {
            String count = reader.faults.size() == 1 ? "1 problem" : reader.faults.size() + " problems";
            throw Problem.of(ProblemCode.INVALID_REQUEST, count + " in the replay", reader.faults);
        }
        return chosen;
    }

    private @Nullable Chosen chosen(ObjectNode body) {
        boolean ids = body.hasNonNull("deliveries");
        boolean range = body.hasNonNull("from") || body.hasNonNull("to");
        boolean failed = body.path("failed").isBoolean() && body.path("failed").booleanValue();
        if ((ids ? 1 : 0) + (range ? 1 : 0) + (failed ? 1 : 0) != 1) {
            fault("required", "say one of deliveries (ids), from and to (times), or \"failed\": true", "");
            return null;
        }
        if (failed) {
            return new Chosen.Failed();
        }
        return ids ? ids(body.path("deliveries")) : range(body);
    }

    private @Nullable Chosen ids(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            fault("invalid_type", "deliveries must be a list of ids", "/deliveries");
            return null;
        }
        if (list.size() > MAX_IDS) {
            fault("too_many", "deliveries may name at most " + MAX_IDS + " ids", "/deliveries");
            return null;
        }
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            UUID id = list.get(i).isString() ? Ids.parse(list.get(i).asString()) : null;
            if (id == null) {
                fault("invalid_value", "this is not an id of a delivery", "/deliveries/" + i);
            } else {
                ids.add(id);
            }
        }
        return new Chosen.Ids(ids);
    }

    private Chosen range(ObjectNode body) {
        Instant from = time(body, "from", Instant.EPOCH);
        Instant to = time(body, "to", LATEST);
        if (faults.isEmpty() && !from.isBefore(to)) {
            fault("invalid_value", "to must be after from", "/to");
        }
        return new Chosen.Range(Ids.firstOf(from), Ids.firstOf(to));
    }

    private Instant time(ObjectNode body, String name, Instant fallback) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return fallback;
        }
        Optional<Instant> time = value.isString() ? Times.parse(value.asString()) : Optional.empty();
        if (time.isPresent()) {
            return time.get();
        }
        fault("invalid_time", name + " must be a time like 2026-11-22T10:15:30Z", "/" + name);
        return fallback;
    }

    private void fault(String code, String detail, String pointer) {
        if (faults.size() < Problem.MAX_FAULTS) {
            faults.add(new Fault(code, detail, pointer));
        }
    }
}
