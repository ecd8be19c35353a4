package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.contact.Contact;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a user as requests name them: an object with aliases, or a phone number alone. What is wrong with one goes to
/// the caller's [FieldReader].
final class UserReader {
    static final List<String> PHONE_ALIASES = List.of("phone", "phone_number", "number", "to");
    static final Set<String> FIELDS = Set.of(
            "phone",
            "phone_number",
            "number",
            "to",
            "user_id",
            "params",
            "ref",
            "first_name",
            "last_name",
            "email",
            "locale",
            "external_id");

    private static final int MAX_REF_CHARS = 200;
    private static final int MAX_ADDRESS_CHARS = 200;
    private static final int MAX_PROFILE_CHARS = 254;
    private static final int MAX_LOCALE_CHARS = 35;

    /// Names of ignored fields that are kept for a dry run's report.
    private static final int MAX_IGNORED = 50;

    private final Set<String> ignored = new TreeSet<>();

    /// Fields that meant nothing, some of them.
    Set<String> ignored() {
        return ignored;
    }

    /// A field that means nothing was met.
    void ignore(String field) {
        if (ignored.size() < MAX_IGNORED) {
            ignored.add(field.length() > 100 ? field.substring(0, 100) : field);
        }
    }

    UserEntry read(JsonNode user, String pointer, FieldReader fields) {
        if (user.isString() || user.isNumber()) {
            ObjectNode holder = Json.object();
            holder.set("phone", user);
            String phone = fields.text(holder, "phone", pointer, MAX_ADDRESS_CHARS);
            return new UserEntry(null, phone, null, Contact.Profile.EMPTY, Map.of());
        }
        if (!user.isObject()) {
            fields.fault("invalid_type", "a user must be an object or a phone number", pointer);
            return new UserEntry(null, null, null, Contact.Profile.EMPTY, Map.of());
        }
        for (String field : user.propertyNames()) {
            if (!FIELDS.contains(field)) {
                ignore("users[]." + field);
            }
        }
        Contact.Profile profile = new Contact.Profile(
                fields.text(user, "first_name", pointer, MAX_PROFILE_CHARS),
                fields.text(user, "last_name", pointer, MAX_PROFILE_CHARS),
                fields.text(user, "email", pointer, MAX_PROFILE_CHARS),
                fields.text(user, "locale", pointer, MAX_LOCALE_CHARS),
                null,
                fields.text(user, "external_id", pointer, MAX_PROFILE_CHARS));
        return new UserEntry(
                fields.text(user, "user_id", pointer, MAX_ADDRESS_CHARS),
                phone(user, pointer, fields),
                fields.text(user, "ref", pointer, MAX_REF_CHARS),
                profile,
                fields.params(user.get("params"), pointer + "/params"));
    }

    private static @Nullable String phone(JsonNode user, String pointer, FieldReader fields) {
        for (String alias : PHONE_ALIASES) {
            if (user.hasNonNull(alias)) {
                return fields.text(user, alias, pointer, MAX_ADDRESS_CHARS);
            }
        }
        return null;
    }
}
