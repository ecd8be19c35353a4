package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.db.Database;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The contacts of a bot over the API: `/api/bot/{bot_id}/user`.
public final class PeopleRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user";
    private static final long MAX_BYTES = 64 * 1024;

    private final Gatekeeper gatekeeper;
    private final Consent consent;
    private final ContactList list;
    private final Jdbi jdbi;
    private final Clock clock;

    public PeopleRoutes(Gatekeeper gatekeeper, Consent consent, Database database, Clock clock) {
        this.gatekeeper = gatekeeper;
        this.consent = consent;
        this.list = new ContactList(database);
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    public void routing(HttpRouting.Builder routing) {
        Address.at(PATH).get(this::list).post(this::put).register(routing);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        Page page = Page.of(request);
        ContactFilter filter = ContactFilter.of(request, bot);
        // One more than asked for tells whether anything follows.
        List<Contact> found = list.find(bot.id(), filter, after(bot, filter, page), page.limit() + 1);
        ObjectNode answer = Json.object();
        ArrayNode users = answer.putArray("users");
        found.stream().limit(page.limit()).map(ContactRoutes::json).forEach(users::add);
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        Answers.json(response, answer);
    }

    /// The contact that ended the part before. One that has gone since still has its place among ids, but not among
    /// names or numbers.
    private @Nullable Contact after(Bot bot, ContactFilter filter, Page page) {
        @Nullable UUID id = page.after();
        if (id == null) {
            return null;
        }
        if (filter.search() == null) {
            return nobody(id);
        }
        return jdbi.withHandle(handle -> ContactStore.find(handle, bot.id(), new UserAddress.ById(id)))
                .orElseThrow(() -> Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The part of the list asked for is not valid",
                        List.of(new Fault("invalid_after", "the contact of after has gone; begin again without it"))));
    }

    private static Contact nobody(UUID id) {
        return new Contact(id, null, null, Contact.Profile.EMPTY, List.of(), Json.object(), null, null);
    }

    /// Makes the contact of the body's phone, or changes it if there is one: as a PATCH would, so what the body does
    /// not name stays.
    private void put(ServerRequest request, ServerResponse response) {
        Bot bot = gatekeeper.admit(request);
        ObjectNode body = Json.readObject(Body.json(request, MAX_BYTES));
        ObjectNode answer = ContactConflict.orTold(() -> jdbi.inTransaction(handle -> put(handle, bot, body)));
        Answers.json(response, answer);
    }

    private ObjectNode put(Handle handle, Bot bot, ObjectNode body) {
        ContactPatch patch = new ContactPatch(body, bot);
        @Nullable String phone = phone(patch);
        Optional<Contact> known = ContactStore.byPhoneOrUserId(handle, bot.id(), phone, null);
        Contact before = known.orElseGet(() -> make(handle, bot.id(), String.valueOf(phone)));
        Contact locked = ContactStore.lock(handle, bot.id(), before.id()).orElse(before);
        if (known.isPresent()) {
            // It may be stored in another spelling of the number, which stays.
            body.remove("phone");
        }
        Contact after = ContactRoutes.apply(handle, bot, locked, patch, consent, clock.instant());
        return ContactRoutes.json(after).put("created", known.isEmpty());
    }

    /// The phone by which the contact is looked for; every fault of the body is told with a missing one.
    private static @Nullable String phone(ContactPatch patch) {
        @Nullable String phone = patch.merge(nobody(Ids.next())).phone();
        var _ = patch.optout();
        List<Fault> faults = new ArrayList<>(patch.faults());
        if (phone == null && faults.stream().noneMatch(fault -> "/phone".equals(fault.pointer()))) {
            faults.add(new Fault("missing_field", "phone must be given", "/phone"));
        }
        ContactRoutes.throwIfWrong(faults);
        return phone;
    }

    private Contact make(Handle handle, UUID botId, String phone) {
        try {
            var candidate = new ContactStore.Candidate(phone, Contact.Profile.EMPTY);
            Contact.@Nullable Reach made = ContactStore.resolve(
                            handle.getConnection(), consent.forgotten(), botId, List.of(candidate))
                    .get(phone);
            return ContactStore.byPhoneOrUserId(handle, botId, made == null ? phone : made.phone(), null)
                    .orElseThrow(() -> new IllegalStateException("a contact vanished while it was made"));
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }
}
