package dev.crier.dispatch;

import dev.crier.api.Json;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.BroadcastStore;
import dev.crier.broadcast.BroadcastStore.StoredChunk;
import dev.crier.broadcast.Content;
import dev.crier.broadcast.OnUnknown;
import dev.crier.broadcast.Recipient;
import dev.crier.contact.Optout;
import dev.crier.contact.OptoutCheck;
import dev.crier.contact.OptoutCheck.Addressee;
import dev.crier.db.Database;
import dev.crier.dispatch.LaneStore.WindowRow;
import dev.crier.media.MediaReferences;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.RetryStore;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// How messages come into a lane: new windows, windows left by others, and retries that are due.
///
/// Each way makes the attempt durable before it hands out an [Item]: by the window's row, or by the message's own.
final class Claims {
    private final Database database;
    private final LaneStore store;
    private final AttemptJournal journal;
    private final UUID channelId;
    private final Lease lease;

    Claims(Database database, AttemptJournal journal, UUID channelId, Lease lease) {
        this.database = database;
        this.store = new LaneStore(database);
        this.journal = journal;
        this.channelId = channelId;
        this.lease = lease;
    }

    /// Running broadcasts of the channel with users whom nobody claimed yet: single messages first, then in the order
    /// of their making.
    List<UUID> unclaimed(int limit) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT b.id FROM broadcast b JOIN progress p ON p.broadcast_id = b.id
                     WHERE b.channel_id = ? AND b.status = 'running' AND p.next_seq < b.total
                     ORDER BY b.kind = 'broadcast', b.id LIMIT ?""")) {
                select.setObject(1, channelId);
                select.setInt(2, limit);
                return ids(select);
            }
        });
    }

    /// Those of `ids` that still run.
    Set<UUID> stillRunning(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return database.inTransaction(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id FROM broadcast WHERE id = ANY (?) AND status = 'running'")) {
                select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                return Set.copyOf(ids(select));
            }
        });
    }

    private static List<UUID> ids(PreparedStatement select) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    /// The broadcast as a lane needs it; empty if it does not run (any more).
    Optional<ActiveBroadcast> load(UUID id) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT b.bot_id, b.kind, b.content, b.params, b.marketing, b.total, b.max_per_second,
                           b.on_unknown, p.next_seq
                      FROM broadcast b JOIN progress p ON p.broadcast_id = b.id
                     WHERE b.id = ? AND b.channel_id = ? AND b.status = 'running'""")) {
                select.setObject(1, id);
                select.setObject(2, channelId);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(active(connection, id, row)) : Optional.empty();
                }
            }
        });
    }

    private static ActiveBroadcast active(Connection connection, UUID id, ResultSet row) throws SQLException {
        UUID botId = row.getObject("bot_id", UUID.class);
        Map<String, String> params = new HashMap<>();
        Json.parseOwn(row.getString("params"))
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().stringValue()));
        @Nullable BigDecimal pace = row.getBigDecimal("max_per_second");
        ActiveBroadcast.Plan plan = new ActiveBroadcast.Plan(
                id,
                botId,
                Broadcast.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Content.fromJson(Json.parseOwn(row.getString("content")))
                        .withMedia(components ->
                                MediaReferences.resolved(Jdbi.create(connection).open(), botId, components)),
                Map.copyOf(params),
                row.getBoolean("marketing"),
                row.getInt("total"),
                pace == null ? Double.POSITIVE_INFINITY : pace.doubleValue(),
                OnUnknown.of(row.getString("on_unknown")).orElse(OnUnknown.HOLD));
        return new ActiveBroadcast(plan, row.getInt("next_seq"), System.nanoTime());
    }

    /// Claims the next window of at most `size` users; false if there was none to claim.
    boolean claim(ActiveBroadcast broadcast, int size) throws SQLException {
        int firstSeq = broadcast.nextSeq();
        List<Recipient> chunk = chunkFor(broadcast, firstSeq);
        if (chunk.isEmpty()) {
            broadcast.claimed(broadcast.plan().total());
            return false;
        }
        int offset = firstSeq - chunk.getFirst().seq();
        int count = Math.min(Math.min(size, AttemptJournal.MAX_WINDOW), chunk.size() - offset);
        List<Recipient> users = chunk.subList(offset, offset + count);
        WindowRow row = new WindowRow(broadcast.id(), firstSeq, count, lease.epoch());
        boolean opened = open(
                broadcast,
                row,
                users.stream().filter(Recipient::sendable).toList(),
                connection -> LaneStore.claim(connection, channelId, row));
        broadcast.claimed(opened ? firstSeq + count : firstSeq);
        return opened;
    }

    private List<Recipient> chunkFor(ActiveBroadcast broadcast, int seq) throws SQLException {
        List<Recipient> chunk = broadcast.chunk();
        if (!chunk.isEmpty()
                && seq >= chunk.getFirst().seq()
                && seq <= chunk.getLast().seq()) {
            return chunk;
        }
        List<Recipient> next = recipients(broadcast.id(), seq);
        broadcast.chunk(next);
        return next;
    }

    private List<Recipient> recipients(UUID broadcastId, int seq) throws SQLException {
        return database.inTransaction(connection -> BroadcastStore.chunkAt(connection, broadcastId, seq))
                .map(StoredChunk::recipients)
                .orElse(List.of());
    }

    /// Makes a window ours in the database.
    @FunctionalInterface
    private interface Taking {
        boolean take(Connection connection) throws SQLException;
    }

    /// Journal slot, then row, then items; a window in which nobody is left is closed at once.
    private boolean open(ActiveBroadcast broadcast, WindowRow row, List<Recipient> users, Taking taking)
            throws SQLException {
        Optional<AttemptJournal.Slot> slot = journal.open(row.key());
        if (slot.isEmpty()) {
            return false;
        }
        List<Addressee> people =
                users.stream().flatMap(user -> addressee(user).stream()).toList();
        boolean ours = false;
        boolean sure = false;
        try {
            Optional<Map<UUID, Optout>> optouts = database.inTransaction(connection -> {
                if (!taking.take(connection)) {
                    return Optional.empty();
                }
                if (users.isEmpty()) {
                    LaneStore.close(connection, List.of(row));
                    return Optional.of(Map.of());
                }
                return Optional.of(OptoutCheck.of(connection, broadcast.plan().botId(), people));
            });
            sure = true;
            ours = optouts.isPresent() && !users.isEmpty();
            if (ours) {
                Window window = new Window(row, slot.get(), people, users.size(), optouts.get());
                broadcast.opened(window);
                broadcast.add(users.stream()
                        .map(user -> Item.first(broadcast, user, window))
                        .toList());
            }
            return optouts.isPresent();
        } finally {
            if (!sure) {
                slot.get().leave(row.key()); // if the row is there after all: none of it was attempted
            } else if (!ours) {
                slot.get().close();
            }
        }
    }

    /// Windows that another owner left: what may have been attempted is put in doubt, the rest is taken over if its
    /// broadcast is here, and given back if not.
    List<WindowRow> foreign(int limit) throws SQLException {
        return store.foreign(channelId, lease.epoch(), limit);
    }

    /// @param broadcast the running broadcast of the window; null if it does not run
    /// @param doubt makes the change for a message whose outcome nobody knows
    void adopt(WindowRow left, @Nullable ActiveBroadcast broadcast, Doubt doubt) throws SQLException {
        BitSet attempted =
                left.epoch() == 0 ? new BitSet() : journal.attempted(left.key()).orElseGet(() -> all(left.count()));
        List<Recipient> users = recipients(left.broadcastId(), left.firstSeq());
        List<Recipient> rest = database.inTransaction(connection -> {
            BitSet recorded = LaneStore.recorded(connection, left);
            List<Change> changes = new ArrayList<>();
            List<Recipient> unattempted = new ArrayList<>();
            for (Recipient user : users) {
                int offset = user.seq() - left.firstSeq();
                boolean inWindow = offset >= 0 && offset < left.count();
                if (!inWindow || recorded.get(offset) || !user.sendable()) {
                    continue;
                }
                if (attempted.get(offset)) {
                    MessageId first = new MessageId(left.broadcastId(), user.seq(), 1);
                    changes.add(doubt.of(first).in(user.country()));
                } else {
                    unattempted.add(user);
                }
            }
            MessageStore.apply(connection, changes);
            if (unattempted.isEmpty()) {
                LaneStore.close(connection, List.of(left));
            } else if (left.epoch() != 0) {
                LaneStore.hand(connection, channelId, left, 0, lease.epoch());
            }
            return unattempted;
        });
        journal.forget(left.key());
        if (broadcast != null && !rest.isEmpty()) {
            WindowRow given = new WindowRow(left.broadcastId(), left.firstSeq(), left.count(), 0);
            WindowRow mine = new WindowRow(left.broadcastId(), left.firstSeq(), left.count(), lease.epoch());
            var _ = open(
                    broadcast,
                    mine,
                    rest,
                    connection -> LaneStore.hand(connection, channelId, given, lease.epoch(), lease.epoch()));
        }
    }

    /// What an unknown outcome means.
    @FunctionalInterface
    interface Doubt {
        Change of(MessageId id);
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet(count);
        all.set(0, count);
        return all;
    }

    /// Gives back what an earlier owner began to retry and never recorded: each of them is in doubt.
    void settleAbandonedRetries(Doubt doubt) throws SQLException {
        database.inTransaction(connection -> {
            List<Change> changes = RetryStore.abandoned(connection, channelId).stream()
                    .map(doubt::of)
                    .toList();
            MessageStore.apply(connection, changes);
            return changes.size();
        });
    }

    /// Gives a window back: nothing of it that has no row was attempted.
    void giveBack(Window window) throws SQLException {
        if (window.isSpoiled()) {
            window.leave(); // whoever takes it over puts in doubt what the journal says was attempted
            return;
        }
        database.inTransaction(connection -> LaneStore.hand(connection, channelId, window.row(), 0, lease.epoch()));
        window.abandon();
    }

    /// Retries whose time has come; their attempt has begun.
    List<RetryStore.Due> beginRetries(Instant now, int limit) throws SQLException {
        return database.inTransaction(connection -> RetryStore.begin(connection, channelId, lease.epoch(), now, limit));
    }

    /// The recipient of a retry.
    Recipient recipient(ActiveBroadcast broadcast, int seq) throws SQLException {
        List<Recipient> chunk = broadcast.chunk();
        boolean here = !chunk.isEmpty()
                && seq >= chunk.getFirst().seq()
                && seq <= chunk.getLast().seq();
        List<Recipient> users = here ? chunk : recipients(broadcast.id(), seq);
        return users.get(seq - users.getFirst().seq());
    }

    /// Whether the person of a retry has opted out: it may have waited for long, and no window is read again for it.
    /// Of a reply, whether they were erased: nothing else forbids one.
    boolean blocks(Item item) throws SQLException {
        ActiveBroadcast.Plan plan = item.broadcast().plan();
        Optional<Addressee> person = addressee(item.recipient());
        if (person.isEmpty()) {
            return false;
        }
        @Nullable
        Optout optout =
                optouts(plan.botId(), List.of(person.get())).get(person.get().contactId());
        return switch (plan.content()) {
            case Content.Template ignored -> Optout.blocks(optout, plan.marketing());
            case Content.Text ignored -> optout == Optout.ERASED;
        };
    }

    private static Optional<Addressee> addressee(Recipient user) {
        return user.contactId() == null ? Optional.empty() : Optional.of(new Addressee(user.contactId(), user.phone()));
    }

    Map<UUID, Optout> optouts(UUID botId, List<Addressee> people) throws SQLException {
        return database.inTransaction(connection -> OptoutCheck.of(connection, botId, people));
    }
}
