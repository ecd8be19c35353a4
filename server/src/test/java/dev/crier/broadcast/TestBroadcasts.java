package dev.crier.broadcast;

import dev.crier.api.Ids;
import dev.crier.broadcast.BroadcastStore.EncodedChunk;
import dev.crier.broadcast.BroadcastStore.NewBroadcast;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Forgotten;
import dev.crier.db.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Broadcasts as they stand in the database after they were accepted.
public final class TestBroadcasts {
    private TestBroadcasts() {}

    /// The phone of user `seq`.
    public static String phone(int seq) {
        return "+316%08d".formatted(12_000_000 + seq);
    }

    public static UUID running(Database database, UUID botId, UUID channelId, int users) throws SQLException {
        UUID id = Ids.next();
        return database.inTransaction(connection -> {
            List<Recipient> recipients = new ArrayList<>();
            for (int seq = 0; seq < users; seq++) {
                var candidate = new ContactStore.Candidate(phone(seq), Contact.Profile.EMPTY);
                Contact.Reach contact = ContactStore.resolve(
                                connection, new Forgotten(new byte[32]), botId, List.of(candidate))
                        .values()
                        .iterator()
                        .next();
                recipients.add(new Recipient(seq, contact.id(), null, phone(seq), null, null, null, Map.of(), true));
            }
            BroadcastStore.insert(
                    connection,
                    new NewBroadcast(
                            id,
                            botId,
                            channelId,
                            Broadcast.Kind.BROADCAST,
                            "test",
                            State.RUNNING,
                            null,
                            null,
                            true,
                            new Content.Text("hello"),
                            Map.of(),
                            users,
                            null,
                            OnUnknown.HOLD,
                            null));
            BroadcastStore.copyChunks(connection, id, List.of(EncodedChunk.of(recipients, 0)));
            return id;
        });
    }
}
