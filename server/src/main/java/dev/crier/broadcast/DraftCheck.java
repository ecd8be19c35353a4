package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.contact.Optout;
import dev.crier.contact.OptoutCheck;
import dev.crier.contact.OptoutCheck.Addressee;
import dev.crier.contact.Segment;
import dev.crier.message.MessageReader.Row;
import dev.crier.message.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Shows who would get a stored broadcast if it were sent now: its users, as consent is now, then its audience.
record DraftCheck(Connection connection, Draft draft, Audience audience) {
    void show(Audience.Sink sink) throws SQLException {
        List<Stored> batch = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
        Users.visit(connection, draft.id(), MessageFilter.ALL, 0, (recipient, row) -> {
            batch.add(new Stored(recipient, row));
            if (batch.size() == ChunkCodec.USERS_PER_CHUNK) {
                show(batch, sink);
                batch.clear();
            }
            return true;
        });
        show(batch, sink);
        Optional<Segment> segment = segment();
        if (segment.isPresent()) {
            var _ = audience.gather(connection, segment.get(), draft.content(), draft.total(), sink);
        }
    }

    /// @param row if it failed before it could be sent
    private record Stored(Recipient recipient, @Nullable Row row) {}

    private void show(List<Stored> batch, Audience.Sink sink) throws SQLException {
        List<Addressee> people = new ArrayList<>(batch.size());
        for (Stored each : batch) {
            @Nullable UUID contactId = each.recipient().contactId();
            if (contactId != null) {
                people.add(new Addressee(contactId, each.recipient().phone()));
            }
        }
        audience.alreadyIn(connection, people);
        Map<UUID, Optout> optouts = OptoutCheck.of(connection, draft.botId(), people);
        List<Audience.Resolved> resolved = new ArrayList<>(batch.size());
        for (Stored each : batch) {
            resolved.add(new Audience.Resolved(each.recipient(), failure(each, optouts)));
        }
        var _ = sink.take(resolved);
    }

    private @Nullable Reason failure(Stored user, Map<UUID, Optout> optouts) {
        if (user.row() != null && user.row().failure() != null) {
            return user.row().failure().reason();
        }
        boolean blocked = Optout.blocks(optouts.get(user.recipient().contactId()), draft.marketing());
        return blocked ? Reason.OPTOUT : null;
    }

    private Optional<Segment> segment() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT segment FROM broadcast_audience WHERE broadcast_id = ? AND gathered_at IS NULL")) {
            select.setObject(1, draft.id());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Segment.of(Json.parseOwn(row.getString("segment")))) : Optional.empty();
            }
        }
    }
}
