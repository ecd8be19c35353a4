package dev.crier.broadcast;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.PersonMessages.Hit;
import dev.crier.broadcast.PersonMessages.Hits;
import dev.crier.broadcast.PersonMessages.Place;
import dev.crier.contact.ContactStore;
import dev.crier.content.Preview;
import dev.crier.content.RenderResult;
import dev.crier.db.Database;
import dev.crier.message.MessageReader;
import dev.crier.message.Status;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one person and a bot said to each other: what they wrote, and what they were sent by broadcasts, actions and
/// replies.
///
/// No text of ours is stored: each is rendered again from the template that its broadcast pinned and the person's
/// values. Parts follow the time at which a message was accepted; inside of a part, messages stand where they were
/// sent, which is later for those that waited.
public final class Conversation {
    private final Database database;
    private final ContactStore contacts;

    public Conversation(Database database) {
        this.database = database;
        this.contacts = new ContactStore(database);
    }

    /// A bubble.
    public sealed interface Line permits Theirs, Ours {
        Instant at();
    }

    /// What the person wrote.
    ///
    /// @param what it is, such as `Photo`; null for plain text
    /// @param isNotice told about the person, not by them
    public record Theirs(
            Instant at,
            String wamid,
            @Nullable String what,
            @Nullable String text,
            boolean isNotice) implements Line {}

    /// What the person was sent.
    ///
    /// @param name of the broadcast
    /// @param text of a reply; null for a template
    /// @param preview of a template; null if a value is missing, so that it could not be sent
    /// @param trouble why it failed, in a sentence
    public record Ours(
            Instant at,
            UUID broadcastId,
            int seq,
            Broadcast.Kind kind,
            String name,
            @Nullable String text,
            @Nullable Preview preview,
            Status status,
            boolean inDoubt,
            @Nullable String trouble)
            implements Line {}

    /// A part of a conversation, the oldest first as people read it.
    ///
    /// @param next where the older ones go on; null at the beginning
    public record Part(List<Line> lines, @Nullable String next) {
        public Part {
            lines = List.copyOf(lines);
        }
    }

    /// The newest part, or the one that `after` of a newer part leads to.
    public Part page(UUID botId, UUID contactId, @Nullable String after, int limit) throws SQLException {
        Cursor cursor = after == null || after.isEmpty() ? Cursor.START : Cursor.parse(after);
        List<UUID> people = contacts.names(botId, contactId);
        return database.inSnapshot(connection -> {
            Hits hits = PersonMessages.collect(connection, botId, people, cursor.place(), limit);
            Reader reader = Reader.of(connection, botId, hits.places());
            List<Keyed> all = new ArrayList<>();
            for (Hit hit : hits.places()) {
                reader.ours(hit).ifPresent(all::add);
            }
            List<Keyed> theirs = theirs(connection, botId, contactId, cursor, limit + 1);
            // What lies before the place where looking through broadcasts ended may have other messages beside it.
            @Nullable
            Instant horizon = hits.next() == null ? null : accepted(hits.next().broadcastId());
            theirs.stream()
                    .filter(each -> horizon == null || !each.key().isBefore(horizon))
                    .forEach(all::add);
            all.sort(Keyed.NEWEST_FIRST);
            List<Keyed> taken = all.subList(0, Math.min(limit, all.size()));
            boolean isWhole = hits.next() == null && theirs.size() <= limit && taken.size() == all.size();
            List<Line> lines = taken.reversed().stream()
                    .map(Keyed::line)
                    .sorted(Comparator.comparing(Line::at))
                    .toList();
            return new Part(
                    lines, isWhole ? null : cursor.behind(taken, hits, all).wire());
        });
    }

