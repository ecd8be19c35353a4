package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Ids;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.PersonMessages.Place;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.UserAddress;
import dev.crier.db.Database;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happened to one message, and what one person was sent.
public final class TimelineRoutes {
    private static final String PERSON = "/api/bot/{bot_id}/user/{user}/messages";

    private final Gatekeeper gate;
    private final Messages single;
    private final ContactStore contacts;
    private final PersonMessages messages;

    public TimelineRoutes(Gatekeeper gate, Database database) {
        this.gate = gate;
        this.single = new Messages(database);
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
        if (id == null) {
            throw Broadcasts.notFound();
        }
        Answers.json(
                response,
                single.timeline(bot.id(), id, request.path().pathParameters().get("message")));
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
