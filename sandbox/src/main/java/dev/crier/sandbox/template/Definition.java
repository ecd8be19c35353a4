package dev.crier.sandbox.template;

import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.wire.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A template as it was asked for, read and judged. */
record Definition(
        String name,
        String language,
        String category,
        @Nullable String previousCategory,
        boolean named,
        ArrayNode components,
        @Nullable Long ttlSeconds) {
    private static final int NAME_LENGTH = 512;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");
    private static final Set<String> CATEGORIES = Set.of("MARKETING", "UTILITY", "AUTHENTICATION");

    /** Categories of before 2023, which still show in data of providers (§3.2), and what became of them. */
    private static final Map<String, String> LEGACY = Map.ofEntries(
            Map.entry("TRANSACTIONAL", "UTILITY"),
            Map.entry("OTP", "AUTHENTICATION"),
            Map.entry("ACCOUNT_UPDATE", "UTILITY"),
            Map.entry("ALERT_UPDATE", "UTILITY"),
            Map.entry("APPOINTMENT_UPDATE", "UTILITY"),
            Map.entry("AUTO_REPLY", "UTILITY"),
            Map.entry("ISSUE_RESOLUTION", "UTILITY"),
            Map.entry("PAYMENT_UPDATE", "UTILITY"),
            Map.entry("PERSONAL_FINANCE_UPDATE", "UTILITY"),
            Map.entry("RESERVATION_UPDATE", "UTILITY"),
            Map.entry("SHIPPING_UPDATE", "UTILITY"),
            Map.entry("TICKET_UPDATE", "UTILITY"),
            Map.entry("TRANSPORTATION_UPDATE", "UTILITY"));

    private static final Set<String> LANGUAGES =
            Set.of(("af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az bn bg ca zh_CN"
                            + " zh_HK zh_TW hr cs da nl en en_GB en_US en_AU en_CA en_IN et fil fi fr fr_CA fr_BE ka de el gu ha he"
                            + " hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb fa pl pt_BR pt_PT pa ro ru sr sk sl"
                            + " es es_AR es_ES es_MX es_CL es_CO es_PE es_VE sw sv ta te th tr uk ur uz vi zu")
                    .split(" ", -1));

    static Definition read(ObjectNode body) {
        Strictness strictness = body.has("status") ? Strictness.READ_BACK : Strictness.NEW;
        String name = name(body);
        String language = Json.text(body, "language", "");
        if (!LANGUAGES.contains(language)) {
            throw GraphError.parameter("Param language must be one of Meta's language codes, got \"" + language + "\"");
        }
        String asked = asked(body, strictness);
        String category = LEGACY.getOrDefault(asked, asked);
        boolean named = named(body);
        ArrayNode components = components(body.path("components"));
        new TemplateRules(components, category, named, strictness).check();
        Authentication.complete(components, category);
        Long ttl = ttl(body);
        TemplateRules.timeToLive(category, ttl);
        return new Definition(name, language, category, asked.equals(category) ? null : asked, named, components, ttl);
    }

    private static String name(ObjectNode body) {
        String name = Json.text(body, "name", "");
        if (name.isEmpty()) {
            throw GraphError.parameter("The parameter name is required.");
        }
        if (name.length() > NAME_LENGTH) {
            throw TemplateErrors.length("name", NAME_LENGTH);
        }
        if (!NAME.matcher(name).matches()) {
            throw GraphError.parameter("Param name must match ^[a-z0-9_]+$");
        }
        return name;
    }

    private static String asked(ObjectNode body, Strictness strictness) {
        String fallback = strictness == Strictness.READ_BACK ? "UTILITY" : "";
        String asked = Json.text(body, "category", fallback).toUpperCase(Locale.ROOT);
        if (asked.isEmpty()) {
            throw GraphError.parameter("The parameter category is required.");
        }
        if (!CATEGORIES.contains(asked) && !LEGACY.containsKey(asked)) {
            throw GraphError.parameter("Param category must be one of {AUTHENTICATION, MARKETING, UTILITY}");
        }
        return asked;
    }

    private static boolean named(ObjectNode body) {
        String format = Json.text(body, "parameter_format", "POSITIONAL").toUpperCase(Locale.ROOT);
        if (!format.equals("NAMED") && !format.equals("POSITIONAL")) {
            throw GraphError.parameter("Param parameter_format must be one of {NAMED, POSITIONAL}");
        }
        return format.equals("NAMED");
    }

    static @Nullable Long ttl(ObjectNode body) {
        String ttl = Json.text(body, "message_send_ttl_seconds");
        try {
            return ttl == null ? null : Long.valueOf(ttl);
        } catch (NumberFormatException notANumber) {
            throw GraphError.parameter("Param message_send_ttl_seconds must be a number");
        }
    }

    /** A copy with types and formats in upper case, as reads show them (§3.3). */
    static ArrayNode components(JsonNode given) {
        ArrayNode components = Json.array();
        for (JsonNode component : given) {
            if (component instanceof ObjectNode object) {
                ObjectNode copy = object.deepCopy();
                normalise(copy);
                components.add(copy);
            }
        }
        return components;
    }

    private static void normalise(ObjectNode component) {
        upper(component, "type");
        upper(component, "format");
        for (JsonNode button : component.path("buttons")) {
            if (button instanceof ObjectNode object) {
                upper(object, "type");
                upper(object, "otp_type");
            }
        }
        for (JsonNode card : component.path("cards")) {
            for (JsonNode inner : card.path("components")) {
                if (inner instanceof ObjectNode object) {
                    normalise(object);
                }
            }
        }
    }

    private static void upper(ObjectNode node, String field) {
        String value = Json.text(node, field);
        if (value != null) {
            node.put(field, value.toUpperCase(Locale.ROOT));
        }
    }
}
