package dev.crier.broadcast;

import dev.crier.api.BoundedTree;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.contact.Contact;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the users of an upload, one at a time, from JSON (a list, or an object with `users`), NDJSON or CSV.
///
/// What is wrong with one row is that row's fault. What makes the rest unreadable is thrown, and then nothing of the
/// upload counts.
final class UploadReader {
    private static final int MAX_ROWS = Bounds.SHEET.rows();

    /// Before the name of a parameter that is called as a field of a user is, in `map`: `params.to:Until`.
    private static final String PARAMETER = "params.";

    private final UserReader users;

    /// @param number as the sender counts: CSV's header is row 1, a JSON list's first entry is 1
    /// @param faults why it cannot be used; else `entry` can
    record Line(int number, UserEntry entry, List<Fault> faults) {}

    /// Takes what was read.
    @FunctionalInterface
    interface Sink {
        void take(Line line) throws IOException;
    }

    UploadReader(UserReader users) {
        this.users = users;
    }

    /// Reads `body` as its Content-Type says.
    void read(ServerRequest request, InputStream body, Sink sink) throws IOException {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("application/json");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        switch (media) {
            case "text/csv", "application/csv", "application/vnd.ms-excel" -> csv(request, body, sink);
            case "application/x-ndjson", "application/ndjson", "application/jsonl" -> lines(body, sink);
            case "application/json", "application/x-www-form-urlencoded", "text/plain" -> json(body, sink);
            default ->
                throw Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send the users as text/csv, application/x-ndjson or application/json");
        }
    }

    private void json(InputStream body, Sink sink) throws IOException {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME
                        && !json.currentName().equals("users")) {
                    json.nextToken();
                    json.skipChildren();
                }
                first = json.nextToken();
            }
            if (first != JsonToken.START_ARRAY) {
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST, "The body must be a list of users, or {\"users\": [...]}");
            }
            BoundedTree values = new BoundedTree(json);
            int number = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                sink.take(line(++number, values.read()));
            }
        } catch (JacksonException e) {
            throw Json.problemOf(e);
        }
    }

    private void lines(InputStream body, Sink sink) throws IOException {
        try (JsonParser json = Json.MAPPER.createParser(body)) {
            BoundedTree values = new BoundedTree(json);
            int number = 0;
            while (json.nextToken() != null) {
                sink.take(line(++number, values.read()));
            }
        } catch (JacksonException e) {
            throw Json.problemOf(e);
        }
    }

    private Line line(int number, JsonNode user) {
        requireRoom(number);
        List<Fault> faults = new ArrayList<>();
        UserEntry entry = users.read(user, "", new FieldReader(faults));
        return new Line(number, entry, faults);
    }

    private static void requireRoom(int number) {
        if (number > MAX_ROWS) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "An upload may have at most " + MAX_ROWS + " users; send the rest in another one",
                    List.of(new Fault("too_many", "more than " + MAX_ROWS + " users")));
        }
    }

    private void csv(ServerRequest request, InputStream body, Sink sink) throws IOException {
        CsvTable.Dialect dialect = new CsvTable.Dialect(separator(request), true);
        try (Table table = new CsvTable(body, dialect, Bounds.SHEET)) {
            List<String> fields = fields(table.columns(), mapping(request));
            for (Row row = table.next(); row != null; row = table.next()) {
                sink.take(line(row, fields));
            }
        }
    }

    private Line line(Row row, List<String> fields) {
        if (!row.faults().isEmpty()) {
            return new Line(row.number(), NOBODY, row.faults());
        }
        ObjectNode user = Json.object();
        ObjectNode params = Json.object();
        for (int i = 0; i < fields.size(); i++) {
            String cell = row.cells().get(i);
            if (!cell.isEmpty()) {
                String field = fields.get(i);
                if (field.startsWith(PARAMETER)) {
                    params.put(field.substring(PARAMETER.length()), cell);
                } else {
                    (UserReader.FIELDS.contains(field) ? user : params).put(field, cell);
                }
            }
        }
        user.set("params", params);
        List<Fault> faults = new ArrayList<>();
        UserEntry entry = users.read(user, "", new FieldReader(faults));
        return new Line(row.number(), entry, faults);
    }

    private static final UserEntry NOBODY = new UserEntry(null, null, null, Contact.Profile.EMPTY, Map.of());

    /// What each column is: a field of a user, or the parameter of that name.
    private static List<String> fields(List<String> columns, Map<String, String> mapping) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> unused = new LinkedHashMap<>(mapping);
        List<String> fields = new ArrayList<>(columns.size());
        for (String column : columns) {
            String key = column.toLowerCase(Locale.ROOT);
            @Nullable String mapped = unused.remove(key);
            String field = mapped == null ? key.replace(' ', '_') : mapped;
            // A parameter's name keeps its case, as the template's placeholders do.
            fields.add(
                    UserReader.FIELDS.contains(field) && !field.equals("params")
                            ? field
                            : mapped == null ? column : mapped);
        }
        unused.forEach((column, field) -> faults.add(new Fault(
                "unknown_column",
                "map names the column " + column + ", which the table does not have; it has "
                        + String.join(", ", columns))));
        boolean addressed =
                fields.stream().anyMatch(field -> field.equals("user_id") || UserReader.PHONE_ALIASES.contains(field));
        if (faults.isEmpty() && !addressed) {
            faults.add(new Fault(
                    "missing_column",
                    "no column is phone or user_id; name one so, or say which by map=phone:" + columns.getFirst()));
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The columns cannot be used", faults);
        }
        return fields;
    }

    /// `map=phone:Mobile,name:First` as field by column in lower case.
    private static Map<String, String> mapping(ServerRequest request) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String pair : request.query().first("map").orElse("").split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon > 0 && colon < pair.length() - 1) {
                mapping.put(
                        pair.substring(colon + 1).strip().toLowerCase(Locale.ROOT),
                        pair.substring(0, colon).strip());
            } else if (!pair.isBlank()) {
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "map must look like phone:Mobile,name:First",
                        List.of(new Fault("invalid_map", "map must be pairs of field:column with commas between")));
            }
        }
        return mapping;
    }

    private static Optional<Character> separator(ServerRequest request) {
        @Nullable
        String written = request.query().first("separator").asOptional().orElse(null);
        if (written == null) {
            return Optional.empty();
        }
        return switch (written) {
            case ",", "comma" -> Optional.of(',');
            case ";", "semicolon" -> Optional.of(';');
            case "\t", "tab" -> Optional.of('\t');
            default ->
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The separator is not valid",
                        List.of(new Fault("invalid_separator", "separator must be comma, semicolon or tab")));
        };
    }
}
