package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Page;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// Contacts over the API, one at a time: `/api/bot/{bot_id}/user/{user}` and what lies below it.
public final class ContactRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user/{user}";
    private static final long MAX_BYTES = 64 * 1024;

    private final Gatekeeper gatekeeper;
    private final ContactBook book;

    public ContactRoutes(Gatekeeper gatekeeper, ContactBook book) {
        this.gatekeeper = gatekeeper;
        this.book = book;
    }

    /// Where `import` and the like may stand in the place of a user, their routes go before these.
    public void routing(HttpRouting.Builder routing) {
        Address.at(PATH)
                .get(this::show)
                .on(Method.PATCH, this::change)
                .on(Method.DELETE, this::erase)
                .register(routing);
        Address.at(PATH + "/tag").post(this::tag).register(routing);
        Address.at(PATH + "/merge").post(this::merge).register(routing);
        Address.at(PATH + "/consent").get(this::consent).register(routing);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        Answers.json(response, json(book.find(bot, address(request, bot))));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BYTES));
        Answers.json(response, json(book.change(bot, address(request, bot), body, Consent.Author.API)));
    }

    private void erase(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        UUID erased = book.erase(bot, address(request, bot));
        Answers.json(response, Json.object().put("user_id", erased.toString()).put("erased", true));
    }

    private void tag(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        TagChange tags = TagChange.read(Json.readObject(Body.json(request, MAX_BYTES)));
        Answers.json(response, json(book.tag(bot, address(request, bot), tags)));
    }

    /// Merges the contact of the address into the one that the body names.
    private void merge(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BYTES));
        UserAddress from = address(request, bot);
        Answers.json(response, json(book.merge(bot, from, into(body, bot))));
    }

    private static UserAddress into(ObjectNode body, Bot bot) {
        String into =
                body.path("into").isString() ? body.path("into").stringValue().strip() : "";
        if (into.isEmpty()) {
            ContactBook.throwIfWrong(
                    List.of(new Fault("missing_field", "into must name the contact to merge into", "/into")));
        }
        return UserAddress.parse(into, bot.defaultCountry());
    }

    private void consent(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        Page page = Page.of(request);
        Answers.json(response, book.consent(bot, address(request, bot), page));
    }

    private static UserAddress address(ServerRequest request, Bot bot) {
        return UserAddress.parse(request.path().pathParameters().get("user").strip(), bot.defaultCountry());
    }

    /// A contact as the API shows it: consent is one of its variables.
    static ObjectNode json(Contact contact) {
        Contact.Profile profile = contact.profile();
        ObjectNode json = Json.object()
                .put("user_id", contact.id().toString())
                .put("first_name", profile.firstName())
                .put("last_name", profile.lastName())
                .put("email", profile.email())
                .put("phone", contact.phone())
                .put("whatsapp_user_id", contact.whatsappUserId())
                .put("locale", profile.locale())
                .put("timezone", profile.timezone())
                .put("external_id", profile.externalId());
        contact.tags().forEach(json.putArray("tags")::add);
        ObjectNode variables = contact.userData().deepCopy();
        if (contact.optout() != null) {
            variables.put(ContactPatch.OPTOUT, contact.optout().wire());
        }
        json.set("user_data", variables);
        return json;
    }
}
