package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Ids;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Texts;
import dev.crier.broadcast.PersonMessages.Place;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.UserAddress;
import dev.crier.db.Database;
import dev.crier.message.MessageDetails;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What happened to one message, and what one person was sent.
public final class TimelineRoutes {
    private static final String PERSON = "/api/bot/{bot_id}/user/{user}/messages";
    private static final int MAX_WAMID_CHARS = 512;

    private final Gatekeeper gate;
    private final Database database;
    private final ContactStore contacts;
    private final PersonMessages messages;

    public TimelineRoutes(Gatekeeper gate, Database database) {
        this.gate = gate;
        this.database = database;
        this.contacts = new ContactStore(database);
        this.messages = new PersonMessages(database);
    }

    public void register(HttpRouting.Builder routing) {
        Address.under(BroadcastRoutes.ROOTS, "/{id}/messages/{message}")
                .get(this::one)
                .register(routing);
        Address.at(PERSON).get(this::ofPerson).register(routing);
    }

    private void one(ServerRequest request, ServerResponse response) throws SQLException {
        Bot bot = gate.admit(request);
        @Nullable UUID id = Ids.parse(request.path().pathParameters().get("id"));
        String message = request.path().pathParameters().get("message");
        Answers.json(response, database.inSnapshot(connection -> timeline(connection, bot, id, message)));
    }

    private static ObjectNode timeline(Connection connection, Bot bot, @Nullable UUID id, String message)
            throws SQLException {
        Broadcast broadcast = (id == null
                        ? Optional.<Broadcast>empty()
                        : BroadcastStore.find(Jdbi.create(connection).open(), bot.id(), id))
                .orElseThrow(
                        () -> Problem.of(ProblemCode.BROADCAST_NOT_FOUND, "This bot has no broadcast with that id"));
        int seq = seq(connection, broadcast, message).orElseThrow(TimelineRoutes::noSuchMessage);
        Recipient recipient = BroadcastStore.chunkAt(connection, broadcast.id(), seq)
                .filter(chunk -> seq >= chunk.firstSeq())
                .map(chunk -> chunk.recipients().get(seq - chunk.firstSeq()))
                .orElseThrow(TimelineRoutes::noSuchMessage);
        return Timeline.of(
                broadcast,
                recipient,
                MessageDetails.find(connection, broadcast.id(), seq).orElse(null));
    }

    /// A message is named by its place in the broadcast, or by Meta's id of it.
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

    private void ofPerson(ServerRequest request, ServerResponse response) throws SQLException {
        Bot bot = gate.admit(request);
        int limit = Page.limit(request);
        Place after =
                request.query().first("after").asOptional().map(Place::parse).orElse(Place.START);
        String user = request.path().pathParameters().get("user").strip();
        Contact contact = contacts.find(bot.id(), UserAddress.parse(user, bot.defaultCountry()))
                .orElseThrow(() -> Problem.of(ProblemCode.USER_NOT_FOUND, "This bot has no contact at this address"));
        Answers.json(response, messages.page(bot.id(), contacts.names(bot.id(), contact.id()), after, limit));
    }
}
