package dev.crier.sandbox.template;

import dev.crier.sandbox.graph.GraphError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The templates of all accounts, in order of creation. */
public final class TemplateStore {
    /** With verification and an approved display name (§3.2). */
    static final int LIMIT_PER_ACCOUNT = 6_000;

    private static final long FIRST_ID = 594425479261590L;
    private static final long LOCK_MILLIS = Duration.ofDays(30).toMillis();

    private record Key(String wabaId, String name, String language) {}

    private final Map<Long, Template> byId = new TreeMap<>();
    private final Map<Key, Template> byName = new ConcurrentHashMap<>();
    private final Map<Key, Long> lockedAt = new ConcurrentHashMap<>();
    private long nextId = FIRST_ID;

    synchronized Template create(String wabaId, Definition definition, long nowMillis) {
        Key key = new Key(wabaId, definition.name(), definition.language());
        if (byName.containsKey(key)) {
            throw TemplateErrors.nameTaken(definition.name(), definition.language());
        }
        Long locked = lockedAt.get(key);
        if (locked != null && nowMillis - locked < LOCK_MILLIS) {
            throw TemplateErrors.nameLocked(definition.name());
        }
        if (list(wabaId).size() >= LIMIT_PER_ACCOUNT) {
            throw TemplateErrors.tooMany(LIMIT_PER_ACCOUNT);
        }
        Template template = new Template(
                Long.toString(nextId++),
                wabaId,
                definition.name(),
                definition.language(),
                Template.Status.PENDING,
                definition.category(),
                definition.previousCategory(),
                "NONE",
                definition.named(),
                definition.components(),
                definition.ttlSeconds(),
                Shape.of(definition.components(), definition.named()),
                0,
                false,
                List.of());
        put(template);
        return template;
    }

    public synchronized Optional<Template> find(String id) {
        try {
            return Optional.ofNullable(byId.get(Long.valueOf(id)));
        } catch (NumberFormatException noTemplate) {
            return Optional.empty();
        }
    }

    /** The template a send names; exact language, no fallback (§3.3). */
    public @Nullable Template find(String wabaId, String name, String language) {
        return byName.get(new Key(wabaId, name, language));
    }

    /** Templates of an account in order of creation. */
    public synchronized List<Template> list(String wabaId) {
        return byId.values().stream()
                .filter(template -> template.wabaId().equals(wabaId))
                .toList();
    }

    /** Changes a template if it is still there; gives what it became. */
    synchronized Optional<Template> change(String id, UnaryOperator<Template> change) {
        Optional<Template> changed = find(id).map(change);
        changed.ifPresent(this::put);
        return changed;
    }

    /** Deletes templates together or not at all; a deleted approved name is locked for 30 days (§3.2). */
    synchronized void delete(List<Template> templates, long nowMillis) {
        for (Template template : templates) {
            if (template.status() == Template.Status.DISABLED) {
                throw GraphError.template(
                        2388039, "Message Template Can't Be Deleted", "A disabled template can't be deleted.");
            }
        }
        for (Template template : templates) {
            byId.remove(Long.valueOf(template.id()));
            byName.remove(key(template));
            if (template.status() == Template.Status.APPROVED) {
                lockedAt.put(key(template), nowMillis);
            }
        }
    }

    public synchronized void reset() {
        byId.clear();
        byName.clear();
        lockedAt.clear();
    }

    private void put(Template template) {
        byId.put(Long.valueOf(template.id()), template);
        byName.put(key(template), template);
    }

    private static Key key(Template template) {
        return new Key(template.wabaId(), template.name(), template.language());
    }
}
