package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.db.Database;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One contact over the API: `/api/bot/{bot_id}/user/{user}`.
public final class ContactRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user/{user}";
    private static final long MAX_BYTES = 64 * 1024;
    private static final String UNIQUE_VIOLATION = "23505";

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

    public void routing(HttpRouting.Builder routing) {
        routing.get(PATH, this::show).patch(PATH, this::change);
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
        try {
            return jdbi.inTransaction(handle -> change(handle, bot, address, patch));
        } catch (UnableToExecuteStatementException e) {
            // Another request took the number between our look and our write.
            if (e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                throw Problem.of(ProblemCode.WRONG_STATE, "The phone number belongs to another contact");
            }
            throw e;
        }
    }

    private Contact change(Handle handle, Bot bot, UserAddress address, ContactPatch patch) {
        UUID id = ContactStore.find(handle, bot.id(), address)
                .orElseThrow(ContactRoutes::unknown)
                .id();
        Contact before = ContactStore.lock(handle, bot.id(), id).orElseThrow(ContactRoutes::unknown);
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
            consent.set(handle, bot.id(), id, optout, new Consent.Evidence(Consent.Source.API, clock.instant(), null));
        }
        return ContactStore.lock(handle, bot.id(), id).orElseThrow(ContactRoutes::unknown);
    }

    private static void throwIfWrong(List<Fault> faults) {
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
