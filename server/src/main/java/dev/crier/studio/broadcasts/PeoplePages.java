package dev.crier.studio.broadcasts;

import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Broadcasts;
import dev.crier.broadcast.MessageFilter;
import dev.crier.broadcast.Messages;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.UserAddress;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The people of a broadcast, and all that is known of one person's message.
final class PeoplePages {
    private static final String PATH = "/studio/bot/{bot_id}/broadcasts/{id}/people";
    private static final int PAGE = 50;
    private static final int MAX_FILTER_CHARS = 200;

    private final Broadcasts broadcasts;
    private final Messages messages;
    private final ContactStore contacts;

    PeoplePages(Tools tools) {
        this.broadcasts = new Broadcasts(tools.database(), tools.acceptor(), tools.wake());
        this.messages = new Messages(tools.database());
        this.contacts = new ContactStore(tools.database());
    }

    void register(Pages pages) {
        pages.get(PATH, Role.VIEWER, this::list).get(PATH + "/{seq}", Role.VIEWER, this::one);
    }

    private void list(Visit visit) throws SQLException {
        Broadcast broadcast = broadcasts.find(visit.botId(), visit.uuid("id"));
        String number = bounded(visit.query("number"));
        String status = visit.query("status");
        String reason = status.isEmpty() || status.equals("failure") ? visit.query("reason") : "";
        String ref = bounded(visit.query("ref"));
        JsonNode page = number.isEmpty()
                ? messages.page(
                        visit.botId(), broadcast.id(), MessageFilter.of(status, reason, ref), after(visit), PAGE)
                : byNumber(visit, broadcast, number);
        String filter =
                "status=" + Show.encoded(status) + "&reason=" + Show.encoded(reason) + "&ref=" + Show.encoded(ref);
        String self = visit.at("/broadcasts/" + broadcast.id() + "/people?" + filter);
        Map<String, Object> values = new HashMap<>();
        values.put("broadcast", broadcast);
        values.put("messages", page.path("messages"));
        values.put("status", status);
        values.put("reason", reason);
        values.put("ref", ref);
        values.put("number", number);
        values.put("filter", filter);
        values.put("first", after(visit) < 0 ? "" : self);
        values.put(
                "next", page.has("next") ? self + "&after=" + page.path("next").asInt() : "");
        visit.page("broadcasts/people-list", values);
    }

    private static String bounded(String text) {
        String stripped = text.strip();
        return stripped.length() <= MAX_FILTER_CHARS ? stripped : stripped.substring(0, MAX_FILTER_CHARS);
    }

    private static int after(Visit visit) {
        String after = visit.query("after");
        return after.matches("[0-9]{1,9}") ? Integer.parseInt(after) : -1;
    }

    /// The one message of whoever has that number.
    private JsonNode byNumber(Visit visit, Broadcast broadcast, String number) throws SQLException {
        ObjectNode page = Json.object();
        var list = page.putArray("messages");
        Optional<Contact> contact = contacts.find(
                visit.botId(), UserAddress.parse(number, visit.bot().defaultCountry()));
        if (contact.isPresent()) {
            OptionalInt seq = messages.seqOf(
                    visit.botId(),
                    broadcast.id(),
                    contacts.names(visit.botId(), contact.get().id()));
            if (seq.isPresent()) {
                list.add(messages.timeline(visit.botId(), broadcast.id(), Integer.toString(seq.getAsInt())));
            }
        }
        return page;
    }

    private void one(Visit visit) throws SQLException {
        Broadcast broadcast = broadcasts.find(visit.botId(), visit.uuid("id"));
        JsonNode message = messages.timeline(visit.botId(), broadcast.id(), visit.path("seq"));
        Map<String, Object> values = new HashMap<>();
        values.put("broadcast", broadcast);
        values.put("message", message);
        messages.preview(visit.botId(), broadcast.id(), message.path("seq").asInt())
                .ifPresent(preview -> values.put("preview", preview));
        visit.page("broadcasts/person", values);
    }
}
