package dev.crier.studio.broadcasts;

import dev.crier.api.Ids;
import dev.crier.content.Button;
import dev.crier.content.Examples;
import dev.crier.content.HeaderKind;
import dev.crier.content.Preview;
import dev.crier.content.Skeleton;
import dev.crier.content.TemplateStructure;
import dev.crier.content.TemplateStructure.Card;
import dev.crier.studio.broadcasts.Plan.Fill;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A template with its places to fill, in the language that a plan is made in.
public final class Letter {
    private static final Pattern OF_CARD = Pattern.compile("card_([0-9]+)_(.*)");
    private static final Pattern OF_BUTTON = Pattern.compile("button_([0-9]+)(.*)");
    private static final String FILENAME = "header_filename";

    private final StoredTemplate template;
    private final List<String> languages;
    private final TemplateStructure structure;
    private final Skeleton skeleton;
    private final Map<String, String> examples;

    /// @param languages in which it is approved
    Letter(StoredTemplate template, List<String> languages) {
        this.template = template;
        this.languages = List.copyOf(languages);
        this.structure = TemplateStructure.parse(template.definition());
        this.skeleton = Skeleton.of(structure);
        this.examples = Examples.of(template.definition(), structure);
    }

    public StoredTemplate template() {
        return template;
    }

    public List<String> languages() {
        return languages;
    }

    /// A place to fill.
    ///
    /// @param group where in the message it is
    /// @param media what file it shows; NONE: it is a text
    public record Place(String key, String group, String label, String example, HeaderKind media, boolean optional) {
        public boolean isFile() {
            return media != HeaderKind.NONE;
        }
    }

    public List<Place> places() {
        return skeleton.keys().stream()
                .map(key -> place(key, key, structure, ""))
                .toList();
    }

    private Place place(String whole, String key, TemplateStructure of, String card) {
        Matcher ofCard = OF_CARD.matcher(key);
        if (ofCard.matches()) {
            int number = Integer.parseInt(ofCard.group(1));
            return place(whole, ofCard.group(2), of, "Card " + (number + 1) + ": ");
        }
        HeaderKind header = header(whole);
        String example = examples.getOrDefault(whole, "");
        if (key.equals("header_link")) {
            return new Place(whole, card + "Header", "The " + header.wire(), "", header, false);
        }
        if (key.equals(FILENAME)) {
            return new Place(whole, card + "Header", "Name of the file", "invoice.pdf", HeaderKind.NONE, true);
        }
        Matcher button = OF_BUTTON.matcher(key);
        if (button.matches()) {
            return new Place(
                    whole,
                    card + "Buttons",
                    button(whole, Integer.parseInt(button.group(1)), button.group(2)),
                    example,
                    HeaderKind.NONE,
                    false);
        }
        if (key.startsWith("header_")) {
            String variable = key.substring("header_".length());
            String label = header == HeaderKind.TEXT ? "{{" + variable + "}}" : variable.replace('_', ' ');
            return new Place(whole, card + "Header", label, example, HeaderKind.NONE, false);
        }
        if (key.equals("offer_expires_ms")) {
            return new Place(whole, "Offer", "When it ends, in milliseconds since 1970", "", HeaderKind.NONE, false);
        }
        return new Place(whole, card + "Body", "{{" + key + "}}", example, HeaderKind.NONE, false);
    }

    private Card face(String whole) {
        Matcher ofCard = OF_CARD.matcher(whole);
        return ofCard.matches()
                ? structure.cards().get(Integer.parseInt(ofCard.group(1)))
                : new Card(structure.header(), structure.body(), structure.buttons());
    }

    private HeaderKind header(String whole) {
        return face(whole).header().kind();
    }

    private String button(String whole, int index, String rest) {
        Button button = face(whole).buttons().get(index);
        String of = " of “" + button.label() + "”";
        return switch (button) {
            case Button.Url url -> "End of the address" + of + ": " + url.url().text();
            case Button.CopyCode _ -> "Code to copy" + of;
            case Button.Otp _ -> "Code" + of;
            default -> rest.replace('_', ' ').strip() + of;
        };
    }

    /// The message with these values; a value that is missing stays visible as a variable.
    ///
    /// @param shown by key
    Preview preview(Map<String, String> shown) {
        return Preview.of(structure, skeleton.with(shown));
    }

    /// As its author imagined it.
    public Preview example() {
        return preview(examples);
    }

    /// With what is chosen so far; what is of each person's own is named.
    Preview preview(Plan plan, Map<String, String> persons, Map<String, String> files) {
        Map<String, String> shown = new HashMap<>();
        for (String key : skeleton.keys()) {
            Fill fill = plan.fill(key);
            if (!fill.isEmpty()) {
                shown.put(
                        key,
                        switch (fill.source()) {
                            case TEXT -> fill.value();
                            case PERSON -> "[" + persons.getOrDefault(fill.value(), fill.value()) + "]";
                            case COLUMN -> "[from the file]";
                            case FILE -> files.getOrDefault(fill.value(), "a file that is gone");
                        });
            }
        }
        return preview(shown);
    }

