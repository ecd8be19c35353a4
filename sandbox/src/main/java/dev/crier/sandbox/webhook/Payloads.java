package dev.crier.sandbox.webhook;

import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.user.Recipient;
import dev.crier.sandbox.user.UserIds;
import dev.crier.sandbox.wire.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the body of one webhook POST from events of one account (§4.3 to §4.6). */
public final class Payloads {
    private static final String HREF = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

    /** Statuses that may share a change: same number, and failed ones apart because they come without contacts. */
    private record Group(PhoneNumber number, boolean failed) {}

    private Payloads() {}

    public static byte[] body(List<Event> events) {
        ObjectNode body = Json.object().put("object", "whatsapp_business_account");
        ArrayNode entries = body.putArray("entry");
        Map<Group, ObjectNode> statusChanges = new LinkedHashMap<>();
        for (Event event : events) {
            switch (event) {
                case Event.Status status -> {
                    Group group = new Group(status.number(), status.error() != null);
                    ObjectNode value = statusChanges.computeIfAbsent(group, key -> statusChange(entries, key, events));
                    value.withArrayProperty("statuses").add(status(status));
                }
                case Event.Change change -> change(entries, change);
            }
        }
        return Json.metaBytes(body);
    }

    public static ObjectNode messagesValue(PhoneNumber number) {
        ObjectNode value = Json.object().put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", number.digits()).put("phone_number_id", number.id());
        return value;
    }

    private static ObjectNode statusChange(ArrayNode entries, Group group, List<Event> events) {
        PhoneNumber number = group.number();
        ObjectNode value = messagesValue(number);
        if (!group.failed()) {
            addContacts(value, number, events);
        }
        ObjectNode change = entries.addObject()
                .put("id", number.account().wabaId())
                .putArray("changes")
                .addObject();
        change.set("value", value);
        change.put("field", "messages");
        return value;
    }

    private static void change(ArrayNode entries, Event.Change change) {
        ObjectNode entry = entries.addObject().put("id", change.account().wabaId());
        if (!change.field().equals("messages")) {
            entry.put("time", Instant.now().getEpochSecond());
        }
        ObjectNode node = entry.putArray("changes").addObject();
        node.set("value", change.value());
        node.put("field", change.field());
    }

    private static void addContacts(ObjectNode value, PhoneNumber number, List<Event> events) {
        Set<String> seen = new HashSet<>();
        ArrayNode contacts = value.putArray("contacts");
        for (Event event : events) {
            if (event instanceof Event.Status status
                    && status.number().equals(number)
                    && status.error() == null
                    && seen.add(status.recipient().key())) {
                ObjectNode contact = contacts.addObject();
                contact.putObject("profile")
                        .put("name", UserIds.nameOf(status.recipient().key()));
                if (status.recipient().hasPhone()) {
                    contact.put("wa_id", status.recipient().waId());
                }
                contact.put("user_id", status.recipient().userId());
            }
        }
    }

    private static ObjectNode status(Event.Status event) {
        Recipient recipient = event.recipient();
        ObjectNode status = Json.object()
                .put("id", event.wamid())
                .put("status", event.status())
                .put("timestamp", Long.toString(event.timestampSeconds()));
        if (recipient.hasPhone()) {
            status.put("recipient_id", recipient.waId());
        }
        if (event.error() == null || !recipient.hasPhone()) {
            status.put("recipient_user_id", recipient.userId());
        }
        if (event.callbackData() != null) {
            status.put("biz_opaque_callback_data", event.callbackData());
        }
        if (event.conversation() && !event.status().equals("read") && event.error() == null) {
            conversation(status, event);
        }
        if (event.pricingCategory() != null) {
            status.putObject("pricing")
                    .put("billable", true)
                    .put("pricing_model", "PMP")
                    .put("type", "regular")
                    .put("category", event.pricingCategory());
        }
        if (event.error() != null) {
            error(status.putArray("errors").addObject(), event.error());
        }
        return status;
    }

    /** Up to v23 the conversation's id is per message (§4.3). */
    private static void conversation(ObjectNode status, Event.Status event) {
        String category = event.pricingCategory() == null ? "utility" : event.pricingCategory();
        status.putObject("conversation")
                .put("id", Integer.toHexString(event.wamid().hashCode()))
                .putObject("origin")
                .put("type", category);
    }

    public static void error(ObjectNode target, ErrorCatalogue.Known known) {
        target.put("code", known.code()).put("title", known.title()).put("message", known.title());
        target.putObject("error_data").put("details", known.details());
        target.put("href", HREF);
    }
}
