package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Forgotten;
import dev.crier.contact.Optout;
import dev.crier.contact.OptoutCheck.Addressee;
import dev.crier.contact.Phones;
import dev.crier.contact.Segment;
import dev.crier.contact.UserAddress;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.Reason;
import dev.crier.template.LanguageCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Turns the users of a request into recipients: looked up or made as contacts, each person once, opt-outs kept out.
///
/// What is wrong with one user is that user's failure and nobody else's. One audience serves one broadcast: it
/// remembers whom it has seen.
final class Audience {
    /// @param variants the template's languages if each contact gets its own; empty if the language is fixed
    record Rules(boolean marketing, List<String> variants) {}

    /// @param failure why nothing will be sent to this user, if so
    record Resolved(Recipient recipient, @Nullable Reason failure) {}

    /// Numbers that follow each other must not lie side by side in the set.
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Bot bot;
    private final Forgotten forgotten;
    private final Rules rules;
    private final IdSet seen = new IdSet();

    /// Whether numbers are in it, too: those of people who were there before.
    private boolean remembers;

    Audience(Bot bot, Forgotten forgotten, Rules rules) {
        this.bot = bot;
        this.forgotten = forgotten;
        this.rules = rules;
    }

    /// People who are in the broadcast already. One who was merged since counts as the one who stayed.
    void alreadyIn(Connection connection, List<Addressee> people) throws SQLException {
        remembers = true;
        List<UUID> ids = people.stream().map(Addressee::contactId).toList();
        for (UUID present : ContactStore.merged(connection, bot.id(), ids)) {
            var _ = seen.add(present);
        }
        for (Addressee each : people) {
            var _ = seen.add(each.contactId());
            if (each.phone() != null) {
                var _ = seen.add(number(each.phone()));
            }
        }
    }

    /// A number as an id: no contact has one whose first half is 1.
    private static UUID number(String phone) {
        String person = Phones.person(phone);
        return new UUID(1, Long.parseLong(person, 1, person.length(), 10) * SPREAD);
    }

    /// Everybody who is in the broadcast already, and their references.
    void remember(Connection connection, UUID broadcastId, IdSet refs) throws SQLException {
        List<Addressee> batch = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
        Users.visit(connection, broadcastId, MessageFilter.ALL, 0, (recipient, row) -> {
            if (recipient.contactId() != null) {
                batch.add(new Addressee(recipient.contactId(), recipient.phone()));
            }
            if (recipient.ref() != null) {
                var _ = refs.add(recipient.ref());
            }
            if (batch.size() == ChunkCodec.USERS_PER_CHUNK) {
                alreadyIn(connection, batch);
                batch.clear();
            }
            return true;
        });
        alreadyIn(connection, batch);
    }

    /// A user and how the request addresses them.
    record Addressed(UserEntry entry, UserAddress address) {}

    /// Reads the user's address; needs no database, and no other user.
    Addressed address(UserEntry entry) {
        String written = entry.userId() == null || entry.userId().isBlank() ? entry.phone() : entry.userId();
        UserAddress address = written == null || written.isBlank()
                ? new UserAddress.Unreadable("")
                : UserAddress.parse(written.strip(), bot.defaultCountry());
        return new Addressed(entry, address);
    }

    List<Resolved> resolve(Connection connection, List<Addressed> users, int firstSeq) throws SQLException {
        Map<UUID, Contact.Reach> byId = ContactStore.byId(connection, bot.id(), ids(users));
        Map<String, Contact.Reach> byPhone = ContactStore.resolve(connection, forgotten, bot.id(), candidates(users));
        List<Resolved> resolved = new ArrayList<>(users.size());
        for (Addressed user : users) {
            UserEntry entry = user.entry();
            int seq = firstSeq + resolved.size();
            resolved.add(
                    switch (user.address()) {
                        case UserAddress.ById address -> one(entry, seq, byId.get(address.id()), Reason.USER_NOT_FOUND);
                        case UserAddress.ByPhone address ->
                            one(
                                    entry,
                                    seq,
                                    address.phone() == null ? null : byPhone.get(address.phone()),
                                    Reason.INVALID_PHONE_NUMBER);
                        case UserAddress.Unreadable ignored -> one(entry, seq, null, unreadable(entry));
                    });
        }
        return resolved;
    }

    /// Takes resolved users in their order; false: that was enough.
    @FunctionalInterface
    interface Sink {
        boolean take(List<Resolved> batch) throws SQLException;
    }

