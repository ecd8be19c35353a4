package dev.crier.broadcast;

import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Ends broadcasts in which nobody is pending any more. The counters say where to look, the rows decide.
public final class Finisher {
    private static final int BROADCASTS_PER_RUN = 500;

    private final Database database;

    public Finisher(Database database) {
        this.database = database;
    }

    /// Finishes what is done now; returns how many broadcasts.
    public int runOnce() throws SQLException {
        List<UUID> candidates = database.inTransaction(Finisher::candidates);
        int finished = 0;
        for (UUID id : candidates) {
            finished += database.inTransaction(connection -> finishIfDone(connection, id)) ? 1 : 0;
        }
        return finished;
    }

    private static List<UUID> candidates(Connection connection) throws SQLException {
        List<UUID> candidates = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT b.id FROM broadcast b JOIN progress p ON p.broadcast_id = b.id
                 WHERE b.status = 'running' AND p.sent + p.delivered + p.read + p.failed >= b.total
                 LIMIT ?""")) {
            select.setInt(1, BROADCASTS_PER_RUN);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    candidates.add(row.getObject(1, UUID.class));
                }
            }
        }
        return candidates;
    }

    static boolean finishIfDone(Connection connection, UUID id) throws SQLException {
        // Stages 0, 1 and 4 are the pending ones.
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE broadcast b SET status = 'finished', finished_at = now()
                  FROM progress p
                 WHERE b.id = ? AND p.broadcast_id = b.id AND b.status = 'running'
                   AND p.sent + p.delivered + p.read + p.failed >= b.total
                   AND (SELECT count(*) FROM message m
                         WHERE m.broadcast_id = b.id AND m.stage NOT IN (0, 1, 4)) = b.total""")) {
            update.setObject(1, id);
            return update.executeUpdate() > 0;
        }
    }
}
