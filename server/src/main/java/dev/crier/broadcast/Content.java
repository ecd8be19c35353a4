package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.content.CompiledMessage;
import dev.crier.content.TemplateStructure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a broadcast says.
public sealed interface Content {
    /// A template in one or several languages, pinned as it was when the broadcast was validated against it.
    ///
    /// @param defaultLanguage for people whose own language the template does not have
    /// @param definitions Meta's template object by language
    record Template(
            String name, String defaultLanguage, @Nullable JsonNode components, Map<String, JsonNode> definitions)
            implements Content {
        /// The message in `language`, ready to render.
        public CompiledMessage compile(String language) {
            return CompiledMessage.compile(structure(language), language, components);
        }

        public TemplateStructure structure(String language) {
            return TemplateStructure.parse(Objects.requireNonNull(definitions.get(language), "no such language"));
        }
    }

    /// The same with files as Meta knows them now.
    default Content withMedia(UnaryOperator<@Nullable JsonNode> resolve) {
        return switch (this) {
            case Text text -> text;
            case Template template ->
                new Template(
                        template.name(),
                        template.defaultLanguage(),
                        resolve.apply(template.components()),
                        template.definitions());
        };
    }

    /// A free text: a reply inside of the customer service window.
    record Text(String body) implements Content {}

    default ObjectNode toJson() {
        ObjectNode json = Json.object();
        switch (this) {
            case Text text -> json.put("text", text.body());
            case Template template -> {
                json.put("name", template.name()).put("default_language", template.defaultLanguage());
                if (template.components() != null) {
                    json.set("components", template.components());
                }
                ObjectNode definitions = json.putObject("definitions");
                template.definitions().forEach(definitions::set);
            }
        }
        return json;
    }

    static Content fromJson(JsonNode json) {
        if (json.has("text")) {
            return new Text(json.path("text").asString());
        }
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        json.path("definitions").properties().forEach(entry -> definitions.put(entry.getKey(), entry.getValue()));
        return new Template(
                json.path("name").asString(),
                json.path("default_language").asString(),
                json.get("components"),
                definitions);
    }
}
