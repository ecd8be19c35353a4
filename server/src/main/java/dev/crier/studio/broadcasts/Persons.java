package dev.crier.studio.broadcasts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a template can say of each person: fields of the contact and variables, by the name of the parameter.
public final class Persons {
    /// As [dev.crier.broadcast.ContactParams] names them.
    public static final Map<String, String> FIELDS = fields();

    private Persons() {}

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("first_name", "First name");
        fields.put("last_name", "Last name");
        fields.put("name", "Full name");
        fields.put("phone", "Phone number");
        fields.put("email", "E-mail address");
        fields.put("locale", "Language");
        fields.put("external_id", "External id");
        return Collections.unmodifiableMap(fields);
    }

    /// Fields first, then the bot's variables.
    static Map<String, String> with(List<String> variables) {
        Map<String, String> all = new LinkedHashMap<>(FIELDS);
        variables.forEach(variable -> all.putIfAbsent(variable, variable));
        return all;
    }
}
