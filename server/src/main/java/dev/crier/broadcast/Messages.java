package dev.crier.broadcast;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Texts;
import dev.crier.content.Preview;
import dev.crier.content.RenderResult;
import dev.crier.db.Database;
import dev.crier.message.MessageDetails;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// What is known of the single messages of a broadcast.
public final class Messages {
    private static final int MAX_WAMID_CHARS = 512;

    private final Database database;
    private final StatusReport report;

    public Messages(Database database) {
        this.database = database;
        this.report = new StatusReport(database);
    }

    /// Those of its users after `after` that fit, `limit` at most, as the API shows them.
    public ObjectNode page(UUID botId, UUID id, MessageFilter filter, int after, int limit) throws SQLException {
        return report.page(botId, id, filter, after, limit).orElseThrow(Broadcasts::notFound);
    }

    /// All that is known of one message, as the API shows it.
    ///
    /// @param message its place in the broadcast, or Meta's id of it
    public ObjectNode timeline(UUID botId, UUID id, String message) throws SQLException {
        return database.inSnapshot(connection -> {
            Broadcast broadcast = Broadcasts.find(connection, botId, id);
            int seq = seq(connection, broadcast, message).orElseThrow(Messages::noSuchMessage);
            return Timeline.of(
                    broadcast,
                    recipient(connection, id, seq),
                    MessageDetails.find(connection, id, seq).orElse(null));
        });
    }

    private static Recipient recipient(Connection connection, UUID id, int seq) throws SQLException {
        return BroadcastStore.chunkAt(connection, id, seq)
                .filter(chunk -> seq >= chunk.firstSeq())
                .map(chunk -> chunk.recipients().get(seq - chunk.firstSeq()))
                .orElseThrow(Messages::noSuchMessage);
    }

    private static OptionalInt seq(Connection connection, Broadcast broadcast, String message) throws SQLException {
        if (message.matches("[0-9]{1,9}")) {
            return OptionalInt.of(Integer.parseInt(message));
        }
        boolean isWamid = message.length() <= MAX_WAMID_CHARS && Texts.problem(message) == null;
        return isWamid ? MessageDetails.seqOf(connection, broadcast.id(), message) : OptionalInt.empty();
    }

    private static ProblemException noSuchMessage() {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "The broadcast has no such message; name it by its seq or its message_id, as messages lists them");
    }

    /// The place of a person in the broadcast.
    ///
    /// @param people the ids of the person: more than one if contacts were merged
    public OptionalInt seqOf(UUID botId, UUID id, Collection<UUID> people) throws SQLException {
        return database.inSnapshot(connection -> PersonMessages.seqOf(
                connection, Broadcasts.find(connection, botId, id).id(), people));
    }

    /// What the person in that place reads, or would; empty if a value is missing or not allowed, or it is no template.
    public Optional<Preview> preview(UUID botId, UUID id, int seq) throws SQLException {
        return database.inSnapshot(connection -> {
            Recipient recipient =
                    recipient(connection, Broadcasts.find(connection, botId, id).id(), seq);
            return Draft.find(connection, botId, id, false).flatMap(draft -> preview(draft, recipient));
        });
    }

    private static Optional<Preview> preview(Draft draft, Recipient recipient) {
        Content.Template content = draft.content();
        String language = recipient.language() == null ? content.defaultLanguage() : recipient.language();
        Map<String, String> params = draft.params();
        return content.compile(language).render(recipient.params(), params) instanceof RenderResult.Rendered rendered
                ? Optional.of(Preview.of(content.structure(language), rendered))
                : Optional.empty();
    }

    /// What it says, to make another of it; empty if it is no template.
    public Optional<Content.Template> template(UUID botId, UUID id) throws SQLException {
        return database.inSnapshot(
                connection -> Draft.find(connection, botId, id, false).map(Draft::content));
    }

    /// Its values for users who have none of their own.
    public Map<String, String> params(UUID botId, UUID id) throws SQLException {
        return database.inSnapshot(connection ->
                Draft.find(connection, botId, id, false).map(Draft::params).orElse(Map.of()));
    }
}
