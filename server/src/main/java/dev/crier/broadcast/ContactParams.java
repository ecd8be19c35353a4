package dev.crier.broadcast;

import dev.crier.contact.Contact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a message can say of a contact whom nobody gave parameters for: their fields and their variables, by name. Only
/// what the message asks for is taken, since it is stored once per user.
///
/// @param keys the names in the message's double braces
public record ContactParams(Set<String> keys) {
    public ContactParams {
        keys = Set.copyOf(keys);
    }

    public Map<String, String> of(Contact contact) {
        Map<String, String> params = new LinkedHashMap<>();
        for (String key : keys) {
            @Nullable String value = value(contact, key);
            if (value != null && !value.isBlank()) {
                params.put(key, value);
            }
        }
        return params;
    }

    private static @Nullable String value(Contact contact, String key) {
        Contact.Profile profile = contact.profile();
        return switch (key) {
            case "user_id" -> contact.id().toString();
            case "phone" -> contact.phone();
            case "first_name" -> profile.firstName();
            case "last_name" -> profile.lastName();
            case "email" -> profile.email();
            case "locale" -> profile.locale();
            case "timezone" -> profile.timezone();
            case "external_id" -> profile.externalId();
            case "name" -> contact.userData().has(key) ? variable(contact, key) : fullName(profile);
            default -> variable(contact, key);
        };
    }

    private static @Nullable String variable(Contact contact, String key) {
        @Nullable JsonNode value = contact.userData().get(key);
        return value == null || value.isNull() || value.isContainer() ? null : value.asString();
    }

    private static String fullName(Contact.Profile profile) {
        return Stream.of(profile.firstName(), profile.lastName())
                .filter(name -> name != null && !name.isBlank())
                .collect(Collectors.joining(" "));
    }
}
