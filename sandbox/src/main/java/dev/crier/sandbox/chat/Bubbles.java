package dev.crier.sandbox.chat;

import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.template.Shape;
import dev.crier.sandbox.template.Template;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as the page draws them. What a header or a button is stands in the template; when that is gone, the page shows
 * what can be told from the text.
 */
final class Bubbles {
    private final TemplateStore templates;

    Bubbles(TemplateStore templates) {
        this.templates = templates;
    }

    static ObjectNode said(Said said) {
        return Json.object()
                .put("id", said.id())
                .put("from", "person")
                .put("at", said.at().toString())
                .put("kind", said.kind().name().toLowerCase(Locale.ROOT))
                .put("text", said.text())
                .put("wamid", said.wamid());
    }

    ObjectNode sent(Entry entry, String wabaId) {
        JsonNode line = entry.json();
        String name = Json.text(line, "template", "");
        Template template = templates.find(wabaId, name, Json.text(line, "language", ""));
        Shape shape = template == null ? null : template.shape();
        JsonNode extras = entry.extras();
        ObjectNode json = Json.object()
                .put("id", Json.text(line, "wamid", ""))
                .put("from", "business")
                .put("at", Json.text(line, "at", ""))
                .put("status", entry.status())
                .put("template", name);
        if (entry.errorCode() != 0) {
            json.putObject("error")
                    .put("code", entry.errorCode())
                    .put("title", ErrorCatalogue.known(entry.errorCode()).title());
        }
        parts(json, line.path("rendered"), shape, Json.text(extras, "type"));
        offer(json, template, extras);
        cards(json, extras, shape);
        return json;
    }

    private static void parts(ObjectNode json, JsonNode rendered, @Nullable Shape shape, @Nullable String type) {
        String header = Json.text(rendered, "header");
        if (header != null) {
            json.putObject("header")
                    .put("kind", headerKind(header, shape, type))
                    .put("text", header);
        }
        json.put("body", Json.text(rendered, "body", "")).put("footer", Json.text(rendered, "footer", ""));
        ArrayNode buttons = json.putArray("buttons");
        int most = shape == null ? Integer.MAX_VALUE : shape.buttons().size();
        int index = 0;
        for (JsonNode shown : rendered.path("buttons")) {
            if (index < most) {
                String value = shown.asString("");
                buttons.add(button(value, shape == null ? null : shape.buttons().get(index)));
            }
            index++;
        }
    }

    private static String headerKind(String header, @Nullable Shape shape, @Nullable String type) {
        if (shape != null && shape.headerFormat() != null) {
            return shape.headerFormat().toLowerCase(Locale.ROOT);
        }
        if (type != null && !type.equals("interactive")) {
            return type;
        }
        return header.startsWith("https://") || header.startsWith("http://") ? "media" : "text";
    }

    private static ObjectNode button(String value, Shape.@Nullable Button button) {
        boolean isLink = value.startsWith("https://") || value.startsWith("http://");
        String type = button == null ? isLink ? "URL" : "QUICK_REPLY" : button.type();
        String label = button == null || button.text().isEmpty() ? value : button.text();
        return switch (type) {
            case "QUICK_REPLY" ->
                Json.object().put("kind", "reply").put("text", label).put("value", value);
            case "URL" -> Json.object().put("kind", "url").put("text", label).put("value", value);
            case "COPY_CODE" ->
                Json.object().put("kind", "copy").put("text", "Copy offer code").put("value", value);
            case "OTP" ->
                Json.object().put("kind", "copy").put("text", "Copy code").put("value", value);
            case "PHONE_NUMBER" ->
                Json.object()
                        .put("kind", "call")
                        .put("text", label)
                        .put("value", button == null || button.target() == null ? "" : button.target());
            default -> Json.object().put("kind", "other").put("text", label).put("value", "");
        };
    }

    private static void offer(ObjectNode json, @Nullable Template template, JsonNode extras) {
        if (template == null || !template.shape().limitedTimeOffer()) {
            return;
        }
        for (JsonNode component : template.components()) {
            JsonNode offer = component.path("limited_time_offer");
            if (offer.isObject()) {
                json.putObject("offer")
                        .put("text", Json.text(offer, "text", ""))
                        .put("ends", extras.path("offer_ends").asString(""));
            }
        }
    }

    private static void cards(ObjectNode json, JsonNode extras, @Nullable Shape shape) {
        ArrayNode cards = json.putArray("cards");
        List<Shape> shapes = shape == null ? List.of() : shape.cards();
        int index = 0;
        for (JsonNode card : extras.path("cards")) {
            parts(cards.addObject(), card, index < shapes.size() ? shapes.get(index) : null, null);
            index++;
        }
    }
}
