package dev.crier.message;

/// Counts messages where they stand: SQL that is part of each statement which moves one.
///
/// A message counts in one cell, made of its broadcast, the quarter of an hour in which it was sent (or failed, if it
/// never was), how it stands, its country, the reason of its failure and its price. Each move takes one from the cell
/// that it leaves and adds one to the cell that it comes to, summed up over the batch: a few rows appended, whatever
/// the size of the batch. Pending messages are in no cell.
final class Figures {
    /// For `RETURNING`: where a message was and where it is.
    static final String MOVED = """
            old.stage AS was, COALESCE(old.sent_at, old.delivered_at, old.read_at, old.failed_at) AS was_at,
            old.country AS was_country, old.reason AS was_reason, old.pricing AS was_pricing,
            new.stage AS is_now, COALESCE(new.sent_at, new.delivered_at, new.read_at, new.failed_at) AS now_at,
            new.country AS now_country, new.reason AS now_reason, new.pricing AS now_pricing""";

    private Figures() {}

    /// The insert for what `moved`, a part of the same `WITH`, returned.
    static String count(String moved) {
        return """
                INSERT INTO figure_move (broadcast_id, quarter, stage, country, reason, pricing, messages)
                SELECT broadcast_id, date_bin('15 minutes', at, 'epoch'), CASE stage WHEN 2 THEN 5 ELSE stage END,
                       country, reason, pricing, sum(n)
                  FROM (SELECT broadcast_id, was_at AS at, was AS stage, was_country AS country,
                               CASE WHEN was IN (2, 5) THEN was_reason END AS reason, was_pricing AS pricing, -1 AS n
                          FROM %1$s WHERE was IN (2, 3, 5, 6, 7)
                         UNION ALL
                        SELECT broadcast_id, now_at, is_now, now_country,
                               CASE WHEN is_now IN (2, 5) THEN now_reason END, now_pricing, 1
                          FROM %1$s WHERE is_now IN (2, 3, 5, 6, 7)) AS moves
                 GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0""".formatted(moved);
    }
}
