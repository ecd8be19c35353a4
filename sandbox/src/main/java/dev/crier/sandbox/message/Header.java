package dev.crier.sandbox.message;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.template.Shape;
import dev.crier.sandbox.template.Variables;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fills the header of a template (§2.2). */
final class Header {
    private static final int TEXT_LENGTH = 60;
    private static final Set<String> MEDIA = Set.of("image", "video", "gif", "document");

    private Header() {}

    static @Nullable String fill(Shape shape, JsonNode parameters, int major) {
        String format = shape.headerFormat();
        if (format == null) {
            if (!parameters.isEmpty()) {
                throw Parameters.count("header", parameters.size(), 0);
            }
            return null;
        }
        return switch (format) {
            case "TEXT" -> text(shape, parameters, major);
            case "LOCATION" -> location(parameters);
            case "PRODUCT" -> product(parameters);
            default -> media(format, parameters);
        };
    }

    private static String text(Shape shape, JsonNode parameters, int major) {
        String text = shape.headerText() == null ? "" : shape.headerText();
        List<String> names = Variables.in(text);
        if (names.isEmpty()
                && !parameters.isEmpty()
                && !Parameters.type(parameters.path(0)).equals("text")) {
            throw Parameters.mismatch("header", "TEXT", Parameters.type(parameters.path(0)));
        }
        String filled = Variables.fill(text, Parameters.texts("header", names, parameters, shape.named(), major));
        if (filled.codePointCount(0, filled.length()) > TEXT_LENGTH) {
            throw GraphError.of(132005, "header: text is longer than " + TEXT_LENGTH + " characters");
        }
        return filled;
    }

    private static String media(String format, JsonNode parameters) {
        JsonNode parameter = only(format, parameters);
        String type = Parameters.type(parameter);
        boolean fits = type.equals(format.toLowerCase(Locale.ROOT)) || (format.equals("GIF") && type.equals("video"));
        if (!fits || !MEDIA.contains(type)) {
            throw Parameters.mismatch("header", format, type);
        }
        return source("header", parameter.path(type));
    }

    /** The id or link of a media object; a link must be a web address. */
    static String source(String part, JsonNode media) {
        String id = Json.text(media, "id", "");
        String link = Json.text(media, "link", "");
        if (id.isEmpty() && link.isEmpty()) {
            throw GraphError.of(131008, part + ": either id or link is required");
        }
        if (id.isEmpty() && !link.startsWith("https://") && !link.startsWith("http://")) {
            throw GraphError.of(131009, part + ": link is not a valid URL");
        }
        return id.isEmpty() ? link : id;
    }

    private static String location(JsonNode parameters) {
        JsonNode location = only("LOCATION", parameters).path("location");
        String latitude = Parameters.required("header", location, "latitude");
        String longitude = Parameters.required("header", location, "longitude");
        try {
            if (Math.abs(Double.parseDouble(latitude)) > 90 || Math.abs(Double.parseDouble(longitude)) > 180) {
                throw GraphError.of(131009, "header: latitude or longitude is out of range");
            }
        } catch (NumberFormatException notANumber) {
            throw GraphError.of(131009, "header: latitude and longitude must be numbers");
        }
        return Json.text(location, "name", latitude + "," + longitude);
    }

    private static String product(JsonNode parameters) {
        JsonNode product = only("PRODUCT", parameters).path("product");
        Parameters.required("header", product, "catalog_id");
        return Parameters.required("header", product, "product_retailer_id");
    }

    private static JsonNode only(String format, JsonNode parameters) {
        if (parameters.isEmpty()) {
            throw Parameters.mismatch("header", format, "");
        }
        if (parameters.size() > 1) {
            throw Parameters.count("header", parameters.size(), 1);
        }
        return parameters.path(0);
    }
}
