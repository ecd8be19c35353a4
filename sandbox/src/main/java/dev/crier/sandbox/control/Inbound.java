package dev.crier.sandbox.control;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.chat.Letters;
import dev.crier.sandbox.chat.Said;
import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.ledger.Wamid;
import dev.crier.sandbox.template.Shape;
import dev.crier.sandbox.template.Template;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.user.UserIds;
import dev.crier.sandbox.user.Users;
import dev.crier.sandbox.webhook.Payloads;
import dev.crier.sandbox.webhook.Webhooks;
import dev.crier.sandbox.wire.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a user does: writes, taps a button, stops marketing (§4.4, §4.5). */
public final class Inbound {
    private final Accounts accounts;
    private final Ledger ledger;
    private final Wamid wamids;
    private final TemplateStore templates;
    private final Users users;
    private final Webhooks webhooks;
    private final Letters letters;

    /** The user: with a phone, or only with a business-scoped id if a username hides it (§4.7). */
    private record Person(
            @Nullable String waId, String userId, @Nullable String username) {
        String key() {
            return waId == null ? userId : waId;
        }

        /** As the ledger names them. */
        String phone() {
            return waId == null ? userId : "+" + waId;
        }
    }

    public Inbound(
            Accounts accounts,
            Ledger ledger,
            Wamid wamids,
            TemplateStore templates,
            Users users,
            Webhooks webhooks,
            Letters letters) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.wamids = wamids;
        this.templates = templates;
        this.users = users;
        this.webhooks = webhooks;
        this.letters = letters;
    }

    ObjectNode receive(ObjectNode body) {
        PhoneNumber number = number(body);
        Person person = person(body, number);
        String preference = Json.text(body, "user_preferences");
        if (preference != null) {
            return preference(number, person, preference);
        }
        String id = wamids.inbound(person.key());
        ObjectNode message = message(body, number, id);
        if (person.waId() != null) {
            message.put("from", person.waId());
        }
        message.put("from_user_id", person.userId());
        ObjectNode value = Payloads.messagesValue(number);
        value.putArray("contacts").add(contact(person));
        value.putArray("messages").add(message);
        users.wrote(number.id(), person.key(), System.nanoTime());
        letters.add(said(message, person, number));
        webhooks.tell(number.account(), "messages", value, person.key());
        return Json.object().put("id", id);
    }

    private static Said said(ObjectNode message, Person person, PhoneNumber number) {
        String id = Json.text(message, "id", "");
        return switch (Json.text(message, "type", "")) {
            case "text" -> said(id, person, number, Said.Kind.TEXT, Json.text(message.path("text"), "body", ""), null);
            case "button" ->
                said(
                        id,
                        person,
                        number,
                        Said.Kind.BUTTON,
                        Json.text(message.path("button"), "text", ""),
                        Json.text(message.path("context"), "id"));
            default -> said(id, person, number, Said.Kind.UNSUPPORTED, "A message of a kind nobody can read", null);
        };
    }

    private static Said said(
            String id, Person person, PhoneNumber number, Said.Kind kind, String text, @Nullable String wamid) {
        return new Said(id, person.phone(), number.id(), Instant.now(), kind, text, wamid);
    }

    private PhoneNumber number(ObjectNode body) {
        String id = Json.text(body, "phone_number_id");
        if (id == null) {
            return accounts.first();
        }
        return accounts.number(id).orElseThrow(() -> new ControlException(404, "phone_number_id: no such number"));
    }

    private static Person person(ObjectNode body, PhoneNumber number) {
        String digits = Json.text(body, "from", "").replaceAll("\\D", "");
        String username = Json.text(body, "username");
        String userId = Json.text(body, "user_id");
        if (digits.isEmpty() && userId == null && username == null) {
            throw new ControlException(400, "from: a phone number, or user_id or username instead");
        }
        String waba = number.account().wabaId();
        String known = userId != null ? userId : UserIds.of(waba, digits.isEmpty() ? "name:" + username : digits);
        return new Person(digits.isEmpty() ? null : digits, known, username);
    }

    private static ObjectNode contact(Person person) {
        ObjectNode contact = Json.object();
        ObjectNode profile = contact.putObject("profile").put("name", UserIds.nameOf(person.key()));
        if (person.username() != null) {
            profile.put("username", person.username());
        }
        if (person.waId() != null) {
            contact.put("wa_id", person.waId());
        }
        return contact.put("user_id", person.userId());
    }

    private ObjectNode message(ObjectNode body, PhoneNumber number, String id) {
        ObjectNode message = Json.object().put("id", id).put("timestamp", seconds());
        if (body.path("button").isObject()) {
            return tap(message, body.path("button"), number);
        }
        if ("unsupported".equals(Json.text(body, "type"))) {
            message.put("type", "unsupported");
            Payloads.error(message.putArray("errors").addObject(), ErrorCatalogue.known(131051));
            return message;
        }
        String text = Json.text(body, "text");
        if (text == null) {
            throw new ControlException(400, "one of text, button, user_preferences or type \"unsupported\" is needed");
        }
        message.put("type", "text").putObject("text").put("body", text);
        return message;
    }

    /** A tap on a quick reply: {@code context.id} is the message that was tapped (§4.4). */
    private ObjectNode tap(ObjectNode message, JsonNode button, PhoneNumber number) {
        String wamid = Json.text(button, "wamid", "");
        var n = wamids.number(wamid);
        Optional<Entry> entry = n.isPresent() ? ledger.find(n.getAsLong()) : Optional.empty();
        if (entry.isEmpty()) {
            throw new ControlException(404, "button.wamid: no such message");
        }
        String payload = Json.text(button, "payload", "");
        String label = Json.text(button, "text");
        message.put("type", "button");
        message.putObject("context").put("from", number.digits()).put("id", wamid);
        message.putObject("button")
                .put("payload", payload)
                .put("text", label == null ? label(entry.get(), number, payload) : label);
        return message;
    }

    /** The label of the button with that payload; the payload itself when the template is gone. */
    private String label(Entry entry, PhoneNumber number, String payload) {
        JsonNode sent = entry.json();
        Template template = templates.find(
                number.account().wabaId(), Json.text(sent, "template", ""), Json.text(sent, "language", ""));
        JsonNode shown = sent.path("rendered").path("buttons");
        if (template != null) {
            for (int i = 0; i < template.shape().buttons().size(); i++) {
                Shape.Button button = template.shape().buttons().get(i);
                if (payload.equals(shown.path(i).asString("")) && !button.text().isEmpty()) {
                    return button.text();
                }
            }
        }
        return payload;
    }

    private ObjectNode preference(PhoneNumber number, Person person, String preference) {
        switch (preference) {
            case "stop" -> users.stopMarketing(number.account().wabaId(), person.key());
            case "resume", "signup" -> users.resumeMarketing(number.account().wabaId(), person.key());
            default -> throw new ControlException(400, "user_preferences: stop, resume or signup");
        }
        ObjectNode value = Payloads.messagesValue(number);
        value.putArray("contacts").add(contact(person));
        ObjectNode entry = value.putArray("user_preferences").addObject();
        if (person.waId() != null) {
            entry.put("wa_id", person.waId());
        }
        entry.put("user_id", person.userId())
                .put("detail", "User requested to " + preference + " marketing messages")
                .put("category", "marketing_messages")
                .put("value", preference)
                .put("timestamp", Instant.now().getEpochSecond());
        webhooks.tell(number.account(), "user_preferences", value, person.key());
        String id = wamids.inbound(person.key());
        String text = preference.equals("stop") ? "Stopped marketing messages" : "Resumed marketing messages";
        letters.add(said(id, person, number, Said.Kind.PREFERENCE, text, null));
        return Json.object().put("id", id);
    }

    private static String seconds() {
        return Long.toString(Instant.now().getEpochSecond());
    }
}
