package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.db.Database;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Contacts over the API, one at a time: `/api/bot/{bot_id}/user/{user}` and what lies below it.
public final class ContactRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user/{user}";
    private static final long MAX_BYTES = 64 * 1024;

    private final Gatekeeper gatekeeper;
    private final ContactStore contacts;
    private final Consent consent;
    private final Jdbi jdbi;
    private final Clock clock;

    public ContactRoutes(
            Gatekeeper gatekeeper, ContactStore contacts, Consent consent, Database database, Clock clock) {
        this.gatekeeper = gatekeeper;
        this.contacts = contacts;
        this.consent = consent;
        this.jdbi = database.jdbi();
        this.clock = clock;
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
        Contact contact = contacts.find(bot.id(), address(request, bot)).orElseThrow(ContactRoutes::unknown);
        Answers.json(response, json(contact));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ContactPatch patch = new ContactPatch(Json.readObject(Body.json(request, MAX_BYTES)), bot);
        UserAddress address = address(request, bot);
        Answers.json(response, json(changed(bot, address, patch)));
    }

    private Contact changed(Bot bot, UserAddress address, ContactPatch patch) {
        return ContactConflict.orTold(() -> jdbi.inTransaction(handle -> change(handle, bot, address, patch)));
    }

    private Contact change(Handle handle, Bot bot, UserAddress address, ContactPatch patch) {
        return apply(handle, bot, locked(handle, bot, address), patch, consent, clock.instant());
    }

    private static Contact locked(Handle handle, Bot bot, UserAddress address) {
        return ContactStore.find(handle, bot.id(), address)
                .flatMap(found -> ContactStore.lock(handle, bot.id(), found.id()))
                .orElseThrow(ContactRoutes::unknown);
    }

    /// What `patch` makes of the contact, which the transaction of `handle` has locked.
    static Contact apply(Handle handle, Bot bot, Contact before, ContactPatch patch, Consent consent, Instant now) {
        UUID id = before.id();
        Contact after = patch.merge(before);
        @Nullable Optout optout = patch.optout();
        throwIfWrong(patch.faults());
        String phone = after.phone();
        if (phone != null && !phone.equals(before.phone())) {
            ContactStore.otherWithPhone(handle, bot.id(), id, phone).ifPresent(other -> {
                throw Problem.of(ProblemCode.WRONG_STATE, "The phone number belongs to contact " + other);
            });
        }
        ContactStore.update(handle, bot.id(), after);
        if (patch.saysOptout()) {
            consent.set(handle, bot.id(), id, optout, new Consent.Evidence(Consent.Source.API, now, null));
        }
        return ContactStore.lock(handle, bot.id(), id).orElseThrow(ContactRoutes::unknown);
    }

    private void erase(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        UserAddress address = address(request, bot);
        UUID erased = jdbi.inTransaction(handle -> {
            Contact contact = locked(handle, bot, address);
            new Erasure(consent).erase(handle, bot.id(), contact);
            return contact.id();
        });
        Answers.json(response, Json.object().put("user_id", erased.toString()).put("erased", true));
    }

    /// Adds and removes tags without reading the others first, so that two callers do not undo each other.
    private void tag(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        TagChange tags = TagChange.read(Json.readObject(Body.json(request, MAX_BYTES)));
        UserAddress address = address(request, bot);
        Contact tagged = jdbi.inTransaction(handle -> {
            Contact contact = tags.of(locked(handle, bot, address));
            ContactStore.update(handle, bot.id(), contact);
            return contact;
        });
        Answers.json(response, json(tagged));
    }

    /// Merges the contact of the address into the one that the body names.
    private void merge(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BYTES));
        UserAddress from = address(request, bot);
        UserAddress to = into(body, bot);
        Contact merged = ContactConflict.orTold(() -> jdbi.inTransaction(handle -> {
            UUID going = ContactStore.find(handle, bot.id(), from)
                    .orElseThrow(ContactRoutes::unknown)
                    .id();
            UUID staying = ContactStore.find(handle, bot.id(), to)
                    .orElseThrow(() -> Problem.of(
                            ProblemCode.USER_NOT_FOUND,
                            "This bot has no contact to merge into",
                            List.of(new Fault("user_not_found", "into names nobody", "/into"))))
                    .id();
            if (going.equals(staying)) {
                throw Problem.of(ProblemCode.WRONG_STATE, "A contact cannot be merged into itself");
            }
            return new Merge(consent).into(handle, bot.id(), going, staying, clock.instant());
        }));
        Answers.json(response, json(merged));
    }

    private static UserAddress into(ObjectNode body, Bot bot) {
        String into =
                body.path("into").isString() ? body.path("into").stringValue().strip() : "";
        if (into.isEmpty()) {
            throwIfWrong(List.of(new Fault("missing_field", "into must name the contact to merge into", "/into")));
        }
        return UserAddress.parse(into, bot.defaultCountry());
    }

    private void consent(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        Page page = Page.of(request);
        UserAddress address = address(request, bot);
        ObjectNode answer = jdbi.withHandle(handle -> {
            Contact contact = ContactStore.find(handle, bot.id(), address).orElseThrow(ContactRoutes::unknown);
            return ConsentHistory.page(handle, bot.id(), contact.id(), page);
        });
        Answers.json(response, answer);
    }

    static void throwIfWrong(List<Fault> faults) {
        if (!faults.isEmpty()) {
            String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
            throw Problem.of(ProblemCode.INVALID_REQUEST, count + " in the request", faults);
        }
    }

    private static UserAddress address(ServerRequest request, Bot bot) {
        return UserAddress.parse(request.path().pathParameters().get("user").strip(), bot.defaultCountry());
    }

    private static ProblemException unknown() {
        return Problem.of(ProblemCode.USER_NOT_FOUND, "This bot has no contact at this address");
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
