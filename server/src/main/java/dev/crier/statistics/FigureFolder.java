package dev.crier.statistics;

import dev.crier.db.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Folds the moves that writers append into the cells, so that reading adds up few rows. Nothing depends on when it
/// runs: whoever reads adds the moves that are not folded yet.
public final class FigureFolder {
    /// Of the moves of a busy minute there are some thousand.
    private static final int MOVES_PER_STEP = 20_000;

    /// One node at a time: two would fold other moves, and then wait for each other's cells.
    private static final long LOCK = 0x6372_6965_7201L;

    private final Database database;

    public FigureFolder(Database database) {
        this.database = database;
    }

    public void runOnce() throws SQLException {
        while (step() == MOVES_PER_STEP) {
            Thread.onSpinWait(); // more at once
        }
    }

    /// Folds some moves; returns how many.
    int step() throws SQLException {
        return database.inTransaction(connection -> isAlone(connection) ? fold(connection) : 0);
    }

    private static boolean isAlone(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static int fold(Connection connection) throws SQLException {
        int folded;
        try (PreparedStatement fold = connection.prepareStatement("""
                WITH taken AS (
                  DELETE FROM figure_move WHERE ctid = ANY (ARRAY(SELECT ctid FROM figure_move LIMIT ?)) RETURNING *),
                added AS (
                  INSERT INTO figure AS f (bot_id, quarter, kind, template, language, category, stage, country, reason,
                                           pricing, messages)
                  SELECT b.bot_id, t.quarter, b.kind, b.template_name, b.template_language, b.category, t.stage,
                         t.country, t.reason, t.pricing, sum(t.messages)
                    FROM taken t JOIN broadcast b ON b.id = t.broadcast_id
                   GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(t.messages) <> 0
                  ON CONFLICT (bot_id, quarter, kind, template, language, category, stage, country, reason, pricing)
                  DO UPDATE SET messages = f.messages + excluded.messages)
                SELECT count(*)::int FROM taken""")) {
            fold.setInt(1, MOVES_PER_STEP);
            try (ResultSet row = fold.executeQuery()) {
                row.next();
                folded = row.getInt(1);
            }
        }
        if (folded > 0) {
            // Every message leaves the cell of those that are sent: most of these end empty.
            try (Statement delete = connection.createStatement()) {
                delete.executeUpdate("DELETE FROM figure WHERE messages = 0");
            }
        }
        return folded;
    }
}
