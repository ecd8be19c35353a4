package dev.crier.studio.broadcasts;

import dev.crier.account.Bot;
import dev.crier.api.Json;
import dev.crier.api.Spool;
import dev.crier.broadcast.ContactParams;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Segment;
import dev.crier.contact.UserAddress;
import dev.crier.db.Database;
import dev.crier.studio.broadcasts.Plan.Source;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.node.ObjectNode;

/// Makes a plan the request that the API would get.
///
/// Whoever is in a file or a pasted list may be a contact already: what the template says of contacts is filled in from
/// there, as it is for contacts who were chosen. What the list says goes before it.
final class Composer {
    private static final int BATCH = 1_000;

    private final Database database;
    private final ContactStore contacts;

    Composer(Database database) {
        this.database = database;
        this.contacts = new ContactStore(database);
    }

    /// The request in a spool that the caller closes.
    Spool request(Bot bot, Plan plan, Letter letter, byte[] source) throws IOException {
        Spool spool = new Spool();
        try (JsonGenerator json = Json.MAPPER.createGenerator(spool)) {
            json.configure(StreamWriteFeature.AUTO_CLOSE_TARGET, false);
            json.writeStartObject();
            json.writeName("template");
            json.writeTree(template(plan, letter));
            json.writeName("params");
            json.writePOJO(letter.fallbacks(plan));
            terms(json, plan.terms());
            if (plan.people().audience() != null) {
                json.writeName("audience");
                json.writeTree(plan.people().audience());
            } else {
                json.writeArrayPropertyStart("users");
                users(bot, plan, source, json);
                json.writeEndArray();
            }
            json.writeEndObject();
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    static ObjectNode template(Plan plan, Letter letter) {
        ObjectNode template = Json.object().put("name", plan.template());
        if (!plan.language().isEmpty()) {
            template.put("language", plan.language());
        }
        template.set("components", letter.components(plan));
        return template;
    }

    private static void terms(JsonGenerator json, Plan.Terms terms) {
        if (!terms.name().isBlank()) {
            json.writeStringProperty("name", terms.name());
        }
        if (!terms.scheduledAt().isEmpty()) {
            json.writeStringProperty("scheduled_at", terms.scheduledAt());
        }
        if (!terms.perSecond().isEmpty()) {
            json.writeName("max_per_second");
            json.writeNumber(terms.perSecond());
        }
        json.writeStringProperty("on_unknown", terms.onUnknown());
    }

    /// The parameters that each person may have a value for.
    private static Set<String> keys(Plan plan) {
        Set<String> keys = new LinkedHashSet<>();
        plan.fills().forEach((key, fill) -> {
            if (fill.source() == Source.PERSON) {
                keys.add(fill.value());
            }
        });
        return keys;
    }

    private void users(Bot bot, Plan plan, byte[] source, JsonGenerator json) throws IOException {
        ContactParams values = new ContactParams(keys(plan));
        List<User> batch = new ArrayList<>(BATCH);
        var _ = new PeopleReader(bot.defaultCountry()).read(plan.people(), source, (user, address) -> {
            batch.add(new User(user, address));
            if (batch.size() == BATCH) {
                write(bot, batch, values, json);
                batch.clear();
            }
        });
        write(bot, batch, values, json);
    }

    private record User(ObjectNode json, UserAddress address) {}

    private void write(Bot bot, List<User> users, ContactParams values, JsonGenerator json) {
        List<String> phones = new ArrayList<>();
        for (User user : users) {
            if (user.address() instanceof UserAddress.ByPhone byPhone && byPhone.phone() != null) {
                phones.add(byPhone.phone());
            }
        }
        Map<String, Contact> known = values.keys().isEmpty() ? Map.of() : contacts.known(bot.id(), phones);
        for (User user : users) {
            if (user.address() instanceof UserAddress.ByPhone byPhone && known.get(byPhone.phone()) != null) {
                ObjectNode params = (ObjectNode) user.json().path("params");
                values.of(known.get(byPhone.phone())).forEach((key, value) -> {
                    if (params.path(key).asString("").isBlank()) {
                        params.put(key, value);
                    }
                });
            }
            json.writeTree(user.json());
        }
    }

    /// The values of the first person, for a test; none if there is nobody.
    Map<String, String> first(Bot bot, Plan plan, Letter letter, byte[] source) throws IOException, SQLException {
        Map<String, String> params = new HashMap<>(letter.fallbacks(plan));
        ContactParams values = new ContactParams(keys(plan));
        if (plan.people().audience() != null) {
            Segment segment = Segment.of(plan.people().audience());
            var _ = database.inTransaction(connection -> {
                segment.visit(connection, bot.id(), contact -> {
                    params.putAll(values.of(contact));
                    return false;
                });
                return true;
            });
            return params;
        }
        boolean[] found = new boolean[1];
        var _ = new PeopleReader(bot.defaultCountry()).read(plan.people(), source, (user, address) -> {
            if (!found[0]) {
                found[0] = true;
                if (address instanceof UserAddress.ByPhone byPhone && byPhone.phone() != null) {
                    contacts.known(bot.id(), List.of(byPhone.phone()))
                            .values()
                            .forEach(contact -> params.putAll(values.of(contact)));
                }
                user.path("params")
                        .properties()
                        .forEach(each ->
                                params.put(each.getKey(), each.getValue().asString()));
            }
        });
        return params;
    }
}
