package dev.crier.studio;

import dev.crier.db.Database;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/// SQL for forms that make something, such as a key that is shown once: which of them were sent.
///
/// Messages have the idempotency keys of the API instead, which are kept in the transaction of the message.
public final class SentForms {
    /// No page is open for so long, and no network repeats a request so late.
    private static final Duration KEPT = Duration.ofDays(30);

    private final Jdbi jdbi;

    public SentForms(Database database) {
        this.jdbi = database.jdbi();
    }

    /// Whether this is the first time that the form comes.
    boolean take(Once form) {
        return jdbi.withHandle(handle ->
                        handle.execute("INSERT INTO sent_form (id) VALUES (?) ON CONFLICT DO NOTHING", form.id()))
                == 1;
    }

    /// Nothing came of it, so it may come again.
    void giveBack(Once form) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM sent_form WHERE id = ?", form.id()));
    }

    /// Forgets forms that were sent long ago.
    public int runOnce() {
        return jdbi.withHandle(
                handle -> handle.execute("DELETE FROM sent_form WHERE sent_at < now() - ?::interval", KEPT.toString()));
    }
}
