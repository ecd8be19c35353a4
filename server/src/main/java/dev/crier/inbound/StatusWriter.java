package dev.crier.inbound;

import dev.crier.db.GroupCommit;
import dev.crier.inbound.StatusRules.Effect;
import dev.crier.inbound.StatusRules.Ruling;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes a batch of statuses: finds their messages, merges them in, and does what follows from them.
final class StatusWriter implements GroupCommit.Writer<News> {
    /// The same comparison as in [MessageStore], asked before it is made: a failure that was told before
    /// has had its effects, and whoever released the number since must not be overruled by its echo.
    private static final String IS_NEW = """
            SELECT i.place
              FROM unnest(?::int[], ?::uuid[], ?::int[], ?::smallint[], ?::smallint[])
                   AS i (place, broadcast_id, seq, attempt, stage)
              LEFT JOIN message m ON m.broadcast_id = i.broadcast_id AND m.seq = i.seq
             WHERE m.stage IS NULL
                OR (m.stage < 6 AND (i.attempt, i.stage) > (m.attempts, m.stage))""";

    private final BroadcastChannels channels = new BroadcastChannels();
    private final StatusRules rules;
    private final StatusEffects effects;
    private final Clock clock;

    StatusWriter(StatusRules rules, StatusEffects effects, Clock clock) {
        this.rules = rules;
        this.effects = effects;
        this.clock = clock;
    }

    @Override
    public void write(Connection connection, List<News> batch) throws SQLException {
        List<News.Matched> claimed = new ArrayList<>(batch.size());
        List<News> nameless = new ArrayList<>();
        for (News news : batch) {
            MessageId id = MessageId.parse(news.status().callbackData());
            if (id == null) {
                nameless.add(news);
            } else {
                claimed.add(new News.Matched(news, id));
            }
        }
        List<News.Matched> matched = new ArrayList<>(channels.owned(connection, claimed));
        matched.addAll(ParkedStatuses.matchOrPark(connection, nameless, clock.instant()));
        apply(connection, matched, clock.instant());
    }

    /// Merges statuses whose messages are known.
    void apply(Connection connection, List<News.Matched> matched, Instant now) throws SQLException {
        List<Change> changes = new ArrayList<>(matched.size());
        List<StatusEffects.Due> due = new ArrayList<>();
        for (News.Matched each : matched) {
            Ruling ruling = rules.on(each.id(), each.news().status(), now).orElse(null);
            if (ruling != null) {
                changes.add(ruling.change());
                Effect effect = ruling.effect();
                if (effect != null) {
                    due.add(new StatusEffects.Due(each, ruling.change(), effect));
                }
            }
        }
        List<StatusEffects.Due> fresh = fresh(connection, due);
        MessageStore.apply(connection, changes);
        effects.perform(connection, fresh, now);
    }

    private static List<StatusEffects.Due> fresh(Connection connection, List<StatusEffects.Due> due)
            throws SQLException {
        if (due.isEmpty()) {
            return due;
        }
        int size = due.size();
        Object[] places = new Object[size];
        Object[] broadcasts = new Object[size];
        Object[] seqs = new Object[size];
        Object[] attempts = new Object[size];
        Object[] stages = new Object[size];
        for (int i = 0; i < size; i++) {
            Change change = due.get(i).change();
            places[i] = i;
            broadcasts[i] = change.broadcastId();
            seqs[i] = change.seq();
            attempts[i] = (short) change.attempt();
            stages[i] = change.stage().rank();
        }
        Set<Integer> fresh = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(IS_NEW)) {
            select.setArray(1, connection.createArrayOf("int4", places));
            select.setArray(2, connection.createArrayOf("uuid", broadcasts));
            select.setArray(3, connection.createArrayOf("int4", seqs));
            select.setArray(4, connection.createArrayOf("int2", attempts));
            select.setArray(5, connection.createArrayOf("int2", stages));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    fresh.add(row.getInt(1));
                }
            }
        }
        List<StatusEffects.Due> kept = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (fresh.contains(i)) {
                kept.add(due.get(i));
            }
        }
        return kept;
    }
}