    /// The places that nothing goes into yet.
    List<Place> unfilled(Plan plan) {
        return places().stream()
                .filter(place -> !place.optional() && plan.fill(place.key()).isEmpty())
                .toList();
    }

    /// The components as the API takes them, an embedding wherever each person has a value of their own.
    JsonNode components(Plan plan) {
        Map<String, String> values = new HashMap<>();
        for (String key : skeleton.keys()) {
            Fill fill = plan.fill(key);
            switch (fill.source()) {
                case TEXT, FILE -> values.put(key, fill.value());
                case PERSON, COLUMN -> values.put(key, "{{ " + Plan.parameter(key, fill) + " }}");
            }
        }
        JsonNode components = skeleton.with(values);
        mend(components);
        return components;
    }

    /// Files of the library have ids, and a name that is left empty is left out.
    private static void mend(JsonNode node) {
        if (node instanceof ObjectNode object) {
            String link = object.path("link").asString("");
            if (Ids.parse(link) != null) {
                object.remove("link");
                object.put("id", link);
            }
            if (object.path("filename").asString("-").isBlank()) {
                object.remove("filename");
            }
        }
        node.forEach(Letter::mend);
    }

    /// What is said for people without a value of their own, by parameter; of several places with the same value the
    /// first
    /// that says something. Places of a template that was chosen before count for nothing.
    Map<String, String> fallbacks(Plan plan) {
        Map<String, String> params = new LinkedHashMap<>();
        for (Place place : places()) {
            Fill fill = plan.fill(place.key());
            boolean own = fill.source() == Plan.Source.PERSON || fill.source() == Plan.Source.COLUMN;
            if (own && !fill.fallback().isBlank()) {
                params.putIfAbsent(Plan.parameter(place.key(), fill), fill.fallback());
            }
        }
        return params;
    }

    /// The columns that a file must have, by parameter, with what people call them.
    Map<String, String> columns(Plan plan) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Place place : places()) {
            Fill fill = plan.fill(place.key());
            if (fill.source() == Plan.Source.COLUMN) {
                columns.put(Plan.parameter(place.key(), fill), place.label());
            } else if (fill.source() == Plan.Source.PERSON && !Persons.FIELDS.containsKey(fill.value())) {
                columns.put(fill.value(), fill.value());
            }
        }
        return columns;
    }

    /// A plan's values as a broadcast has them, so that another can be made of it.
    Map<String, Fill> fills(@Nullable JsonNode components, Map<String, String> params) {
        Map<String, String> found = new HashMap<>();
        if (components != null) {
            match(skeleton.components(), components, found);
        }
        Map<String, Fill> fills = new HashMap<>();
        found.forEach((key, value) -> {
            Matcher embedding = EMBEDDING.matcher(value);
            if (Ids.parse(value) != null && key.endsWith("header_link")) {
                fills.put(key, new Fill(Plan.Source.FILE, value, ""));
            } else if (embedding.matches()) {
                String name = embedding.group(1);
                boolean ofColumn = name.equals("column_" + key);
                fills.put(
                        key,
                        new Fill(
                                ofColumn ? Plan.Source.COLUMN : Plan.Source.PERSON,
                                ofColumn ? "" : name,
                                params.getOrDefault(name, "")));
            } else {
                fills.put(key, new Fill(Plan.Source.TEXT, value, ""));
            }
        });
        return fills;
    }

    private static final Pattern EMBEDDING = Pattern.compile("\\{\\{\\s*([^{}]{1,100}?)\\s*}}");

    private static void match(JsonNode pattern, JsonNode given, Map<String, String> found) {
        if (pattern.isString()) {
            Matcher key = EMBEDDING.matcher(pattern.stringValue());
            if (key.matches() && given.isValueNode() && !given.isNull()) {
                found.put(key.group(1), given.asString());
            }
        } else if (pattern instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                match(list.path(i), counterpart(list.path(i), i, given), found);
            }
        } else {
            pattern.properties().forEach(each -> {
                boolean byId = each.getKey().equals("link") && !given.has("link");
                match(each.getValue(), given.path(byId ? "id" : each.getKey()), found);
            });
        }
    }

    /// The entry of `given` that says the same: by type and index, by the card's place, or by its own place.
    private static JsonNode counterpart(JsonNode pattern, int place, JsonNode given) {
        List<String> identity = new ArrayList<>();
        if (pattern.has("sub_type") || pattern.path("parameters").isArray() || pattern.has("cards")) {
            identity.addAll(List.of("type", "index"));
        }
        if (pattern.has("card_index")) {
            identity.add("card_index");
        }
        if (pattern.has("parameter_name")) {
            identity.add("parameter_name");
        }
        if (identity.isEmpty()) {
            return given.path(place);
        }
        for (JsonNode each : given) {
            if (identity.stream()
                    .allMatch(name -> each.path(name)
                            .asString("")
                            .equalsIgnoreCase(pattern.path(name).asString("")))) {
                return each;
            }
        }
        return given.path(Integer.MAX_VALUE);
    }
}
