package dev.crier.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Somebody a broadcast goes to: an address, and what fills the template for them.
public final class Person {
    private final ObjectNode json = ClientJson.object();

    private Person(String field, String address) {
        json.put(field, address);
    }

    private Person(ObjectNode json) {
        this.json.setAll(json);
    }

    /// Somebody by phone number.
    ///
    /// @param number in international form, such as `+31612345678`
    public static Person phone(String number) {
        return new Person("phone", number);
    }

    /// Somebody who is a contact.
    ///
    /// @param id of a contact
    public static Person user(String id) {
        return new Person("user_id", id);
    }

    /// As the API has it.
    public static Person of(ObjectNode user) {
        return new Person(user);
    }

    public Person param(String key, String value) {
        json.withObject("/params").put(key, value);
        return this;
    }

    public Person params(Map<String, String> params) {
        new LinkedHashMap<>(params).forEach(this::param);
        return this;
    }

    /// The caller's own reference, which every status repeats; unique in the broadcast.
    public Person ref(String ref) {
        json.put("ref", ref);
        return this;
    }

    /// For a contact that is new; a known one keeps what it has.
    public Person name(@Nullable String first, @Nullable String last) {
        json.put("first_name", first).put("last_name", last);
        return this;
    }

    /// For a contact that is new: `nl`, `pt_BR`.
    public Person locale(String locale) {
        json.put("locale", locale);
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
