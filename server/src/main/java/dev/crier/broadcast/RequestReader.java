package dev.crier.broadcast;

import dev.crier.api.BoundedTree;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Spool;
import dev.crier.api.Texts;
import dev.crier.api.Times;
import dev.crier.contact.Segment;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of a broadcast as a stream: whatever its size, one user at a time is in memory.
///
/// Fields may come in any order, users before the template too, so users are spooled and looked up afterwards.
final class RequestReader {
    private static final int MAX_NAME_CHARS = 200;
    private final int maxUsers;
    private final List<Fault> faults = new ArrayList<>();
    private final FieldReader fields = new FieldReader(faults);
    private final UserReader reader = new UserReader();
    private final IdSet refs = new IdSet();
    private final Spool users = new Spool();

    private @Nullable ObjectNode template;
    private @Nullable Segment audience;
    private Map<String, String> params = Map.of();
    private @Nullable String name;
    private @Nullable Instant scheduledAt;
    private @Nullable BigDecimal maxPerSecond;
    private OnUnknown onUnknown = OnUnknown.HOLD;
    private boolean draft;
    private boolean templateSeen;
    private boolean usersSeen;
    private int count;

    private RequestReader(int maxUsers) {
        this.maxUsers = maxUsers;
    }

    /// The request in `body`. What cannot be read at all throws; what is wrong with it is in the request's faults.
    static BroadcastRequest read(InputStream body, int maxUsers) throws IOException {
        RequestReader reader = new RequestReader(maxUsers);
        try {
            return reader.read(body);
        } catch (IOException | RuntimeException e) {
            reader.users.close();
            throw e;
        }
    }

    private BroadcastRequest read(InputStream body) throws IOException {
        MessageDigest digest = sha256();
        InputStream hashed = new DigestInputStream(body, digest);
        try (JsonParser json = Json.MAPPER.createParser(hashed)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.of(ProblemCode.INVALID_REQUEST, "The body must be a JSON object");
            }
            BoundedTree values = new BoundedTree(json);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = json.currentName();
                json.nextToken();
                field(json, values, field);
            }
            if (json.nextToken() != null) {
                throw Problem.of(ProblemCode.INVALID_JSON, "Something follows the JSON object");
            }
        } catch (JacksonException e) {
            throw Json.problemOf(e);
        }
        if (!templateSeen) {
            fields.fault("required", "template is required", "/template");
        }
        if (audience == null && (!usersSeen || (count == 0 && !draft))) {
            fields.fault("required", "users needs at least one user, or audience must say who they are", "/users");
        }
        var settings = new BroadcastRequest.Settings(name, scheduledAt, maxPerSecond, onUnknown, draft);
        return new BroadcastRequest(
                template,
                params,
                settings,
                users,
                count,
                audience,
                List.copyOf(reader.ignored()),
                faults,
                digest.digest());
    }

    private void field(JsonParser json, BoundedTree values, String field) throws IOException {
        switch (field) {
            case "users" -> users(json, values);
            case "template" -> template = template(values.read());
            case "audience" -> audience = audience(values.read());
            case "params" -> params = fields.params(values.read(), "/params");
            case "name", "scheduled_at", "max_per_second", "on_unknown", "draft" -> setting(field, values.read());
            default -> {
                reader.ignore(field);
                json.skipChildren();
            }
        }
    }

    private @Nullable Segment audience(JsonNode tree) {
        if (tree.isNull()) {
            return null;
        }
        List<Fault> wrong = new ArrayList<>();
        Texts.check(tree, "/audience", wrong);
        Segment segment = Segment.read(tree, "/audience", wrong);
        wrong.forEach(fault -> fields.fault(fault.code(), fault.detail(), String.valueOf(fault.pointer())));
        return segment;
    }

    /// The template if it can be looked up; null if something is wrong with it, which is a fault then.
    private @Nullable ObjectNode template(JsonNode tree) {
        templateSeen = true;
        if (!(tree instanceof ObjectNode object)) {
            fields.fault("invalid_type", "template must be an object", "/template");
            return null;
        }
        int before = faults.size();
        Texts.check(object, "/template", faults);
        return faults.size() == before ? object : null;
    }

    private void setting(String field, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        ObjectNode holder = Json.object();
        holder.set(field, value);
        switch (field) {
            case "name" -> name = fields.text(holder, field, "", MAX_NAME_CHARS);
            case "scheduled_at" -> scheduledAt = time(fields.text(holder, field, "", 40));
            case "max_per_second" -> maxPerSecond = pace(value);
            case "on_unknown" -> onUnknown = policy(fields.text(holder, field, "", 20));
            default -> {
                if (value.isBoolean()) {
                    draft = value.booleanValue();
                } else {
                    fields.fault("invalid_type", "draft must be true or false", "/draft");
                }
            }
        }
    }

    private @Nullable Instant time(@Nullable String text) {
        Optional<Instant> time = text == null ? Optional.empty() : Times.parse(text);
        if (text == null || time.isPresent()) {
            return time.orElse(null);
        }
        fields.fault("invalid_time", "scheduled_at must be a time like 2026-11-22T10:15:30Z", "/scheduled_at");
        return null;
    }

    private @Nullable BigDecimal pace(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal pace = value.decimalValue();
            if (pace.signum() > 0 && pace.compareTo(BigDecimal.valueOf(1_000_000)) <= 0) {
                return pace;
            }
        }
        fields.fault("invalid_number", "max_per_second must be a number above 0, up to 1000000", "/max_per_second");
        return null;
    }

    private OnUnknown policy(@Nullable String text) {
        return text == null
                ? OnUnknown.HOLD
                : OnUnknown.of(text).orElseGet(() -> {
                    fields.fault("invalid_value", "on_unknown must be hold, retry or fail", "/on_unknown");
                    return OnUnknown.HOLD;
                });
    }

    private void users(JsonParser json, BoundedTree values) throws IOException {
        usersSeen = true;
        if (json.currentToken() != JsonToken.START_ARRAY) {
            fields.fault("invalid_type", "users must be a list", "/users");
            json.skipChildren();
            return;
        }
        DataOutputStream out = new DataOutputStream(users);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count >= maxUsers) {
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "users may have at most " + maxUsers + " entries in one request",
                        List.of(new Fault("too_many", "more than " + maxUsers + " users", "/users")));
            }
            JsonNode user = values.read();
            if (!fields.full()) {
                UserEntry entry = reader.read(user, "/users/" + count, fields);
                if (entry.ref() != null && !refs.add(entry.ref())) {
                    fields.fault("duplicate_ref", "ref must be unique in the broadcast", "/users/" + count + "/ref");
                }
                entry.write(out);
            }
            count++;
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
