package dev.crier.contact;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.contact.DefaultResponses.Name;
import dev.crier.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for the writing of default responses: a draft answers nobody; publishing puts a text into use and keeps it as a
/// version, so that one can go back.
public final class ResponseVersions {
    /// Of each text; who publishes daily looks back over a quarter of a year.
    static final int KEPT = 100;

    private final Jdbi jdbi;

    public ResponseVersions(Database database) {
        this.jdbi = database.jdbi();
    }

    /// The place of one text.
    public record Slot(UUID botId, Name name, String locale) {}

    /// What somebody has written and not published.
    public record Draft(String text, String by, Instant at) {}

    /// A text that was put into use.
    ///
    /// @param text null: the built-in one
    /// @param by null: nobody who is known
    public record Version(
            int number, @Nullable String text, @Nullable String by, Instant at) {}

    /// Keeps a draft in the place of the one before; one that says what is in use anyway is none.
    public void save(Slot slot, String text, String by) {
        String kept = DefaultResponses.checked(text);
        jdbi.useTransaction(handle -> {
            if (kept.equals(inUse(handle, slot))) {
                discard(handle, slot);
                return;
            }
            handle.execute("""
                    INSERT INTO default_response_draft (bot_id, name, locale, text, written_by) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (bot_id, name, locale)
                    DO UPDATE SET text = excluded.text, written_by = excluded.written_by, written_at = now()""", slot.botId(), slot.name().wire(), slot.locale(), kept, by);
        });
    }

    public Optional<Draft> draft(Slot slot) {
        return jdbi.withHandle(handle -> handle.select(
                        """
                        SELECT text, written_by, written_at FROM default_response_draft
                         WHERE bot_id = ? AND name = ? AND locale = ?""", slot.botId(), slot.name().wire(), slot.locale())
                .map((row, context) -> new Draft(
                        row.getString("text"),
                        row.getString("written_by"),
                        row.getTimestamp("written_at").toInstant()))
                .findOne());
    }

    /// True if there was a draft.
    public boolean discard(Slot slot) {
        return jdbi.withHandle(handle -> discard(handle, slot));
    }

    private static boolean discard(Handle handle, Slot slot) {
        return handle.execute(
                        "DELETE FROM default_response_draft WHERE bot_id = ? AND name = ? AND locale = ?",
                        slot.botId(),
                        slot.name().wire(),
                        slot.locale())
                > 0;
    }

    /// Puts a text into use; null: ours again. The draft has done its work. False if it was in use already.
    public boolean publish(Slot slot, @Nullable String text, @Nullable String by) {
        @Nullable String checked = text == null ? null : DefaultResponses.checked(text);
        return jdbi.inTransaction(handle -> publish(handle, slot, checked, by));
    }

    private static boolean publish(Handle handle, Slot slot, @Nullable String text, @Nullable String by) {
        // Two who publish at once make two versions, one after the other.
        handle.execute("SELECT FROM bot WHERE id = ? FOR NO KEY UPDATE", slot.botId());
        discard(handle, slot);
        @Nullable String before = inUse(handle, slot);
        if (text == null ? before == null : text.equals(before)) {
            return false;
        }
        if (text == null) {
            handle.execute(
                    "DELETE FROM default_response WHERE bot_id = ? AND name = ? AND locale = ?",
                    slot.botId(),
                    slot.name().wire(),
                    slot.locale());
        } else {
            handle.execute("""
                    INSERT INTO default_response (bot_id, name, locale, text) VALUES (?, ?, ?, ?)
                    ON CONFLICT (bot_id, name, locale) DO UPDATE SET text = excluded.text, updated_at = now()""", slot.botId(), slot.name().wire(), slot.locale(), text);
        }
        keep(handle, slot, text, by);
        return true;
    }

    private static void keep(Handle handle, Slot slot, @Nullable String text, @Nullable String by) {
        int version = handle.createQuery("""
                        INSERT INTO default_response_version (bot_id, name, locale, version, text, published_by)
                        SELECT :bot, :name, :locale, COALESCE(max(version), 0) + 1, :text, :by
                          FROM default_response_version WHERE bot_id = :bot AND name = :name AND locale = :locale
                        RETURNING version""")
                .bind("bot", slot.botId())
                .bind("name", slot.name().wire())
                .bind("locale", slot.locale())
                .bindByType("text", text, String.class)
                .bindByType("by", by, String.class)
                .mapTo(Integer.class)
                .one();
        handle.execute(
                "DELETE FROM default_response_version WHERE bot_id = ? AND name = ? AND locale = ? AND version <= ?",
                slot.botId(),
                slot.name().wire(),
                slot.locale(),
                version - KEPT);
    }

    /// Publishes an earlier version's text once more.
    public boolean revert(Slot slot, int version, String by) {
        return jdbi.inTransaction(handle -> {
            Version wanted = versions(handle, slot).stream()
                    .filter(each -> each.number() == version)
                    .findFirst()
                    .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "This version is not kept any more"));
            return publish(handle, slot, wanted.text(), by);
        });
    }

    /// Newest first.
    public List<Version> versions(Slot slot) {
        return jdbi.withHandle(handle -> versions(handle, slot));
    }

    private static List<Version> versions(Handle handle, Slot slot) {
        return handle.select("""
                        SELECT version, text, published_by, published_at FROM default_response_version
                         WHERE bot_id = ? AND name = ? AND locale = ? ORDER BY version DESC""", slot.botId(), slot.name().wire(), slot.locale())
                .map((row, context) -> new Version(
                        row.getInt("version"),
                        row.getString("text"),
                        row.getString("published_by"),
                        row.getTimestamp("published_at").toInstant()))
                .list();
    }

    private static @Nullable String inUse(Handle handle, Slot slot) {
        return handle.select(
                        "SELECT text FROM default_response WHERE bot_id = ? AND name = ? AND locale = ?",
                        slot.botId(),
                        slot.name().wire(),
                        slot.locale())
                .mapTo(String.class)
                .findOne()
                .orElse(null);
    }
}
