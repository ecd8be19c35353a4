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
    private static final List<String> SHOWN = List.of("all", "without_tags", "locale", "wrote_after");

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
        if (form.has("keep") && before.audience() != null) {
            others(before.audience()).properties().forEach(each -> {
                if (each.getValue() instanceof ObjectNode more
                        && audience.path(each.getKey()) instanceof ObjectNode had) {
                    had.setAll(more);
                } else {
                    audience.set(each.getKey(), each.getValue());
                }
            });
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

    /// The variable that the form shows; empty if there is none.
    public static String variable(JsonNode audience) {
        return audience.path("user_data").propertyNames().stream().findFirst().orElse("");
    }

    /// The conditions that were handed over and no field of the form is about. Without them more people would be meant.
    public static ObjectNode others(JsonNode audience) {
        ObjectNode others = Json.object();
        audience.properties().forEach(each -> {
            boolean shown = SHOWN.contains(each.getKey())
                    || each.getKey().equals("any_tags")
                    || (each.getKey().equals("tags") && !audience.has("any_tags"));
            if (each.getValue() instanceof ObjectNode variables) {
                ObjectNode more = variables.deepCopy();
                more.remove(variable(audience));
                if (!more.isEmpty()) {
                    others.set(each.getKey(), more);
                }
            } else if (!shown) {
                others.set(each.getKey(), each.getValue());
            }
        });
        return others;
    }

    /// The same in words.
    public static List<String> words(ObjectNode others) {
        return others.properties().stream()
                .map(each -> each.getKey().replace('_', ' ') + ": "
                        + (each.getValue().isValueNode()
                                ? each.getValue().asString()
                                : each.getValue().toString()))
                .toList();
    }
}
