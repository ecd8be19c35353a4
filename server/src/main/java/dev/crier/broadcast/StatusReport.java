package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Spool;
import dev.crier.api.Times;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.db.Database;
import dev.crier.message.MessageReader;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/// A broadcast with the status of each user, a chunk in memory at a time.
///
/// Everything is read from one snapshot, so that statistics, statuses and failures agree while messages move. It is
/// spooled first: a slow reader must not hold the snapshot open.
final class StatusReport {
    private final Database database;

    StatusReport(Database database) {
        this.database = database;
    }

    /// The report in a spool that the caller closes; empty if the bot has no such broadcast.
    Optional<Spool> write(UUID botId, UUID id) throws SQLException {
        return database.inTransaction(connection -> {
            try (Statement snapshot = connection.createStatement()) {
                snapshot.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
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
        users(json, connection, broadcast.id(), status -> true);
        json.writeEndArray();
        json.writeArrayPropertyStart("failures");
        if (broadcast.statistics().failed() > 0) {
            users(json, connection, broadcast.id(), status -> status == Status.FAILURE);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void users(JsonGenerator json, Connection connection, UUID id, Predicate<Status> wanted)
            throws SQLException {
        int seq = 0;
        for (Optional<StoredChunk> chunk = BroadcastStore.chunkAt(connection, id, seq);
                chunk.isPresent();
                chunk = BroadcastStore.chunkAt(connection, id, seq)) {
            StoredChunk users = chunk.get();
            seq = users.firstSeq() + users.count();
            Map<Integer, Row> rows = MessageReader.range(connection, id, users.firstSeq(), seq);
            for (Recipient recipient : users.recipients()) {
                @Nullable Row row = rows.get(recipient.seq());
                if (wanted.test(row == null ? Status.PENDING : row.stage().status())) {
                    json.writeTree(status(recipient, row));
                }
            }
        }
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
