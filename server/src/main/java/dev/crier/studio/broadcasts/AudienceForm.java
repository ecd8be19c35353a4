package dev.crier.studio.broadcasts;

import dev.crier.api.Json;
import dev.crier.studio.Form;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Conditions on contacts as a form has them, and as the API has them.
public final class AudienceForm {
    /// What no field of the form is about is kept as it was handed over.
    private static final List<String> KEPT = List.of("search", "created_after", "created_before", "wrote_before");

    private AudienceForm() {}

    static ObjectNode read(Form form, Plan.People before) {
        ObjectNode audience = Json.object();
        if (form.has("all")) {
            return audience.put("all", true);
        }
        list(audience, form.text("match").equals("any") ? "any_tags" : "tags", form.text("tags"));
        list(audience, "without_tags", form.text("without"));
        if (!form.text("locale").isEmpty()) {
            audience.put("locale", form.text("locale"));
        }
        if (!form.text("variable").isEmpty()) {
            audience.putObject("user_data").put(form.text("variable"), form.text("value"));
        }
        String since = form.text("wrote");
        if (!since.isEmpty()) {
            audience.put("wrote_after", day(since));
        }
        JsonNode given = before.audience();
        if (given != null) {
            KEPT.stream().filter(given::has).forEach(name -> audience.set(name, given.path(name)));
        }
        return audience;
    }

    /// What is no day is left to the reader of the audience, who says so.
    private static String day(String written) {
        try {
            return LocalDate.parse(written)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeException e) {
            return written;
        }
    }

    private static void list(ObjectNode audience, String name, String written) {
        List<String> words = Stream.of(written.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        if (!words.isEmpty()) {
            ArrayNode list = audience.putArray(name);
            words.forEach(list::add);
        }
    }

    /// A list as the form shows it.
    public static String words(JsonNode list) {
        return String.join(", ", list.valueStream().map(JsonNode::asString).toList());
    }

    /// The conditions that the form cannot show, in words; empty if there are none.
    public static List<String> others(JsonNode audience) {
        return KEPT.stream()
                .filter(audience::has)
                .map(name -> name.replace('_', ' ') + ": " + audience.path(name).asString(""))
                .toList();
    }
}
