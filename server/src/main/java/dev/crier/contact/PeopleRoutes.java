package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Json;
import dev.crier.api.Page;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The contacts of a bot over the API: `/api/bot/{bot_id}/user`.
public final class PeopleRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user";
    private static final long MAX_BYTES = 64 * 1024;

    private final Gatekeeper gatekeeper;
    private final ContactBook book;

    public PeopleRoutes(Gatekeeper gatekeeper, ContactBook book) {
        this.gatekeeper = gatekeeper;
        this.book = book;
    }

    public void routing(HttpRouting.Builder routing) {
        Address.at(PATH).get(this::list).post(this::put).register(routing);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        Page page = Page.of(request);
        ContactBook.Part part = book.list(bot, ContactFilter.of(request, bot), page);
        ObjectNode answer = Json.object();
        ArrayNode users = answer.putArray("users");
        part.people().stream().map(ContactRoutes::json).forEach(users::add);
        if (part.next() != null) {
            answer.put("next", part.next().toString());
        }
        Answers.json(response, answer);
    }

    private void put(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BYTES));
        ContactBook.Put put = book.put(bot, body, Consent.Author.API);
        Answers.json(response, ContactRoutes.json(put.contact()).put("created", put.created()));
    }
}
