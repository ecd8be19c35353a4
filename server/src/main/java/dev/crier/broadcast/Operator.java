package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.broadcast.ContentResolver.Found;
import dev.crier.broadcast.ContentResolver.Resolution;
import dev.crier.broadcast.ContentResolver.Wanted;
import dev.crier.broadcast.IdempotencyStore.Claim;
import dev.crier.broadcast.IdempotencyStore.Given;
import dev.crier.broadcast.SingleSend.Letter;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Forgotten;
import dev.crier.contact.Optout;
import dev.crier.contact.UserAddress;
import dev.crier.content.OperatorTemplate;
import dev.crier.content.RenderResult;
import dev.crier.content.TemplateStructure;
import dev.crier.db.Database;
import dev.crier.media.MediaReferences;
import dev.crier.template.TemplateStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Carries out operator actions: the checks of a broadcast, answered at once since there is only one recipient.
public final class Operator {
    private final Database database;
    private final ChannelStore channels;
    private final ContactStore contacts;
    private final ContentResolver contents;
    private final Forgotten forgotten;
    private final IdempotencyStore idempotency;
    private final Clock clock;

    public Operator(Database database, ChannelStore channels, TemplateStore templates, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.contacts = new ContactStore(database);
        this.contents = new ContentResolver(templates, new MediaReferences(database), clock);
        this.forgotten = new Forgotten(channels.subkey(Forgotten.PURPOSE));
        this.idempotency = new IdempotencyStore(database);
        this.clock = clock;
    }

    /// A request to act on one user.
    ///
    /// @param user as the address names them
    record Order(
            Bot bot,
            UserAddress user,
            ObjectNode body,
            @Nullable Claim claim) {}

    /// What is sent, before it is certain to whom: a template may be for somebody who is no contact yet.
    private record Draft(Content content, Map<String, String> params, boolean marketing) {}

    /// Stores the message, unless it was by a request with the same key. Whoever calls this wakes the lanes.
    ///
    /// @param body as the API takes it
    /// @param key as an idempotency key of the API: with another body or for another user it is refused
    /// @return whether it is stored by this call
    public boolean act(Bot bot, UserAddress user, ObjectNode body, String key) throws SQLException {
        byte[] hash = hash(user.toString(), body.toString().getBytes(StandardCharsets.UTF_8));
        return !act(new Order(bot, user, body, Claim.of(bot.id(), key, hash))).again();
    }

