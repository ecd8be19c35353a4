package dev.crier.studio.templates;

import dev.crier.api.Problem;
import dev.crier.content.HeaderKind;
import dev.crier.content.Preview;
import dev.crier.media.Media;
import dev.crier.media.MediaKind;
import dev.crier.template.Lint;
import dev.crier.template.Refusal;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the editor shows: the draft, what is wrong with it, how it will be read.
///
/// @param edited the template that is changed; null for a new one
/// @param remarks of the checks
/// @param files of the bot, by the kind of header that shows them
/// @param connected whether there is a number to submit it for
/// @param tried whether it was to be submitted, so that what is missing is no longer to be expected
/// @param order what brought this view about, for the focus
public record EditorView(
        Draft draft,
        @Nullable StoredTemplate edited,
        List<Remark> remarks,
        Preview preview,
        Map<MediaKind, List<Media>> files,
        boolean connected,
        boolean tried,
        String order,
        @Nullable Problem problem) {
    private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "GIF", "DOCUMENT");

    /// What to do about Meta's refusal; empty if there is none, or nothing more is known.
    public String advice() {
        return problem == null ? "" : Refusal.advice(problem).orElse("");
    }

    public String base() {
        return draft.root().toString();
    }

    /// The value at the pointer, as a field shows it.
    public String text(String pointer) {
        JsonNode value = draft.root().at(pointer);
        return value.isValueNode() ? value.asString("") : "";
    }

    public boolean flag(String pointer) {
        return draft.root().at(pointer).asBoolean(false);
    }

    public boolean has(String pointer) {
        return !draft.root().at(pointer).isMissingNode();
    }

    public int size(String pointer) {
        return draft.root().at(pointer).size();
    }

    public static String id(String pointer) {
        return "f" + pointer.replace('/', '-');
    }

    public String category() {
        return text("/category");
    }

    public boolean isAuthentication() {
        return draft.isAuthentication();
    }

    /// The category of an approved template stays.
    public boolean isCategoryFixed() {
        return edited != null && edited.approved();
    }

    /// Where a component of the type stands; empty if there is none.
    public String pointer(String type) {
        int index = draft.index(type);
        return index < 0 ? "" : "/components/" + index;
    }

    /// Where a component of a card stands; empty if there is none.
    public String onCard(int card, String type) {
        String components = pointer("CAROUSEL") + "/cards/" + card + "/components";
        for (int i = 0; i < size(components); i++) {
            if (text(components + "/" + i + "/type").equals(type)) {
                return components + "/" + i;
            }
        }
        return "";
    }

    public int cards() {
        return draft.cards().size();
    }

    public String headerFormat() {
        String header = pointer("HEADER");
        return header.isEmpty() ? HeaderKind.NONE.name() : text(header + "/format");
    }

    public static boolean isMedia(String format) {
        return MEDIA.contains(format);
    }

    /// The kinds of buttons that most templates have.
    public Map<String, String> addable(String buttons) {
        return fitting(List.of("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE"), buttons);
    }

    /// Those that need something of Meta's beside them.
    public Map<String, String> addableMore(String buttons) {
        return fitting(List.of("FLOW", "CATALOG", "MPM", "SPM", "VOICE_CALL", "REQUEST_CONTACT_INFO"), buttons);
    }

    public Map<String, String> addableOnCards(String buttons) {
        return fitting(List.of("QUICK_REPLY", "URL", "PHONE_NUMBER"), buttons);
    }

    private Map<String, String> fitting(List<String> types, String buttons) {
        Map<String, String> fitting = new LinkedHashMap<>();
        types.stream().filter(type -> fits(type, buttons)).forEach(type -> fitting.put(type, button(type)));
        return fitting;
    }

    /// What people call a button of the type.
    public static String button(String type) {
        return switch (type) {
            case "QUICK_REPLY" -> "Quick reply";
            case "URL" -> "Visit a website";
            case "PHONE_NUMBER" -> "Call a number";
            case "COPY_CODE" -> "Copy a code";
            case "FLOW" -> "Open a flow";
            case "CATALOG" -> "Open the catalog";
            case "MPM" -> "Show products";
            case "SPM" -> "Show one product";
            case "VOICE_CALL" -> "Call on WhatsApp";
            case "REQUEST_CONTACT_INFO" -> "Ask for the number";
            case "OTP" -> "The code";
            default -> TemplateWords.title(type);
        };
    }

    /// Whether we write what it says.
    public static boolean isLabelled(String type) {
        return !Set.of("COPY_CODE", "SPM", "REQUEST_CONTACT_INFO").contains(type);
    }

    public static Map<String, String> otpTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("COPY_CODE", "People copy it");
        types.put("ONE_TAP", "One tap fills it in (Android)");
        types.put("ZERO_TAP", "It is filled in by itself (Android)");
        return types;
    }

    public static Map<String, String> flowActions() {
        Map<String, String> actions = new LinkedHashMap<>();
        actions.put("", "Meta's default");
        actions.put("navigate", "Opens a screen");
        actions.put("data_exchange", "Asks your server");
        return actions;
    }

    /// Whether that button has just been added.
    public boolean isNewButton(String buttons, int index) {
        String type = text(buttons + "/" + index + "/type");
        boolean isLastOfType = true;
        for (int i = index + 1; i < size(buttons); i++) {
            isLastOfType &= !text(buttons + "/" + i + "/type").equals(type);
        }
        return isLastOfType && order.equals("add-button " + type);
    }

    /// Whether another button of the type fits.
    public boolean fits(String type, String buttons) {
        long there = draft.root()
                .at(buttons)
                .valueStream()
                .filter(each -> Draft.type(each).equals(type))
                .count();
        return there < Lint.mostButtons(type) && size(buttons) < Lint.mostButtons("QUICK_REPLY");
    }

    /// The variables of a component with where their examples are.
    ///
    /// @param component its pointer
    public Map<String, String> examples(String component) {
        Map<String, String> examples = new LinkedHashMap<>();
        for (String field : List.of("header_text", "body_text")) {
            String named = component + "/example/" + field + "_named_params";
            for (int i = 0; i < size(named); i++) {
                examples.put(named + "/" + i + "/example", text(named + "/" + i + "/param_name"));
            }
            String row = component + "/example/" + field + (field.equals("body_text") ? "/0" : "");
            for (int i = 0; i < size(row); i++) {
                examples.put(row + "/" + i, Integer.toString(i + 1));
            }
        }
        return examples;
    }

    /// Every component with a text whose variables have examples, and each button with an address, by what its examples
    /// are called: what must be shown anew when that changes.
    public Map<String, String> exampleRegions() {
        Map<String, String> regions = new LinkedHashMap<>();
        collect("/components", regions);
        return regions;
    }

    private void collect(String components, Map<String, String> regions) {
        for (int i = 0; i < size(components); i++) {
            String at = components + "/" + i;
            String type = text(at + "/type");
            boolean isText = type.equals("BODY")
                    ? has(at + "/text")
                    : text(at + "/format").equals("TEXT");
            if (isText) {
                regions.put(at, String.join(" ", examples(at).values()));
            }
            for (int button = 0; button < size(at + "/buttons"); button++) {
                String pointer = at + "/buttons/" + button;
                if (text(pointer + "/type").equals("URL")) {
                    regions.put(pointer, has(pointer + "/example") ? "1" : "");
                }
            }
            for (int card = 0; card < size(at + "/cards"); card++) {
                collect(at + "/cards/" + card + "/components", regions);
            }
        }
    }

    /// Files for a header of the format.
    public List<Media> files(String format) {
        return files.getOrDefault(kind(format), List.of());
    }

    static MediaKind kind(String format) {
        return switch (format) {
            case "VIDEO", "GIF" -> MediaKind.VIDEO;
            case "DOCUMENT" -> MediaKind.DOCUMENT;
            default -> MediaKind.IMAGE;
        };
    }

    public static String accept(String format) {
        return kind(format).accept();
    }

    public static String megabytes(String format) {
        return (kind(format).maxBytes() >> 20) + " MB";
    }

    public List<Remark> errors() {
        return remarks.stream().filter(each -> !each.warns()).toList();
    }

    public List<Remark> warnings() {
        return remarks.stream().filter(Remark::warns).toList();
    }

    public Map<String, String> languages() {
        return TemplateWords.languages();
    }

    /// Header formats with their names.
    public static Map<String, String> headers(List<String> formats) {
        return formats.stream()
                .collect(Collectors.toMap(each -> each, TemplateWords::title, (one, other) -> one, LinkedHashMap::new));
    }

    public Map<String, String> headers() {
        Map<String, String> headers = headers(Alteration.HEADERS);
        if (!pointer("LIMITED_TIME_OFFER").isEmpty()) {
            headers.keySet().removeIf(each -> !List.of("NONE", "IMAGE", "VIDEO").contains(each));
        }
        return headers;
    }

    public Map<String, String> cardHeaders() {
        return headers(Alteration.CARD_HEADERS);
    }
}
