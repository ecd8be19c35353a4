package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Graph's {@code fields} parameter. The id is always answered, whatever it says (§3.1). */
public final class Fields {
    private Fields() {}

    public static ObjectNode pick(ObjectNode all, @Nullable String fields, List<String> usual) {
        ObjectNode picked = Json.object();
        for (String field : fields == null || fields.isBlank() ? usual : names(fields)) {
            JsonNode value = all.get(field);
            if (value != null) {
                picked.set(field, value);
            }
        }
        picked.set("id", all.path("id"));
        return picked;
    }

    /** Names at the top level; {@code a{b,c}} and {@code a.limit(3)} count as {@code a}. */
    private static Set<String> names(String fields) {
        Set<String> names = new LinkedHashSet<>();
        StringBuilder name = new StringBuilder();
        int depth = 0;
        for (int i = 0; i <= fields.length(); i++) {
            char c = i < fields.length() ? fields.charAt(i) : ',';
            if (c == '{' || c == '(') {
                depth++;
            } else if (c == '}' || c == ')') {
                depth--;
            } else if (depth <= 0 && c == ',') {
                String full = name.toString().strip();
                int dot = full.indexOf('.');
                names.add(dot < 0 ? full : full.substring(0, dot));
                name.setLength(0);
            } else if (depth <= 0) {
                name.append(c);
            }
        }
        names.remove("");
        return names;
    }
}