    /// All that a request says. The user counts too: the same body for somebody else is another request.
    static byte[] hash(String user, byte[] body) {
        MessageDigest digest = RequestReader.sha256();
        digest.update(user.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return digest.digest(body);
    }

    /// Stores the message and returns the answer.
    Given act(Order order) throws SQLException {
        Bot bot = order.bot();
        WhatsappChannel channel = channels.toSendBy(bot.id());
        Optional<ObjectNode> earlier = idempotency.earlierAnswer(order.claim());
        if (earlier.isPresent()) {
            return new Given(earlier.get(), true);
        }
        Action action = ActionReader.read(order.body());
        Optional<Contact> contact = known(bot, order.user());
        return switch (action) {
            case Action.Text text -> {
                Letter letter = Letter.reply(insideWindow(contact), text.message());
                yield store(order, connection -> SingleSend.send(connection, channel, letter));
            }
            case Action.Template template -> {
                Draft draft = draft(bot, template, contact);
                yield store(
                        order, connection -> SingleSend.send(connection, channel, letter(connection, order, draft)));
            }
        };
    }

    private Given store(Order order, Database.Work<UUID> send) throws SQLException {
        return database.inTransaction(connection -> idempotency.once(
                connection,
                order.claim(),
                () -> Json.object()
                        .put("result", "OK")
                        .put("id", send.run(connection).toString())));
    }

    /// The contact if there is one; only a valid phone number may be of nobody yet.
    private Optional<Contact> known(Bot bot, UserAddress user) {
        if (user instanceof UserAddress.ByPhone byPhone && byPhone.phone() == null) {
            Fault fault = new Fault(
                    "invalid_phone_number", "the phone number in the address is not valid; write it as +31612345678");
            throw Problem.of(ProblemCode.INVALID_REQUEST, fault.detail(), List.of(fault));
        }
        Optional<Contact> contact = contacts.find(bot.id(), user);
        if (contact.isEmpty() && !(user instanceof UserAddress.ByPhone)) {
            throw noSuchUser();
        }
        return contact;
    }

    private static ProblemException noSuchUser() {
        return Problem.of(ProblemCode.USER_NOT_FOUND, "This bot has no contact with that id");
    }

    private Contact.Reach insideWindow(Optional<Contact> contact) {
        return contact.filter(it -> it.openUntil(clock.instant()).isPresent())
                .map(Contact::reach)
                .map(Operator::reachable)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.OUTSIDE_WINDOW,
                        "The person has not written in the last 24 hours; send a template instead"));
    }

    private static Contact.Reach reachable(Contact.Reach to) {
        if (to.phone() == null && to.whatsappUserId() == null) {
            Fault fault = new Fault("no_phone_number", "the contact has no phone number");
            throw Problem.of(ProblemCode.INVALID_REQUEST, fault.detail(), List.of(fault));
        }
        return to;
    }

    private Draft draft(Bot bot, Action.Template action, Optional<Contact> contact) {
        @Nullable String locale = contact.map(it -> it.profile().locale()).orElse(null);
        Wanted asked = action.wanted();
        Wanted wanted = new Wanted(asked.name(), asked.language(), locale, asked.places());
        return switch (contents.find(bot, wanted)) {
            case Resolution wrong -> throw wrong.problem();
            case Found found -> filled(bot, found.forOne(), action.filling());
        };
    }

    private Draft filled(Bot bot, Found found, Action.Filling filling) {
        return switch (filling) {
            case Action.Components given ->
                rendered(found, contents.check(bot, found, given.components()), given.params());
            case Action.Parameters given -> {
                var conversion = OperatorTemplate.convert(
                        TemplateStructure.parse(found.defaultVariant().definition()), given.values(), given.pointer());
                if (!conversion.faults().isEmpty()) {
                    throw ContentResolver.misfit(found, conversion.faults()).problem();
                }
                yield rendered(found, contents.check(bot, found, conversion.components()), conversion.params());
            }
        };
    }

    /// A trial of what the lane will do, since here the caller can still be told.
    private static Draft rendered(Found found, Resolution resolution, Map<String, String> params) {
        Content.@Nullable Template content = resolution.content();
        if (content == null) {
            throw resolution.problem();
        }
        List<Fault> faults = switch (content.compile(content.defaultLanguage()).render(params, Map.of())) {
            case RenderResult.Rendered _ -> List.of();
            case RenderResult.InvalidParams invalid -> invalid.faults();
            case RenderResult.MissingParams missing ->
                missing.keys().stream()
                        .map(key -> new Fault("missing_parameter", "no value for " + key))
                        .toList();
        };
        if (!faults.isEmpty()) {
            throw ContentResolver.misfit(found, faults).problem();
        }
        return new Draft(content, params, resolution.marketing());
    }

    private Letter letter(Connection connection, Order order, Draft draft) throws SQLException {
        Contact.Reach to = reachable(resolve(connection, order));
        if (Optout.blocks(to.optout(), draft.marketing())) {
            throw Problem.of(
                    ProblemCode.OPTOUT,
                    to.optout() == Optout.MARKETING
                            ? "The contact has stopped marketing messages"
                            : "The contact has opted out of WhatsApp messages");
        }
        return new Letter(Broadcast.Kind.ACTION, to, draft.content(), draft.params(), draft.marketing());
    }

    private Contact.Reach resolve(Connection connection, Order order) throws SQLException {
        UUID botId = order.bot().id();
        Contact.@Nullable Reach reach = switch (order.user()) {
            case UserAddress.ById(UUID id) ->
                ContactStore.byId(connection, botId, List.of(id)).get(id);
            case UserAddress.ByPhone byPhone -> byPhone(connection, botId, byPhone.phone());
            case UserAddress.Unreadable _ -> null;
        };
        if (reach == null) {
            throw noSuchUser();
        }
        return reach;
    }

    private Contact.@Nullable Reach byPhone(Connection connection, UUID botId, @Nullable String phone)
            throws SQLException {
        if (phone == null) {
            return null;
        }
        var candidate = new ContactStore.Candidate(phone, Contact.Profile.EMPTY);
        return ContactStore.resolve(connection, forgotten, botId, List.of(candidate))
                .get(phone);
    }
}