    /// Something that differs when the newest part may differ; far cheaper than that.
    public String stamp(UUID botId, UUID contactId, Part newest) throws SQLException {
        List<Ours> ours = newest.lines().stream()
                .filter(Ours.class::isInstance)
                .map(Ours.class::cast)
                .toList();
        return database.inSnapshot(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT (SELECT max(sent_at)::text FROM inbound_message WHERE bot_id = ? AND contact_id = ?),
                           (SELECT max(broadcast_id::text) FROM chunk WHERE contact = ?),
                           (SELECT string_agg(m.stage || ' ' || m.updated_at, ',' ORDER BY m.broadcast_id, m.seq)
                              FROM unnest(?::uuid[], ?::int[]) AS shown (id, seq)
                              JOIN message m ON m.broadcast_id = shown.id AND m.seq = shown.seq),
                           (SELECT last_inbound_at || ' ' || updated_at FROM contact WHERE bot_id = ? AND id = ?)""")) {
                select.setObject(1, botId);
                select.setObject(2, contactId);
                select.setObject(3, contactId);
                select.setArray(
                        4,
                        connection.createArrayOf(
                                "uuid", ours.stream().map(Ours::broadcastId).toArray()));
                select.setArray(
                        5,
                        connection.createArrayOf(
                                "int4", ours.stream().map(Ours::seq).toArray()));
                select.setObject(6, botId);
                select.setObject(7, contactId);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getString(1) + "|" + row.getString(2) + "|" + row.getString(3) + "|" + row.getString(4);
                }
            }
        });
    }

    /// UUIDv7 begins with the time of its making.
    private static Instant accepted(UUID broadcastId) {
        return Instant.ofEpochMilli(broadcastId.getMostSignificantBits() >>> 16);
    }

    /// A line and its place in the order of parts.
    ///
    /// @param id of the message that was written; null for ours
    private record Keyed(
            Instant key, @Nullable UUID id, @Nullable Place place, Line line) {
        static final Comparator<Keyed> NEWEST_FIRST =
                Comparator.comparing(Keyed::key).reversed();
    }

    /// What was sent, by what is known of it: read for all messages of a part at once.
    private record Reader(
            Map<UUID, Said> broadcasts,
            Map<MessageReader.Key, MessageReader.Row> rows,
            Map<MessageReader.Key, Instant> sent) {
        static Reader of(Connection connection, UUID botId, List<Hit> hits) throws SQLException {
            List<MessageReader.Key> keys = hits.stream().map(Hit::key).toList();
            return new Reader(
                    said(connection, botId, hits),
                    MessageReader.at(connection, keys),
                    MessageReader.sentAt(connection, keys));
        }

        /// Empty for what is only a draft.
        Optional<Keyed> ours(Hit hit) {
            UUID id = hit.broadcastId();
            Said said = Objects.requireNonNull(broadcasts.get(id));
            if (said.broadcast().state() == State.DRAFT) {
                return Optional.empty();
            }
            Recipient to = hit.recipient();
            MessageReader.@Nullable Row row = rows.get(hit.key());
            Ours line = new Ours(
                    said.begun(sent.get(hit.key())),
                    id,
                    to.seq(),
                    said.broadcast().kind(),
                    said.broadcast().name(),
                    said.content() instanceof Content.Text text ? text.body() : null,
                    said.preview(to),
                    row == null ? Status.PENDING : row.stage().status(),
                    row != null && row.inDoubt(),
                    row == null ? said.cancelled() : trouble(row));
            return Optional.of(new Keyed(accepted(id), null, hit.place(), line));
        }

        private static @Nullable String trouble(MessageReader.Row row) {
            var told = Json.object();
            row.describeFailure(told);
            JsonNode details = told.path("details");
            return details.isString() ? details.stringValue() : null;
        }

        private static Map<UUID, Said> said(Connection connection, UUID botId, List<Hit> hits) throws SQLException {
            List<UUID> ids = hits.stream().map(Hit::broadcastId).distinct().toList();
            Map<UUID, Broadcast> found = new HashMap<>();
            for (Broadcast each : BroadcastStore.named(Jdbi.create(connection).open(), botId, ids)) {
                found.put(each.id(), each);
            }
            Map<String, Content> contents = new HashMap<>(); // very many broadcasts say the same
            Map<UUID, Said> said = new HashMap<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT id, content, params FROM broadcast WHERE id = ANY (?)")) {
                select.setArray(
                        1, connection.createArrayOf("uuid", found.keySet().toArray()));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Map<String, String> params = new HashMap<>();
                        Json.parseOwn(row.getString("params"))
                                .properties()
                                .forEach(each -> params.put(
                                        each.getKey(), each.getValue().asString()));
                        Content content = contents.computeIfAbsent(
                                row.getString("content"), json -> Content.fromJson(Json.parseOwn(json)));
                        UUID id = row.getObject("id", UUID.class);
                        said.put(id, new Said(Objects.requireNonNull(found.get(id)), content, params));
                    }
                }
            }
            return said;
        }
    }

    /// A broadcast and what it says.
    private record Said(Broadcast broadcast, Content content, Map<String, String> params) {
        /// When a message of it was sent, or was to be. WhatsApp tells whole seconds: a message sent at once would
        /// stand
        /// before what it answers.
        Instant begun(@Nullable Instant sent) {
            Instant planned = broadcast.scheduledAt() == null ? broadcast.insertedAt() : broadcast.scheduledAt();
            return sent == null || sent.isBefore(planned) ? planned : sent;
        }

        @Nullable
        String cancelled() {
            return broadcast.state() == State.CANCELLED ? "The broadcast was cancelled before this was sent" : null;
        }

        @Nullable
        Preview preview(Recipient to) {
            if (!(content instanceof Content.Template template)) {
                return null;
            }
            String language = to.language() != null && template.definitions().containsKey(to.language())
                    ? to.language()
                    : template.defaultLanguage();
            return template.compile(language).render(to.params(), params) instanceof RenderResult.Rendered rendered
                    ? Preview.of(template.structure(language), rendered)
                    : null;
        }
    }

    private static List<Keyed> theirs(Connection connection, UUID botId, UUID contactId, Cursor cursor, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, wamid, type, text, payload, sent_at FROM inbound_message
                 WHERE bot_id = ? AND contact_id = ? AND (sent_at, id) < (?, ?)
                 ORDER BY sent_at DESC, id DESC LIMIT ?""")) {
            select.setObject(1, botId);
            select.setObject(2, contactId);
            select.setTimestamp(3, Timestamp.from(cursor.at()));
            select.setObject(4, cursor.id());
            select.setInt(5, limit);
            List<Keyed> lines = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String type = row.getString("type");
                    Received received =
                            Received.of(type, row.getString("text"), Json.parseOwn(row.getString("payload")));
                    Instant at = row.getTimestamp("sent_at").toInstant();
                    Line line = new Theirs(
                            at, row.getString("wamid"), received.what(), received.text(), type.equals("system"));
                    lines.add(new Keyed(at, row.getObject("id", UUID.class), null, line));
                }
            }
            return lines;
        }
    }

    /// Where a part ends, in both of the lists that it is made of.
    private record Cursor(Place place, Instant at, UUID id) {
        private static final String NOT_BEGUN = "-";

        /// PostgreSQL knows years beyond any that a phone writes.
        static final Cursor START = new Cursor(Place.START, Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));

        Cursor behind(List<Keyed> taken, Hits hits, List<Keyed> all) {
            Place reached = place;
            Instant when = at;
            UUID last = id;
            for (Keyed each : taken) {
                if (each.place() != null) {
                    reached = each.place();
                } else {
                    when = each.key();
                    last = Objects.requireNonNull(each.id());
                }
            }
            // All that was found is shown, so the next part looks on where looking ended.
            boolean exhausted = taken.size() == all.size() && hits.next() != null;
            return new Cursor(exhausted ? Objects.requireNonNull(hits.next()) : reached, when, last);
        }

        String wire() {
            String from = place.equals(Place.START) ? NOT_BEGUN : place.wire();
            String text = from + " " + at.getEpochSecond() + " " + at.getNano() + " " + id;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Cursor parse(String written) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8);
                String[] parts = text.split(" ", 4);
                Instant at = Instant.ofEpochSecond(Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
                @Nullable UUID id = Ids.parse(parts[3]);
                if (id != null && at.isAfter(Instant.EPOCH) && !at.isAfter(START.at)) {
                    return new Cursor(parts[0].equals(NOT_BEGUN) ? Place.START : Place.parse(parts[0]), at, id);
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeException e) {
                // Told below.
            }
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "The part of the conversation asked for is not valid",
                    List.of(new Fault("invalid_after", "after must be the next of the part before")));
        }
    }
}
