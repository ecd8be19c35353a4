package dev.crier.contact;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Times;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The contacts for whom all of some conditions hold, such as those with a tag.
///
/// It is kept as the JSON it was asked for with: `{"tags": ["customer"], "without_tags": ["staff"], "locale": "nl"}`.
/// Everybody must be asked for by name, `{"all": true}`: no condition at all is more likely a mistake.
public final class Segment {
    private static final Set<String> TAG_LISTS = Set.of("tags", "any_tags", "without_tags");
    private static final int MAX_VARIABLES = 20;

    /// As many as somebody selects one by one.
    public static final int MAX_IDS = 10_000;

    /// Rows that the driver holds at a time.
    private static final int CONTACTS_PER_FETCH = 1_000;

    private final ObjectNode json;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Segment(ObjectNode json) {
        this.json = json;
    }

    /// The segment that `json` describes; what is wrong with it is added to `faults`.
    public static Segment read(JsonNode json, String pointer, List<Fault> faults) {
        if (!(json instanceof ObjectNode object)) {
            faults.add(new Fault("invalid_type", "audience must be an object", pointer));
            return new Segment(Json.object());
        }
        Segment segment = new Segment(object);
        for (var entry : object.properties()) {
            segment.condition(entry.getKey(), entry.getValue(), pointer, faults);
        }
        boolean all = object.path("all").asBoolean(false);
        if (all == !segment.conditions.isEmpty()) {
            faults.add(new Fault(
                    "invalid_value",
                    all
                            ? "all means everybody; leave out either all or the other conditions"
                            : "audience needs a condition; for everybody say {\"all\": true}",
                    pointer));
        }
        return segment;
    }

    /// One that [#read] found nothing wrong with. A condition that is not understood any more would send to more people
    /// than were meant.
    public static Segment of(JsonNode stored) {
        List<Fault> faults = new ArrayList<>();
        Segment segment = read(stored, "", faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("A stored segment cannot be read: " + faults);
        }
        return segment;
    }

    public ObjectNode toJson() {
        return json.deepCopy();
    }

    private void condition(String name, JsonNode value, String pointer, List<Fault> faults) {
        String at = pointer + "/" + name;
        switch (name) {
            case "all" -> {
                if (!value.isBoolean()) {
                    faults.add(new Fault("invalid_type", "all must be true or false", at));
                }
            }
            case "tags", "any_tags", "without_tags" -> tags(name, value, pointer, faults);
            case "ids" -> ids(value, at, faults);
            case "locale" -> locale(value, at, faults);
            case "user_data" -> variables(value, at, faults);
            case "search" -> search(value, at, faults);
            case "created_after", "created_before" -> time(name, "created_at", value, at, faults);
            case "wrote_after", "wrote_before" -> time(name, "last_inbound_at", value, at, faults);
            // A condition that is not understood would send to more people than were meant.
            default ->
                faults.add(new Fault(
                        "unknown_field",
                        "audience knows all, ids, tags, any_tags, without_tags, locale, user_data, search,"
                                + " created_after, created_before, wrote_after and wrote_before",
                        at));
        }
    }

    private void tags(String name, JsonNode value, String pointer, List<Fault> faults) {
        List<Fault> wrong = new ArrayList<>();
        List<String> tags = ContactPatch.tags(value, name, List.of(), wrong);
        wrong.forEach(fault -> faults.add(new Fault(fault.code(), fault.detail(), pointer + fault.pointer())));
        if (wrong.isEmpty() && tags.isEmpty()) {
            faults.add(new Fault("invalid_value", name + " needs at least one tag", pointer + "/" + name));
        }
        if (!tags.isEmpty()) {
            // The second half is the condition of the index.
            conditions.add(
                    switch (name) {
                        case "tags" -> "(tags @> :tags::text[] AND tags <> '{}')";
                        case "any_tags" -> "(tags && :any_tags::text[] AND tags <> '{}')";
                        default -> "NOT tags && :without_tags::text[]";
                    });
            values.put(name, tags);
        }
    }

    private void ids(JsonNode value, String at, List<Fault> faults) {
        List<UUID> ids = new ArrayList<>();
        for (JsonNode each : value) {
            @Nullable UUID id = Ids.parse(each.asString(""));
            if (id != null) {
                ids.add(id);
            }
        }
        if (!value.isArray() || ids.isEmpty() || ids.size() < value.size() || ids.size() > MAX_IDS) {
            faults.add(new Fault("invalid_value", "ids must be a list of 1 to " + MAX_IDS + " ids of contacts", at));
            return;
        }
        conditions.add("id = ANY (:ids)");
        values.put("ids", ids);
    }

