package dev.crier.content;

import dev.crier.content.TemplateStructure.Card;
import dev.crier.content.TemplateStructure.Header;
import dev.crier.content.TemplateStructure.LimitedTimeOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads one template object. What it cannot read it names and leaves out: a template of tomorrow must not stop
/// the synchronisation of the others.
final class StructureParser {
    private static final Pattern POSITIONAL = Pattern.compile("\\{\\{\\s*[0-9]+\\s*}}");
    private static final Pattern NAMED = Pattern.compile("\\{\\{\\s*[A-Za-z_][A-Za-z0-9_]*\\s*}}");

    private final JsonNode template;
    private final String category;
    private final ParameterFormat format;
    private final List<String> notUnderstood = new ArrayList<>();
    private final List<String> unknownComponents = new ArrayList<>();
    private final List<Card> cards = new ArrayList<>();
    private @Nullable String footer;
    private @Nullable LimitedTimeOffer offer;

    StructureParser(@Nullable JsonNode template) {
        this.template = template == null ? MissingNode.getInstance() : template;
        this.category = upper(this.template.path("category"));
        this.format = format(this.template);
    }

    TemplateStructure parse() {
        if (!template.isObject()) {
            notUnderstood.add("the template is not an object");
        }
        Card face = face(template.path("components"), "");
        return new TemplateStructure(
                text(template.path("name")),
                language(template.path("language")),
                category,
                format,
                face.header(),
                oneTimeCodeBody(face),
                footer,
                face.buttons(),
                offer,
                cards,
                unknownComponents,
                notUnderstood);
    }

    /// @param place empty for the message itself, where more kinds of components are possible than on a card
    private Card face(JsonNode components, String place) {
        if (!components.isArray() && !components.isMissingNode() && !components.isNull()) {
            notUnderstood.add(place + "components is not a list");
        }
        Header header = Header.NONE;
        TemplateText body = TemplateText.EMPTY;
        List<Button> buttons = new ArrayList<>();
        for (JsonNode component : components) {
            switch (upper(component.path("type"))) {
                case "HEADER" -> header = header(component, place);
                case "BODY" -> body = TemplateText.parse(text(component.path("text")), format);
                case "BUTTONS" -> buttons.addAll(buttons(component.path("buttons"), place));
                default -> other(component, place);
            }
        }
        return new Card(header, body, buttons);
    }

    private Header header(JsonNode component, String place) {
        String name = upper(component.path("format"));
        HeaderKind kind = name.isEmpty() ? HeaderKind.TEXT : HeaderKind.of(name);
        if (kind == HeaderKind.UNKNOWN) {
            notUnderstood.add(place + "header of format " + shown(name));
        }
        String text = kind == HeaderKind.TEXT ? text(component.path("text")) : "";
        return new Header(kind, TemplateText.parse(text, format));
    }

    private List<Button> buttons(JsonNode definitions, String place) {
        List<Button> buttons = new ArrayList<>();
        for (JsonNode definition : definitions) {
            Button button = button(definition);
            if (button instanceof Button.Other other) {
                notUnderstood.add(place + "button of type " + shown(other.type()));
            }
            buttons.add(button);
        }
        return buttons;
    }

    private Button button(JsonNode definition) {
        String label = text(definition.path("text"));
        String type = upper(definition.path("type"));
        return switch (type) {
            case "QUICK_REPLY" -> new Button.QuickReply(label);
            case "URL" -> url(label, text(definition.path("url")));
            case "PHONE_NUMBER" -> new Button.PhoneNumber(label, text(definition.path("phone_number")));
            case "COPY_CODE" -> new Button.CopyCode(label);
            case "OTP" -> new Button.Otp(label, upper(definition.path("otp_type")));
            case "FLOW" -> new Button.Flow(label);
            case "CATALOG" -> new Button.Catalog(label);
            case "MPM" -> new Button.Mpm(label);
            case "SPM" -> new Button.Spm(label);
            case "VOICE_CALL" -> new Button.VoiceCall(label);
            case "REQUEST_CONTACT_INFO" -> new Button.RequestContactInfo(label);
            default -> new Button.Other(label, type.toLowerCase(Locale.ROOT));
        };
    }

    /// Meta lists the button of an authentication template as a URL of its own that names the kind in the query.
    private Button url(String label, String url) {
        int at = url.indexOf("otp_type=");
        if (category.equals("AUTHENTICATION") && at >= 0) {
            String rest = url.substring(at + "otp_type=".length());
            int end = rest.indexOf('&');
            return new Button.Otp(label, end < 0 ? rest : rest.substring(0, end));
        }
        // A named template may still write {{1}} here: the one variable of a URL is a variable by any name.
        return new Button.Url(label, TemplateText.parse(url, ParameterFormat.NAMED));
    }

    private void other(JsonNode component, String place) {
        String type = upper(component.path("type"));
        switch (type) {
            case "FOOTER" -> footer = footer(component);
            case "LIMITED_TIME_OFFER" -> offer = offer(component.path("limited_time_offer"));
            case "CAROUSEL" -> cards(component.path("cards"), place);
            default -> {
                unknownComponents.add(type.toLowerCase(Locale.ROOT));
                notUnderstood.add(place + "component of type " + shown(type));
            }
        }
    }

    private static @Nullable String footer(JsonNode component) {
        String text = text(component.path("text"));
        int minutes = component.path("code_expiration_minutes").asInt(0);
        if (text.isEmpty() && minutes > 0) {
            return "This code expires in " + minutes + " minutes.";
        }
        return text.isEmpty() ? null : text;
    }

    private static LimitedTimeOffer offer(JsonNode definition) {
        return new LimitedTimeOffer(
                text(definition.path("text")), definition.path("has_expiration").asBoolean(false));
    }

    private void cards(JsonNode definitions, String place) {
        if (!place.isEmpty()) {
            notUnderstood.add(place + "carousel within a carousel");
            return;
        }
        for (JsonNode definition : definitions) {
            cards.add(face(definition.path("components"), "card " + cards.size() + " "));
        }
    }

    /// Meta writes the body of an authentication template and may list it without text; it has one variable, the
    /// code.
    private TemplateText oneTimeCodeBody(Card face) {
        if (!face.isOneTimeCode() || face.body().hasVariables()) {
            return face.body();
        }
        return TemplateText.parse("*{{1}}* is your verification code.", format);
    }

    /// Older definitions do not say how their variables are called; then the texts do.
    private static ParameterFormat format(JsonNode template) {
        String declared = upper(template.path("parameter_format"));
        if (!declared.isEmpty()) {
            return declared.equals("NAMED") ? ParameterFormat.NAMED : ParameterFormat.POSITIONAL;
        }
        StringBuilder texts = new StringBuilder();
        for (JsonNode component : template.path("components")) {
            texts.append(text(component.path("text"))).append('\n');
        }
        boolean named =
                NAMED.matcher(texts).find() && !POSITIONAL.matcher(texts).find();
        return named ? ParameterFormat.NAMED : ParameterFormat.POSITIONAL;
    }

    private static String language(JsonNode language) {
        return language.isObject() ? text(language.path("code")) : text(language);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    private static String upper(JsonNode node) {
        return text(node).strip().toUpperCase(Locale.ROOT);
    }

    private static String shown(String name) {
        return name.isEmpty() ? "(none)" : name;
    }
}
