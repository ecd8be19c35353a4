package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.db.Database;
import dev.crier.db.StoreFailure;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What can be done with the contacts of a bot, one at a time: for whoever asks by the API or in the Studio.
public final class ContactBook {
    private final Database database;
    private final Consent consent;
    private final ContactList list;
    private final Clock clock;

    public ContactBook(Database database, Consent consent, Clock clock) {
        this.database = database;
        this.consent = consent;
        this.list = new ContactList(database);
        this.clock = clock;
    }

    /// A part of the bot's contacts.
    ///
    /// @param next the id by which the part behind it is asked for; null at the end
    public record Part(List<Contact> people, @Nullable UUID next) {
        public Part {
            people = List.copyOf(people);
        }
    }

    /// A contact, and whether it was made just now.
    public record Put(Contact contact, boolean created) {}

    public Part list(Bot bot, ContactFilter filter, Page page) {
        // One more than asked for tells whether anything follows.
        List<Contact> found = list.find(bot.id(), filter, after(bot, filter, page), page.limit() + 1);
        return found.size() > page.limit()
                ? new Part(
                        found.subList(0, page.limit()),
                        found.get(page.limit() - 1).id())
                : new Part(found, null);
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
        return list.fitting(bot.id(), filter, id)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The part of the list asked for is not valid",
                        List.of(new Fault(
                                "invalid_after",
                                "the contact of after is not in this list any more; begin again without it"))));
    }

    private static Contact nobody(UUID id) {
        return new Contact(id, null, null, Contact.Profile.EMPTY, List.of(), Json.object(), null, null);
    }

    /// The contact at that address.
    public Contact find(Bot bot, UserAddress address) {
        return database.jdbi()
                .withHandle(handle -> ContactStore.find(handle, bot.id(), address))
                .orElseThrow(ContactBook::unknown);
    }

    static ProblemException unknown() {
        return Problem.of(ProblemCode.USER_NOT_FOUND, "This bot has no contact at this address");
    }

    /// What a PATCH with `body` makes of the contact.
    ///
    /// @param author for the evidence if consent changes
    public Contact change(Bot bot, UserAddress address, ObjectNode body, Consent.Author author) {
        ContactPatch patch = new ContactPatch(body, bot);
        return ContactConflict.orTold(
                () -> database.inHandle(handle -> apply(handle, bot, locked(handle, bot, address), patch, author)));
    }

    /// The PATCH that somebody wrote who was looking at the contact.
    public interface Rewriting {
        /// Whether the contact still is what they were looking at, as far as they write it.
        boolean isOf(Contact now);

        ObjectNode body(Contact now);
    }

    /// Somebody else wrote the contact first: nothing is changed.
    public static final class Overtaken extends RuntimeException {
        private final transient Contact now;

        Overtaken(Contact now) {
            super("the contact was changed meanwhile", null, false, false);
            this.now = now;
        }

        public Contact now() {
            return now;
        }
    }

    /// As [#change], unless the contact is not any more what its writer was looking at. What would leave it as it is
    /// overwrites nothing, so that the same may be asked for twice.
    public Contact rewrite(Bot bot, UserAddress address, Rewriting rewriting, Consent.Author author) {
        return ContactConflict.orTold(() -> database.inHandle(handle -> {
            Contact before = locked(handle, bot, address);
            ObjectNode body = rewriting.body(before);
            if (!rewriting.isOf(before)
                    && !new ContactPatch(body, bot).merge(before).equals(before)) {
                throw new Overtaken(before);
            }
            return apply(handle, bot, before, new ContactPatch(body, bot), author);
        }));
    }

    private static Contact locked(Handle handle, Bot bot, UserAddress address) {
        return ContactStore.find(handle, bot.id(), address)
                .flatMap(found -> ContactStore.lock(handle, bot.id(), found.id()))
                .orElseThrow(ContactBook::unknown);
    }

    /// What `patch` makes of the contact, which the transaction of `handle` has locked.
    private Contact apply(Handle handle, Bot bot, Contact before, ContactPatch patch, Consent.Author author) {
        UUID id = before.id();
        Contact after = patch.merge(before);
        @Nullable Optout optout = patch.optout();
        throwIfWrong(patch.faults());
        @Nullable String phone = after.phone();
        if (phone != null && !phone.equals(before.phone())) {
            ContactStore.otherWithPhone(handle, bot.id(), id, phone).ifPresent(other -> {
                throw Problem.of(ProblemCode.WRONG_STATE, "The phone number belongs to contact " + other);
            });
        }
        if (!Objects.equals(phone, before.phone())) {
            consent.moved(handle, bot.id(), id, before.phone(), phone);
        }
        ContactStore.update(handle, bot.id(), after);
        if (patch.saysOptout()) {
            consent.set(handle, bot.id(), id, optout, author.at(clock.instant()));
        }
        return ContactStore.lock(handle, bot.id(), id).orElseThrow(ContactBook::unknown);
    }

    /// Makes the contact of the body's phone, or changes it if there is one: as a PATCH would, so what the body does
    /// not name stays.
    public Put put(Bot bot, ObjectNode body, Consent.Author author) {
        return ContactConflict.orTold(
                () -> database.inHandle(handle -> put(handle, bot, body.deepCopy(), author, Known.CHANGED)));
    }

    /// As [#put], but a contact that is there already is told as a conflict and stays as it is.
    public Contact create(Bot bot, ObjectNode body, Consent.Author author) {
        return ContactConflict.orTold(
                        () -> database.inHandle(handle -> put(handle, bot, body.deepCopy(), author, Known.REFUSED)))
                .contact();
    }

    /// What becomes of the contact who has the number already.
    private enum Known {
        CHANGED,
        REFUSED
    }

    private Put put(Handle handle, Bot bot, ObjectNode body, Consent.Author author, Known fate) {
        ContactPatch patch = new ContactPatch(body, bot);
        @Nullable String phone = phone(patch);
        Optional<Contact> known = ContactStore.byPhoneOrUserId(handle, bot.id(), phone, null);
        if (known.isPresent() && fate == Known.REFUSED) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "The phone number belongs to contact " + known.get().id());
        }
        Contact before = known.orElseGet(() -> make(handle, bot.id(), String.valueOf(phone)));
        Contact locked = ContactStore.lock(handle, bot.id(), before.id()).orElse(before);
        if (known.isPresent()) {
            // It may be stored in another spelling of the number, which stays.
            body.remove("phone");
        }
        return new Put(apply(handle, bot, locked, patch, author), known.isEmpty());
    }

    /// The phone by which the contact is looked for; every fault of the body is told with a missing one.
    private static @Nullable String phone(ContactPatch patch) {
        @Nullable String phone = patch.merge(nobody(Ids.next())).phone();
        var _ = patch.optout();
        List<Fault> faults = new ArrayList<>(patch.faults());
        if (phone == null && faults.stream().noneMatch(fault -> "/phone".equals(fault.pointer()))) {
            faults.add(new Fault("missing_field", "phone must be given", "/phone"));
        }
        throwIfWrong(faults);
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

    /// Adds and removes tags without reading the others first, so that two callers do not undo each other.
    public Contact tag(Bot bot, UserAddress address, TagChange tags) {
        return database.inHandle(handle -> {
            Contact contact = tags.of(locked(handle, bot, address));
            ContactStore.update(handle, bot.id(), contact);
            return contact;
        });
    }

    /// Merges the contact at `from` into the one at `to`, which stays.
    public Contact merge(Bot bot, UserAddress from, UserAddress to) {
        return ContactConflict.orTold(() -> database.inHandle(handle -> {
            UUID going = ContactStore.find(handle, bot.id(), from)
                    .orElseThrow(ContactBook::unknown)
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
    }

    /// The contact that a merge would leave; refused as that would be.
    public static Contact mergedFrom(Contact going, Contact staying) {
        return Merge.merged(going, staying);
    }

    /// Erases the person; the id by which they were known.
    public UUID erase(Bot bot, UserAddress address) {
        return database.inHandle(handle -> {
            Contact contact = locked(handle, bot, address);
            new Erasure(consent).erase(handle, bot.id(), contact);
            return contact.id();
        });
    }

    /// A part of the evidence for the contact's consent, as the API shows it.
    public ObjectNode consent(Bot bot, UserAddress address, Page page) {
        return database.jdbi().withHandle(handle -> {
            Contact contact = ContactStore.find(handle, bot.id(), address).orElseThrow(ContactBook::unknown);
            return ConsentHistory.page(handle, bot.id(), contact.id(), page);
        });
    }

    static void throwIfWrong(List<Fault> faults) {
        if (!faults.isEmpty()) {
            String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
            throw Problem.of(ProblemCode.INVALID_REQUEST, count + " in the request", faults);
        }
    }
}