    /// `nl` means `nl_BE` too.
    private void locale(JsonNode value, String at, List<Fault> faults) {
        String locale = value.asString("");
        if (!ContactPatch.LOCALE.test(locale) || locale.length() > ContactPatch.MAX_LOCALE_CHARS) {
            faults.add(new Fault("invalid_value", "locale must be a locale like nl or pt_BR", at));
            return;
        }
        conditions.add("(lower(replace(locale, '-', '_')) || '_') LIKE lower(replace(:locale, '-', '_')) || '\\_%'");
        values.put("locale", locale);
    }

    private void variables(JsonNode value, String at, List<Fault> faults) {
        boolean plain = value.isObject() && value.values().stream().noneMatch(JsonNode::isContainer);
        if (!plain || value.isEmpty() || value.size() > MAX_VARIABLES) {
            faults.add(new Fault(
                    "invalid_value",
                    "user_data must be an object of 1 to " + MAX_VARIABLES + " texts, numbers or booleans",
                    at));
            return;
        }
        // Imported variables are texts; who asks for the number 5 means the text too.
        int number = 0;
        for (var entry : value.properties()) {
            conditions.add("user_data ->> :key" + number + " = :value" + number);
            values.put("key" + number, entry.getKey());
            values.put("value" + number, entry.getValue().asString());
            number++;
        }
    }

    private void search(JsonNode value, String at, List<Fault> faults) {
        String text = value.asString("").strip();
        if (text.isEmpty() || text.length() > ContactPatch.MAX_TEXT_CHARS) {
            faults.add(new Fault("invalid_value", "search must be the start of a name or part of a number", at));
            return;
        }
        ContactFilter filter = new ContactFilter(null, null, List.of(), text, List.of());
        if (filter.digits()
                .filter(digits -> digits.length() < ContactFilter.MIN_DIGITS)
                .isPresent()) {
            faults.add(new Fault(
                    "invalid_value", "search needs at least " + ContactFilter.MIN_DIGITS + " digits of a number", at));
            return;
        }
        conditions.add(ContactList.search(filter, values));
    }

    private void time(String name, String column, JsonNode value, String at, List<Fault> faults) {
        Instant time = Times.parse(value.asString("")).orElse(null);
        if (time == null) {
            faults.add(new Fault("invalid_time", name + " must be a time like 2026-11-22T10:15:30Z", at));
            return;
        }
        conditions.add(column + (name.endsWith("_after") ? " >= :" : " < :") + name);
        values.put(name, time);
    }

    /// How many are in the segment now.
    public long count(Handle handle, UUID botId) {
        try (Query query = handle.createQuery("SELECT count(*) FROM contact WHERE bot_id = :bot" + where())) {
            query.bind("bot", botId);
            values.forEach((name, value) -> bind(query, name, value));
            return query.mapTo(Long.class).one();
        }
    }

    private String where() {
        return conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions);
    }

    /// Takes a contact; false: that was enough.
    @FunctionalInterface
    public interface Visitor {
        boolean visit(Contact contact) throws SQLException;
    }

    /// Shows `visitor` everybody in the segment, as of one moment, in the order of their ids; a thousand are in memory.
    /// `connection` is in a transaction.
    public void visit(Connection connection, UUID botId, Visitor visitor) throws SQLException {
        Handle handle = Jdbi.create(connection).open();
        try (Query query =
                handle.createQuery("SELECT * FROM contact WHERE bot_id = :bot" + where() + " ORDER BY bot_id, id")) {
            query.bind("bot", botId);
            values.forEach((name, value) -> bind(query, name, value));
            try (ResultIterator<Contact> contacts = query.setFetchSize(CONTACTS_PER_FETCH)
                    .map((row, context) -> ContactStore.contact(row))
                    .iterator()) {
                while (contacts.hasNext()) {
                    if (!visitor.visit(contacts.next())) {
                        return;
                    }
                }
            }
        }
    }

    private static void bind(Query query, String name, Object value) {
        if (TAG_LISTS.contains(name) && value instanceof List<?> tags) {
            query.bindArray(name, String.class, tags);
        } else if (value instanceof List<?> ids) {
            query.bindArray(name, UUID.class, ids);
        } else {
            query.bind(name, value);
        }
    }
}
