package dev.crier.contact;

import dev.crier.db.Database;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Changes the tags of many contacts. Each thousand is a transaction of its own, so nobody waits for all of them; a
/// change that breaks off is simply done again.
public final class BulkTags {
    static final int CONTACTS_PER_BATCH = 1_000;

    /// In the order of the contacts' keys, so that two changes rarely deadlock. Whoever would have too many tags stays
    /// as they are.
    private static final String CHANGE = """
            WITH wanted AS (
              SELECT id, ARRAY(SELECT t FROM unnest(tags) AS t WHERE t <> ALL (:remove::text[]))
                         || ARRAY(SELECT a FROM unnest(:add::text[]) AS a WHERE a <> ALL (tags)) AS tags
                FROM contact WHERE bot_id = :bot AND id = ANY (:ids) ORDER BY id FOR UPDATE),
            done AS (
              UPDATE contact c SET tags = w.tags, updated_at = now() FROM wanted w
               WHERE c.bot_id = :bot AND c.id = w.id AND c.tags <> w.tags AND cardinality(w.tags) <= :most
              RETURNING c.id)
            SELECT (SELECT count(*) FROM done) AS changed,
                   (SELECT count(*) FROM wanted WHERE cardinality(tags) > :most) AS refused""";

    private final Database database;
    private final ContactList list;

    public BulkTags(Database database) {
        this.database = database;
        this.list = new ContactList(database);
    }

    /// What came of it.
    ///
    /// @param refused those who would have too many tags
    public record Outcome(long changed, long refused) {
        Outcome plus(Outcome other) {
            return new Outcome(changed + other.changed, refused + other.refused);
        }
    }

    public Outcome change(UUID botId, ContactFilter filter, TagChange tags) {
        return change(botId, filter, tags, _ -> {});
    }

    /// As [#change]; what is done stays done, should it break off.
    ///
    /// @param watcher is told after each thousand what came of it so far
    public Outcome change(UUID botId, ContactFilter filter, TagChange tags, Consumer<Outcome> watcher) {
        Outcome outcome = new Outcome(0, 0);
        @Nullable Contact after = null;
        List<Contact> part;
        do {
            part = list.find(botId, filter, after, CONTACTS_PER_BATCH);
            if (!part.isEmpty()) {
                outcome = outcome.plus(
                        change(botId, part.stream().map(Contact::id).toList(), tags));
                after = part.getLast();
                watcher.accept(outcome);
            }
        } while (part.size() == CONTACTS_PER_BATCH);
        return outcome;
    }

    private Outcome change(UUID botId, Collection<UUID> ids, TagChange tags) {
        return database.inHandle(handle -> handle.createQuery(CHANGE)
                .bind("bot", botId)
                .bindArray("ids", UUID.class, ids)
                .bindArray("add", String.class, tags.add())
                .bindArray("remove", String.class, tags.remove())
                .bind("most", ContactPatch.MAX_TAGS)
                .map((row, context) -> new Outcome(row.getLong("changed"), row.getLong("refused")))
                .one());
    }
}
