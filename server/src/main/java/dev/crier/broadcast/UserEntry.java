package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.contact.Contact;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A user as the request names it, not yet looked up.
record UserEntry(
        @Nullable String userId,
        @Nullable String phone,
        @Nullable String ref,
        Contact.Profile profile,
        Map<String, String> params) {

    /// Somebody who is known already; only the values are of interest.
    static UserEntry known(Map<String, String> params) {
        return new UserEntry(null, null, null, Contact.Profile.EMPTY, params);
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object();
        put(json, "u", userId);
        put(json, "p", phone);
        put(json, "r", ref);
        put(json, "first", profile.firstName());
        put(json, "last", profile.lastName());
        put(json, "email", profile.email());
        put(json, "locale", profile.locale());
        put(json, "external", profile.externalId());
        ObjectNode values = json.putObject("v");
        params.forEach(values::put);
        return json;
    }

    static UserEntry fromJson(JsonNode json) {
        Map<String, String> params = new LinkedHashMap<>();
        json.path("v")
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().stringValue()));
        Contact.Profile profile = new Contact.Profile(
                text(json, "first"),
                text(json, "last"),
                text(json, "email"),
                text(json, "locale"),
                null,
                text(json, "external"));
        return new UserEntry(text(json, "u"), text(json, "p"), text(json, "r"), profile, params);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.get(name);
        return value == null ? null : value.stringValue();
    }
}
