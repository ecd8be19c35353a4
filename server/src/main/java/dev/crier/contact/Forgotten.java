package dev.crier.contact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The opt-outs of people who were erased. Only a keyed hash of their address is kept: enough to recognise the number
/// when somebody brings it back, and of no use without the key.
public final class Forgotten {
    /// What the key is derived for.
    public static final String PURPOSE = "forgotten contacts";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    public Forgotten(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The opt-outs that still hold for these phones or business-scoped ids, by them.
    Map<String, Optout> recall(Connection connection, UUID botId, Collection<String> addresses) throws SQLException {
        if (addresses.isEmpty() || !any(connection, botId)) {
            return Map.of();
        }
        List<String> asked = List.copyOf(addresses);
        List<byte[]> marks = new ArrayList<>(asked.size());
        for (String address : asked) {
            marks.add(mark(botId, address));
        }
        Map<String, Optout> recalled = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT w.place, f.optout
                  FROM unnest(?::bytea[]) WITH ORDINALITY AS w (mark, place)
                  JOIN forgotten_optout f ON f.bot_id = ? AND f.mark = w.mark""")) {
            select.setArray(1, connection.createArrayOf("bytea", marks.toArray(byte[][]::new)));
            select.setObject(2, botId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    @Nullable Optout optout = Optout.of(row.getString(2));
                    if (optout != null) {
                        recalled.put(asked.get(row.getInt(1) - 1), optout);
                    }
                }
            }
        }
        return recalled;
    }

    private static boolean any(Connection connection, UUID botId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT EXISTS (SELECT FROM forgotten_optout WHERE bot_id = ?)")) {
            select.setObject(1, botId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// From now on this is what holds for the address when its owner is forgotten; null: nothing does.
    void remember(Connection connection, UUID botId, String address, @Nullable Optout optout) throws SQLException {
        String sql = optout == null ? "DELETE FROM forgotten_optout WHERE bot_id = ? AND mark = ?" : """
                  INSERT INTO forgotten_optout (bot_id, mark, optout) VALUES (?, ?, ?)
                  ON CONFLICT (bot_id, mark) DO UPDATE SET optout = excluded.optout""";
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            change.setObject(1, botId);
            change.setBytes(2, mark(botId, address));
            if (optout != null) {
                change.setString(3, optout.wire());
            }
            change.executeUpdate();
        }
    }

    /// An address as it is kept.
    byte[] mark(UUID botId, String address) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal((botId + ":" + Phones.person(address)).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is missing", e);
        }
    }
}
