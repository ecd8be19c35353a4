package dev.crier.studio.templates;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.content.Examples;
import dev.crier.content.Preview;
import dev.crier.content.Skeleton;
import dev.crier.content.TemplateStructure;
import dev.crier.media.Media;
import dev.crier.media.MediaLibrary;
import dev.crier.studio.Visit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A template as its recipients will read it, filled with the examples of its definition.
final class Sample {
    private final MediaLibrary media;

    Sample(MediaLibrary media) {
        this.media = media;
    }

    Preview of(Visit visit, JsonNode definition) {
        TemplateStructure structure = TemplateStructure.parse(definition);
        Skeleton skeleton = Skeleton.of(structure);
        return Preview.of(structure, skeleton.with(values(visit, definition, structure, skeleton)));
    }

    private Map<String, String> values(
            Visit visit, JsonNode definition, TemplateStructure structure, Skeleton skeleton) {
        Map<String, String> values = new HashMap<>(Examples.of(definition, structure));
        for (String key : skeleton.keys()) {
            if (key.endsWith("header_link")) {
                file(visit, key, values);
            } else if (key.endsWith("header_name")) {
                values.putIfAbsent(key, "Name of the place");
            } else if (key.endsWith("header_address")) {
                values.putIfAbsent(key, "its address");
            } else if (key.endsWith("header_product_retailer_id") || key.endsWith("header_catalog_id")) {
                values.putIfAbsent(key, "");
            }
        }
        return values;
    }

    /// A picture of ours is shown; of other files, the name.
    private void file(Visit visit, String key, Map<String, String> values) {
        String nameKey = key.substring(0, key.length() - "link".length()) + "filename";
        @Nullable UUID id = Ids.parse(values.getOrDefault(key, ""));
        Optional<Media> file = Optional.ofNullable(id).flatMap(known -> media.find(visit.botId(), known));
        boolean picture = file.isPresent() && file.get().kind().equals("image");
        values.put(
                key,
                file.map(known -> picture ? picture(visit, known) : known.filename())
                        .orElse(""));
        values.put(nameKey, "");
    }

    static String picture(Visit visit, Media file) {
        return visit.at("/templates/media/" + file.id());
    }

    /// What a developer sends: the request with a key wherever a value goes, and the examples as one person's values.
    static JsonNode request(JsonNode definition, String name, String language) {
        TemplateStructure structure = TemplateStructure.parse(definition);
        Skeleton skeleton = Skeleton.of(structure);
        Map<String, String> examples = Examples.of(definition, structure);
        ObjectNode request = Json.object();
        ObjectNode template = request.putObject("template").put("name", name).put("language", language);
        if (!skeleton.components().isEmpty()) {
            template.set("components", skeleton.components());
        }
        ObjectNode user = request.putArray("users").addObject().put("phone", "+31612345678");
        if (!skeleton.keys().isEmpty()) {
            ObjectNode params = user.putObject("params");
            skeleton.keys().forEach(key -> params.put(key, examples.getOrDefault(key, "…")));
        }
        return request;
    }
}
