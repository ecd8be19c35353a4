package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.ProblemException;
import dev.crier.broadcast.Conversation;
import dev.crier.broadcast.Operator;
import dev.crier.contact.Census;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.contact.TagChange;
import dev.crier.contact.UserAddress;
import dev.crier.db.StoreFailure;
import dev.crier.studio.Form;
import dev.crier.studio.Once;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One contact: who they are, what may be sent to them, what was said, and what can be done about it.
///
/// The audit log keeps what it is told for ever, so it knows people by their ids only.
public final class PersonPages {
    private static final String PATH = "/studio/bot/{bot_id}/contacts/{id}";
    private static final int LINES = 40;
    private static final int CHANGES = 20;

    private final Pages pages;
    private final ContactRooms rooms;
    private final ContactBook book;
    private final Census census;
    private final Conversation conversation;
    private final Operator operator;
    private final Clock clock;

    public PersonPages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.rooms = rooms;
        this.book = rooms.book();
        this.census = new Census(rooms.database());
        this.conversation = new Conversation(rooms.database());
        this.operator = rooms.operator();
        this.clock = rooms.clock();
    }

    public void register() {
        pages.get(PATH, Role.VIEWER, this::show)
                .get(PATH + "/live", Role.VIEWER, this::live)
                .post(PATH + "/reply", Role.EDITOR, this::reply)
                .post(PATH + "/tags", Role.EDITOR, this::tag)
                .post(PATH + "/consent", Role.EDITOR, this::consent)
                .post(PATH + "/erase", Role.EDITOR, this::erase);
    }

    static UserAddress address(Visit visit) {
        return new UserAddress.ById(visit.uuid("id"));
    }

    /// What was said, as a page shows it.
    ///
    /// @param openUntil when the person can be answered freely; empty: not now
    public record Chat(Contact contact, Conversation.Part part, Optional<Instant> openUntil, boolean isNewest) {}

    private Chat chat(Contact contact, UUID botId, String after) throws SQLException {
        return new Chat(
                contact,
                conversation.page(botId, contact.id(), after, LINES),
                contact.openUntil(clock.instant()),
                after.isEmpty());
    }

    private void show(Visit visit) throws SQLException {
        Contact contact = book.find(visit.bot(), address(visit));
        if (!contact.id().equals(visit.uuid("id"))) {
            visit.redirect(visit.at("/contacts/" + contact.id()), "The contact was merged into this one");
            return;
        }
        show(visit, 200, contact, Map.of());
    }

    private void show(Visit visit, int status, Contact contact, Map<String, Object> more) throws SQLException {
        Map<String, Object> values = new HashMap<>(more);
        values.put("contact", contact);
        values.put("chat", chat(contact, visit.botId(), visit.query("after")));
        values.put("changes", changes(visit, contact));
        values.put("lookalikes", census.lookalikes(visit.botId(), contact));
        values.put("optin", rooms.optin(visit.bot()));
        visit.page(status, "contacts/person", values);
    }

    /// A change of consent, in the words of the API; null where there is nothing to say.
    public record Change(Instant at, String source, String isNow, String messageId, String member) {}

    private List<Change> changes(Visit visit, Contact contact) {
        UserAddress address = new UserAddress.ById(contact.id());
        JsonNode changes =
                book.consent(visit.bot(), address, new Page(CHANGES, null)).path("changes");
        return changes.valueStream()
                .map(each -> new Change(
                        Instant.parse(each.path("at").asString()),
                        each.path("source").asString(),
                        text(each.path("is_now")),
                        text(each.path("message_id")),
                        text(each.path("member"))))
                .toList();
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : "";
    }

    private void live(Visit visit) throws IOException {
        Contact contact = book.find(visit.bot(), address(visit));
        Watch watch = new Watch(visit, contact.id());
        visit.live("contacts/chat", watch::look);
    }

    /// Looks at a conversation again only when something about it has changed, or a while has passed: broadcasts to
    /// many leave no trace that is cheap to see.
    private final class Watch {
        private static final long LONGEST_MILLIS = 10_000;

        private final Visit visit;
        private final UUID id;
        private @Nullable Chat chat;
        private String stamp = "";
        private long lookedAt;

        Watch(Visit visit, UUID id) {
            this.visit = visit;
            this.id = id;
        }

        Map<String, Object> look() {
            try {
                Chat now = chat;
                boolean isOld = now == null || clock.millis() - lookedAt > LONGEST_MILLIS;
                if (now == null
                        || isOld
                        || !conversation.stamp(visit.botId(), id, now.part()).equals(stamp)) {
                    Contact contact = book.find(visit.bot(), new UserAddress.ById(id));
                    now = chat(contact, visit.botId(), "");
                    stamp = conversation.stamp(visit.botId(), id, now.part());
                    chat = now;
                    lookedAt = clock.millis();
                }
                return Map.of("chat", now, "live", true);
            } catch (SQLException e) {
                throw new StoreFailure(e);
            }
        }
    }

    private void reply(Visit visit) throws SQLException {
        Contact contact = book.find(visit.bot(), address(visit));
        String text = visit.form().raw("text").strip();
        ObjectNode action = Json.object().put("type", "text");
        action.putObject("payload").put("message", text);
        try {
            Once once = Once.of(visit.form());
            rooms.readiness().require(visit.bot());
            if (operator.act(visit.bot(), new UserAddress.ById(contact.id()), action, once.key())) {
                rooms.wake().run();
                visit.audit("contact.replied", contact.id().toString(), "");
            }
        } catch (ProblemException e) {
            Once.Again again = Once.again(visit.form(), e.problem());
            String fault =
                    text.isEmpty() ? "Write a message first" : again.problem().detail();
            show(visit, 422, contact, Map.of("fault", fault, "text", text, "once", again.once()));
            return;
        }
        visit.redirect(visit.at("/contacts/" + contact.id()) + "#reply");
    }

    private void tag(Visit visit) {
        ObjectNode body = Json.object();
        Form form = visit.form();
        for (String field : List.of("add", "remove")) {
            for (String tag : form.text(field).split(",", -1)) {
                if (!tag.isBlank()) {
                    body.withArray(field).add(tag.strip());
                }
            }
        }
        TagChange change = TagChange.read(body);
        Contact tagged = book.tag(visit.bot(), address(visit), change);
        visit.audit("contact.tagged", tagged.id().toString(), ListPages.words(change));
        visit.redirect(visit.at("/contacts/" + tagged.id()), "The tags are changed");
    }

    private void consent(Visit visit) {
        String to = visit.form().text("to");
        ObjectNode body = Json.object();
        body.putObject("user_data").put("whatsapp_optout", to.isEmpty() ? null : to);
        Contact changed = book.change(visit.bot(), address(visit), body, EditPages.author(visit));
        visit.audit(
                to.isEmpty() ? "contact.opted_in" : "contact.opted_out",
                changed.id().toString(),
                to);
        visit.redirect(
                visit.at("/contacts/" + changed.id()), Words.name(changed) + ": " + Words.consent(changed.optout()));
    }

    private void erase(Visit visit) throws SQLException {
        UserAddress address = address(visit);
        Contact contact = book.find(visit.bot(), address);
        if (!visit.form().text("confirm").equalsIgnoreCase("erase")) {
            show(visit, 422, contact, Map.of("fault", "Nobody was erased: type the word erase to confirm"));
            return;
        }
        UUID erased = book.erase(visit.bot(), address);
        visit.audit("contact.erased", erased.toString(), "");
        visit.redirect(visit.at("/contacts"), "The person is erased");
    }
}
