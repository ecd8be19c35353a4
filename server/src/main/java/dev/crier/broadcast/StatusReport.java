package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Spool;
import dev.crier.api.Times;
import dev.crier.db.Database;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Status;
import dev.crier.tabular.CsvTableWriter;
import dev.crier.tabular.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A broadcast with the status of each user, a chunk in memory at a time.
///
/// Everything is read from one snapshot, so that statistics, statuses and failures agree while messages move. It is
/// spooled first: a slow reader must not hold the snapshot open.
final class StatusReport {
    private static final MessageFilter FAILURES = new MessageFilter(Status.FAILURE, null, null);

    private final Database database;

    StatusReport(Database database) {
        this.database = database;
    }

    /// The report in a spool that the caller closes; empty if the bot has no such broadcast.
    Optional<Spool> write(UUID botId, UUID id) throws SQLException {
        return database.inSnapshot(connection -> {
            Optional<Broadcast> broadcast =
                    BroadcastStore.find(Jdbi.create(connection).open(), botId, id);
            if (broadcast.isEmpty()) {
                return Optional.empty();
            }
            Spool spool = new Spool();
            try (JsonGenerator json = Json.MAPPER.createGenerator(spool)) {
                json.configure(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET, false);
                write(json, connection, broadcast.get());
            } catch (SQLException | RuntimeException e) {
                closeQuietly(spool);
                throw e;
            }
            return Optional.of(spool);
        });
    }

    private static void closeQuietly(Spool spool) {
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(JsonGenerator json, Connection connection, Broadcast broadcast) throws SQLException {
        json.writeStartObject();
        for (var field : BroadcastJson.summary(broadcast).properties()) {
            json.writeName(field.getKey());
            json.writeTree(field.getValue());
        }
        json.writeArrayPropertyStart("statuses");
        users(json, connection, broadcast.id(), MessageFilter.ALL);
        json.writeEndArray();
        json.writeArrayPropertyStart("failures");
        if (broadcast.statistics().failed() > 0) {
            users(json, connection, broadcast.id(), FAILURES);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void users(JsonGenerator json, Connection connection, UUID id, MessageFilter filter)
            throws SQLException {
        Users.visit(connection, id, filter, 0, (recipient, row) -> {
            json.writeTree(status(recipient, row));
            return true;
        });
    }

    private static final List<String> CSV_COLUMNS = List.of(
            "seq",
            "user_id",
            "phone",
            "ref",
            "status",
            "in_doubt",
            "reason",
            "details",
            "error_code",
            "message_id",
            "attempts",
            "updated_at");

    /// The users that fit, as a table in a spool that the caller closes; empty if the bot has no such broadcast.
    Optional<Spool> csv(UUID botId, UUID id, MessageFilter filter) throws SQLException {
        return database.inSnapshot(connection -> {
            if (BroadcastStore.find(Jdbi.create(connection).open(), botId, id).isEmpty()) {
                return Optional.empty();
            }
            Spool spool = new Spool();
            try {
                TableWriter table = new CsvTableWriter(spool, ',', CsvTableWriter.Mark.WITHOUT_MARK);
                table.row(CSV_COLUMNS);
                Users.visit(connection, id, filter, 0, (recipient, row) -> {
                    write(table, status(recipient, row).put("seq", recipient.seq()));
                    return true;
                });
                table.finish();
            } catch (SQLException | RuntimeException e) {
                closeQuietly(spool);
                throw e;
            } catch (IOException e) {
                closeQuietly(spool);
                throw new UncheckedIOException(e);
            }
            return Optional.of(spool);
        });
    }

    private static void write(TableWriter table, ObjectNode status) {
        List<String> cells = new ArrayList<>(CSV_COLUMNS.size());
        for (String column : CSV_COLUMNS) {
            JsonNode value = column.equals("error_code") ? status.path("error").path("code") : status.path(column);
            cells.add(value.isMissingNode() ? "" : value.asString());
        }
        try {
            table.row(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Some of the users: those after `after` that fit, `limit` at most, and where to go on.
    Optional<ObjectNode> page(UUID botId, UUID id, MessageFilter filter, int after, int limit) throws SQLException {
        return database.inSnapshot(connection -> {
            if (BroadcastStore.find(Jdbi.create(connection).open(), botId, id).isEmpty()) {
                return Optional.empty();
            }
            ObjectNode page = Json.object();
            ArrayNode messages = page.putArray("messages");
            Users.visit(connection, id, filter, after + 1, (recipient, row) -> {
                if (messages.size() == limit) {
                    page.put("next", messages.get(limit - 1).path("seq").asInt());
                    return false;
                }
                messages.add(Json.object().put("seq", recipient.seq()).setAll(status(recipient, row)));
                return true;
            });
            return Optional.of(page);
        });
    }

    static ObjectNode status(Recipient recipient, @Nullable Row row) {
        ObjectNode json = Json.object();
        put(
                json,
                "user_id",
                recipient.contactId() == null
                        ? recipient.given()
                        : recipient.contactId().toString());
        put(json, "phone", recipient.phone());
        put(json, "ref", recipient.ref());
        if (row == null) {
            return json.put("status", Status.PENDING.wire()).put("attempts", 0);
        }
        json.put("status", row.stage().status().wire());
        if (row.inDoubt()) {
            json.put("in_doubt", true);
        }
        row.describeFailure(json);
        put(json, "message_id", row.wamid());
        return json.put("attempts", row.tries()).put("updated_at", Times.wire(row.updatedAt()));
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
