package dev.crier.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// What follows from contacts and messages that are there: figures that agree with them, what people wrote and wanted,
/// what members did, and what webhooks told.
final class History {
    private static final int AUDITED = 100_000;
    private static final int DELIVERIES = 200_000;

    private final UUID botId;

    History(UUID botId) {
        this.botId = botId;
    }

    List<Seed.Step> steps() {
        return List.of(this::figures, this::events, this::letters, this::consent, this::audit, this::deliveries);
    }

    /// As the statement that moves a message would have counted them.
    private void figures(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO figure (bot_id, quarter, kind, template, language, category, stage, country, reason, pricing,
                                    messages)
                SELECT b.bot_id, date_bin('15 minutes', COALESCE(m.sent_at, m.failed_at), 'epoch'), b.kind,
                       b.template_name, b.template_language, b.category, m.stage, m.country,
                       CASE m.stage WHEN 5 THEN m.reason END, m.pricing, count(*)
                  FROM message m JOIN broadcast b ON b.id = m.broadcast_id WHERE m.stage IN (3, 5, 6, 7)
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10""");
        run(connection, """
                UPDATE progress p SET sent = m.sent, delivered = m.delivered, read = m.read, failed = m.failed
                  FROM (SELECT broadcast_id, count(*) FILTER (WHERE stage = 3) AS sent,
                               count(*) FILTER (WHERE stage = 6) AS delivered,
                               count(*) FILTER (WHERE stage = 7) AS read,
                               count(*) FILTER (WHERE stage = 5) AS failed
                          FROM message GROUP BY 1) AS m
                 WHERE p.broadcast_id = m.broadcast_id""");
    }

    /// Failures that Meta told of.
    private void events(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO message_event (broadcast_id, seq, attempt, kind, source, at, code, http_status, reason, details,
                                           wamid)
                SELECT broadcast_id, seq, attempts, 'failed', 'webhook', failed_at, code, NULL, reason, details, wamid
                  FROM message WHERE stage = 5 AND attempts > 0""");
    }

    /// Everybody who wrote did so twice; the first contact three hundred times.
    private void letters(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO inbound_message (bot_id, wamid, contact_id, type, text, payload, sent_at)
                SELECT c.bot_id, 'wamid.IN' || c.id || n, c.id, 'text', 'Where is my parcel?',
                       jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', 'Where is my parcel?')),
                       c.last_inbound_at - n * interval '3 hours'
                  FROM contact c
                 CROSS JOIN LATERAL generate_series(0, CASE WHEN c.id = (SELECT id FROM contact WHERE bot_id = ?
                                                                          ORDER BY id LIMIT 1)
                                                            THEN 299 ELSE 1 END) AS n
                 WHERE c.bot_id = ? AND c.last_inbound_at IS NOT NULL""", botId, botId);
    }

    private void consent(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO consent_event (bot_id, contact_id, at, source, was, is_now)
                SELECT c.bot_id, c.id, c.updated_at, 'keyword', NULL, c.whatsapp_optout
                  FROM contact c WHERE c.bot_id = ? AND c.whatsapp_optout IS NOT NULL
                 UNION ALL
                (SELECT c.bot_id, c.id, c.updated_at + n * interval '1 hour', 'api',
                        CASE n % 2 WHEN 1 THEN 'all' END, CASE n % 2 WHEN 0 THEN 'all' END
                   FROM (SELECT * FROM contact WHERE bot_id = ? ORDER BY id LIMIT 1) AS c, generate_series(0, 199) AS n)""", botId, botId);
    }

    private void audit(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO audit_event (id, environment_id, bot_id, member_name, action, subject, details, address, at)
                SELECT uuidv7(n * interval '-1 minute'), b.environment_id, b.id, 'Dora',
                       (ARRAY['contact.changed', 'broadcast.started', 'template.submitted', 'member.invited'])
                         [CASE WHEN n % 10000 = 0 THEN 4 ELSE 1 + n % 3 END],
                       'Something ' || n, 'More about it', '192.0.2.1', now() - n * interval '1 minute'
                  FROM bot b, generate_series(1, ?) AS n WHERE b.id = ?""", AUDITED, botId);
    }

    private void deliveries(Connection connection) throws SQLException {
        run(connection, """
                INSERT INTO webhook_delivery (id, webhook_id, event_id, person, type, body, status, tries, first_tried_at,
                                              tried_at, answer_status, answer, error)
                SELECT uuidv7(n * interval '-20 seconds'), w.id, n, uuidv7(), 'action_status',
                       '{"type": "action_status", "data": {"text": "' || repeat('some words ', 40) || '"}}',
                       CASE n % 100 WHEN 7 THEN 'failed' ELSE 'delivered' END, 1, now() - n * interval '20 seconds',
                       now() - n * interval '20 seconds', CASE n % 100 WHEN 7 THEN 500 ELSE 200 END, '', NULL
                  FROM webhook w, generate_series(1, ?) AS n WHERE w.bot_id = ?""", DELIVERIES, botId);
    }

    private static void run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
