package dev.crier.media;

import dev.crier.api.Ids;
import dev.crier.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for files.
final class MediaStore {
    private final Jdbi jdbi;

    MediaStore(Database database) {
        this.jdbi = database.jdbi();
    }

    /// What a bot keeps.
    record Kept(int files, long bytes) {}

    Optional<Media> find(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> handle.select("SELECT * FROM media WHERE bot_id = ? AND id = ?", botId, id)
                .map((row, context) -> media(row))
                .findOne());
    }

    static List<Media> find(Handle handle, UUID botId, Collection<UUID> ids) {
        return handle.createQuery("SELECT * FROM media WHERE bot_id = :bot AND id = ANY (:ids)")
                .bind("bot", botId)
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> media(row))
                .list();
    }

    Optional<Media> same(UUID botId, String sha256, String mimeType) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM media WHERE bot_id = ? AND sha256 = ? AND mime_type = ?",
                        botId,
                        sha256,
                        mimeType)
                .map((row, context) -> media(row))
                .findOne());
    }

    /// Newest first.
    List<Media> list(UUID botId, @Nullable UUID after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM media WHERE bot_id = :bot AND (:after::uuid IS NULL OR id < :after::uuid)
                         ORDER BY id DESC LIMIT :limit""")
                .bind("bot", botId)
                .bindByType("after", after, UUID.class)
                .bind("limit", limit)
                .map((row, context) -> media(row))
                .list());
    }

    /// Newest first, of one kind.
    List<Media> newest(UUID botId, String kind, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM media WHERE bot_id = ? AND kind = ? ORDER BY id DESC LIMIT ?",
                        botId,
                        kind,
                        limit)
                .map((row, context) -> media(row))
                .list());
    }

    Kept kept(UUID botId) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT count(*), coalesce(sum(bytes), 0) FROM media WHERE bot_id = ?", botId)
                        .map((row, context) -> new Kept(row.getInt(1), row.getLong(2)))
                        .one());
    }

    /// Stores a file that is at Meta, or where Meta has it now.
    Media put(Media media) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO media (id, bot_id, sha256, kind, mime_type, filename, bytes, phone_number_id,
                                           meta_id, expires_at)
                        VALUES (:id, :bot, :sha, :kind, :mime, :filename, :bytes, :number, :meta, :expires)
                        ON CONFLICT (bot_id, sha256, mime_type) DO UPDATE SET
                          phone_number_id = excluded.phone_number_id, meta_id = excluded.meta_id,
                          expires_at = excluded.expires_at
                        RETURNING *""")
                .bind("id", Ids.next())
                .bind("bot", media.botId())
                .bind("sha", media.sha256())
                .bind("kind", media.kind())
                .bind("mime", media.mimeType())
                .bind("filename", media.filename())
                .bind("bytes", media.bytes())
                .bind("number", media.phoneNumberId())
                .bind("meta", media.metaId())
                .bind("expires", media.expiresAt())
                .map((row, context) -> media(row))
                .one());
    }

    void setHandle(UUID id, String metaHandle) {
        jdbi.useHandle(handle -> handle.execute("UPDATE media SET handle = ? WHERE id = ?", metaHandle, id));
    }

    /// Those of a bot whose ids end before `until`, the most urgent first.
    List<Media> ending(UUID botId, Instant until, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT * FROM media WHERE expires_at < ? AND bot_id = ? ORDER BY expires_at LIMIT ?",
                        until,
                        botId,
                        limit)
                .map((row, context) -> media(row))
                .list());
    }

    /// Forgets it; true if no other entry of the bot needs its bytes.
    boolean delete(Media media) {
        return jdbi.inTransaction(handle -> {
            handle.execute("DELETE FROM media WHERE id = ?", media.id());
            return handle.select(
                            "SELECT count(*) = 0 FROM media WHERE bot_id = ? AND sha256 = ?",
                            media.botId(),
                            media.sha256())
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    private static Media media(ResultSet row) throws SQLException {
        return new Media(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                row.getString("sha256"),
                row.getString("kind"),
                row.getString("mime_type"),
                row.getString("filename"),
                row.getLong("bytes"),
                row.getString("phone_number_id"),
                row.getString("meta_id"),
                row.getTimestamp("expires_at").toInstant(),
                row.getString("handle"),
                row.getTimestamp("inserted_at").toInstant());
    }
}
