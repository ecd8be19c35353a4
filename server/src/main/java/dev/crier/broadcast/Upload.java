package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Spool;
import dev.crier.db.Database;
import dev.crier.message.Reason;
import io.helidon.webserver.http.ServerRequest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Adds users to a draft: a million rows in one request, with a heap that does not notice.
///
/// The body is spooled first, then everything happens in one transaction: a connection that breaks half-way adds
/// nobody, and the same upload once more adds nobody twice. Unlike in a broadcast's own `users`, a row without a usable
/// address is not added: whoever uploads a table wants to mend the table.
final class Upload {
    /// Rows whose faults are told; the count is of all.
    private static final int MAX_TOLD = 1_000;

    private final Database database;
    private final Acceptor acceptor;

    Upload(Database database, Acceptor acceptor) {
        this.database = database;
        this.acceptor = acceptor;
    }

    /// The counts, and the rows that were not added with the reason.
    ObjectNode add(Bot bot, UUID id, ServerRequest request, Body body) throws SQLException, IOException {
        var _ = database.inTransaction(connection -> draft(connection, bot, id, false));
        try (Spool spool = new Spool()) {
            Report spooled = new Report();
            DataOutputStream out = new DataOutputStream(spool);
            new UploadReader(new UserReader()).read(request, body, line -> {
                spooled.rows++;
                if (line.faults().isEmpty()) {
                    line.entry().write(out);
                    out.writeInt(line.number());
                } else {
                    spooled.refuse(line.number(), line.faults());
                }
            });
            return database.inTransaction(connection -> store(connection, bot, id, spool, new Report(spooled)));
        }
    }

    /// What an upload came to.
    private static final class Report {
        private int rows;
        private int added;
        private int duplicates;
        private int refused;
        private final ArrayNode told = Json.MAPPER.createArrayNode();

        Report() {}

        /// The transaction may run again; then it begins from what was read.
        Report(Report read) {
            rows = read.rows;
            refused = read.refused;
            told.addAll(read.told);
        }

        void refuse(int row, List<Fault> faults) {
            refused++;
            if (told.size() < MAX_TOLD) {
                ArrayNode errors = told.addObject().put("row", row).putArray("errors");
                faults.forEach(fault -> errors.add(Answers.json(fault)));
            }
        }
    }

    private static Draft draft(Connection connection, Bot bot, UUID id, boolean lock) throws SQLException {
        return Draft.find(connection, bot.id(), id, lock)
                .orElseThrow(
                        () -> Problem.of(ProblemCode.BROADCAST_NOT_FOUND, "This bot has no broadcast with that id"))
                .orRefuse();
    }

    private ObjectNode store(Connection connection, Bot bot, UUID id, Spool spool, Report report) throws SQLException {
        Draft draft = draft(connection, bot, id, true);
        Audience audience = acceptor.audience(bot, draft.marketing(), draft.variants());
        IdSet refs = new IdSet();
        audience.remember(connection, id, refs);
        ChunkWriter chunks = new ChunkWriter(connection, id, draft.total());
        try (DataInputStream in = new DataInputStream(spool.read());
                ReadAhead<List<Numbered>> batches = new ReadAhead<>(() -> nextBatch(in, audience))) {
            for (List<Numbered> batch = batches.next(); !batch.isEmpty(); batch = batches.next()) {
                List<Audience.Addressed> users =
                        batch.stream().map(Numbered::user).toList();
                List<Audience.Resolved> resolved = audience.resolve(connection, users, 0);
                for (int i = 0; i < resolved.size(); i++) {
                    take(batch.get(i).row(), resolved.get(i), refs, chunks, report);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunks.flush();
        try (var update = connection.prepareStatement("UPDATE broadcast SET total = total + ? WHERE id = ?")) {
            update.setInt(1, report.added);
            update.setObject(2, id);
            update.executeUpdate();
        }
        ObjectNode answer = Json.object().put("id", id.toString()).put("rows", report.rows);
        answer.put("added", report.added).put("duplicates", report.duplicates).put("refused", report.refused);
        answer.put("total", draft.total() + report.added);
        answer.set("errors", report.told);
        return answer;
    }

    private static void take(int row, Audience.Resolved resolved, IdSet refs, ChunkWriter chunks, Report report)
            throws SQLException {
        @Nullable Reason failure = resolved.failure();
        @Nullable String ref = resolved.recipient().ref();
        if (failure == Reason.DUPLICATE_RECIPIENT) {
            report.duplicates++;
        } else if (failure != null && failure != Reason.OPTOUT) {
            report.refuse(row, List.of(new Fault(failure.wire(), failure.sentence())));
        } else if (ref != null && !refs.add(ref)) {
            report.refuse(row, List.of(new Fault("duplicate_ref", "ref must be unique in the broadcast")));
        } else if (chunks.nextSeq() >= Draft.MAX_USERS) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "A broadcast may have at most " + Draft.MAX_USERS + " users");
        } else {
            // Consent is looked at when the message is sent: it may change before the draft is started.
            chunks.add(resolved.recipient().at(chunks.nextSeq()));
            report.added++;
        }
    }

    /// A user and the row they came in.
    private record Numbered(int row, Audience.Addressed user) {}

    private static List<Numbered> nextBatch(DataInputStream in, Audience audience) {
        List<Numbered> batch = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
        try {
            while (batch.size() < ChunkCodec.USERS_PER_CHUNK) {
                @Nullable UserEntry user = UserEntry.read(in);
                if (user == null) {
                    return batch;
                }
                batch.add(new Numbered(in.readInt(), audience.address(user)));
            }
            return batch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