    /// Hands everybody in the segment to `sink` who is not in the broadcast already, from the place `firstSeq` on;
    /// false if the sink had enough before the end. Those who will get nothing are sendable all the same: whoever
    /// stores them tells their failure, and else the lane does when their turn comes.
    boolean gather(Connection connection, Segment segment, Content.Template content, int firstSeq, Sink sink)
            throws SQLException {
        ContactParams values =
                new ContactParams(content.compile(content.defaultLanguage()).keys());
        List<Resolved> batch = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
        AtomicInteger seq = new AtomicInteger(firstSeq);
        AtomicBoolean enough = new AtomicBoolean();
        segment.visit(connection, bot.id(), contact -> {
            UserEntry entry = UserEntry.known(values.of(contact));
            Contact.Reach reach = contact.reach();
            // Of the segment itself nobody comes twice, so millions of members need not be remembered.
            if (isIn(reach)) {
                return true;
            }
            batch.add(new Resolved(
                    Recipient.of(seq.getAndIncrement(), reach, entry, language(reach), null), unreached(reach)));
            if (batch.size() == ChunkCodec.USERS_PER_CHUNK) {
                enough.set(!sink.take(batch));
                batch.clear();
            }
            return !enough.get();
        });
        return !enough.get() && (batch.isEmpty() || sink.take(batch));
    }

    /// What is to be stored of those among `resolved` to whom nothing will be sent.
    static List<Change> failures(UUID broadcastId, List<Resolved> resolved, Instant now) {
        List<Change> failures = new ArrayList<>();
        for (Resolved each : resolved) {
            if (each.failure() != null) {
                MessageId id = new MessageId(broadcastId, each.recipient().seq(), 0);
                failures.add(Change.failed(id, new Change.Failure(each.failure()), now)
                        .in(each.recipient().country()));
            }
        }
        return failures;
    }

    private static Reason unreadable(UserEntry entry) {
        if (entry.userId() != null && !entry.userId().isBlank()) {
            return Reason.USER_NOT_FOUND;
        }
        boolean noPhone = entry.phone() == null || entry.phone().isBlank();
        return noPhone ? Reason.NO_PHONE_NUMBER : Reason.INVALID_PHONE_NUMBER;
    }

    private static List<UUID> ids(List<Addressed> users) {
        List<UUID> ids = new ArrayList<>();
        for (Addressed user : users) {
            if (user.address() instanceof UserAddress.ById byId) {
                ids.add(byId.id());
            }
        }
        return ids;
    }

    private static Collection<ContactStore.Candidate> candidates(List<Addressed> users) {
        Map<String, ContactStore.Candidate> byPhone = new LinkedHashMap<>();
        for (Addressed user : users) {
            if (user.address() instanceof UserAddress.ByPhone address && address.phone() != null) {
                String phone = address.phone();
                byPhone.putIfAbsent(
                        phone, new ContactStore.Candidate(phone, user.entry().profile()));
            }
        }
        return byPhone.values();
    }

    private Resolved one(UserEntry entry, int seq, Contact.@Nullable Reach reach, Reason ifAbsent) {
        if (reach == null) {
            Recipient nobody = new Recipient(
                    seq, null, entry.userId(), entry.phone(), null, entry.ref(), null, entry.params(), false);
            return new Resolved(nobody, ifAbsent);
        }
        @Nullable Reason failure = failure(reach);
        Recipient recipient = Recipient.of(seq, reach, entry, language(reach), failure);
        return new Resolved(recipient, failure);
    }

    private @Nullable Reason failure(Contact.Reach reach) {
        boolean isIn = isIn(reach);
        if (!seen.add(reach.id()) || isIn) {
            return Reason.DUPLICATE_RECIPIENT;
        }
        return unreached(reach);
    }

    private boolean isIn(Contact.Reach reach) {
        return seen.contains(reach.id())
                || (remembers && reach.phone() != null && seen.contains(number(reach.phone())));
    }

    private @Nullable Reason unreached(Contact.Reach reach) {
        if (reach.phone() == null && reach.whatsappUserId() == null) {
            return Reason.NO_PHONE_NUMBER;
        }
        return Optout.blocks(reach.optout(), rules.marketing()) ? Reason.OPTOUT : null;
    }

    private @Nullable String language(Contact.Reach reach) {
        if (rules.variants().isEmpty() || reach.locale() == null) {
            return null;
        }
        return LanguageCode.closest(rules.variants(), reach.locale()).orElse(null);
    }
}
