package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.Texts;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a PATCH says about a contact. An absent field stays, JSON's null clears it; every fault is found
/// at once.
final class ContactPatch {
    /// The variable that is consent: shown among the others, kept apart from them.
    static final String OPTOUT = "whatsapp_optout";

    static final int MAX_TAGS = 50;
    static final int MAX_TAG_CHARS = 100;
    static final int MAX_VARIABLES = 100;
    static final int MAX_VARIABLE_NAME_CHARS = 100;
    static final int MAX_VARIABLES_BYTES = 16 * 1024;
    static final int MAX_TEXT_CHARS = 254;
    static final int MAX_LOCALE_CHARS = 35;

    static final Predicate<String> EMAIL =
            Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+").asMatchPredicate();
    static final Predicate<String> LOCALE =
            Pattern.compile("[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*").asMatchPredicate();

    private final ObjectNode body;
    private final Bot bot;
    private final List<Fault> faults = new ArrayList<>();

    ContactPatch(ObjectNode body, Bot bot) {
        this.body = body;
        this.bot = bot;
    }

    /// What was wrong in what was read so far.
    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /// The contact as it will be, but for consent.
    Contact merge(Contact before) {
        Contact.Profile profile = before.profile();
        Contact.Profile merged = new Contact.Profile(
                text("first_name", profile.firstName(), MAX_TEXT_CHARS),
                text("last_name", profile.lastName(), MAX_TEXT_CHARS),
                shaped("email", profile.email(), MAX_TEXT_CHARS, EMAIL, "an address like ann@example.com"),
                shaped("locale", profile.locale(), MAX_LOCALE_CHARS, LOCALE, "a locale like nl or pt_BR"),
                shaped(
                        "timezone",
                        profile.timezone(),
                        MAX_TEXT_CHARS,
                        ContactPatch::isZone,
                        "a zone like Europe/Paris"),
                text("external_id", profile.externalId(), MAX_TEXT_CHARS));
        return new Contact(
                before.id(),
                phone(before.phone()),
                before.whatsappUserId(),
                merged,
                tags(before.tags()),
                variables(before.userData()),
                before.optout(),
                before.lastInboundAt());
    }

    /// Whether consent is to change, and if so [#optout] to what.
    boolean saysOptout() {
        return body.path("user_data").has(OPTOUT);
    }

    @Nullable
    Optout optout() {
        JsonNode value = body.path("user_data").path(OPTOUT);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        for (Optout optout : Optout.OF_CONTACTS) {
            if (optout.wire().equals(value.asString(""))) {
                return optout;
            }
        }
        fault("invalid_value", OPTOUT + " must be \"all\", \"marketing\" or null", "/user_data/" + OPTOUT);
        return null;
    }

    private @Nullable String shaped(
            String name, @Nullable String before, int maxChars, Predicate<String> shape, String expected) {
        @Nullable String text = text(name, before, maxChars);
        if (text != null && body.has(name) && !shape.test(text)) {
            fault("invalid_value", name + " must be " + expected, "/" + name);
        }
        return text;
    }

    /// Text, or a number taken as text; a blank one clears the field too.
    private @Nullable String text(String name, @Nullable String before, int maxChars) {
        @Nullable JsonNode value = body.get(name);
        if (value == null) {
            return before;
        }
        if (value.isNull()) {
            return null;
        }
        if (!value.isString() && !value.isNumber()) {
            fault("invalid_type", name + " must be a string", "/" + name);
            return before;
        }
        String text = value.asString().strip();
        if (text.length() > maxChars) {
            fault("too_long", name + " may have at most " + maxChars + " characters", "/" + name);
        }
        return text.isEmpty() ? null : text;
    }

    private @Nullable String phone(@Nullable String before) {
        @Nullable String written = text("phone", before, MAX_TEXT_CHARS);
        if (written == null || !body.has("phone")) {
            return written;
        }
        @Nullable String phone = Phones.normalise(written, bot.defaultCountry());
        if (phone == null) {
            fault("invalid_phone_number", "phone must be a number in international form", "/phone");
        }
        return phone;
    }

    private List<String> tags(List<String> before) {
        @Nullable JsonNode tags = body.get("tags");
        if (tags == null) {
            return before;
        }
        return tags.isNull() ? List.of() : tags(tags, "tags", before, faults);
    }

    /// The tags in the field `name`; `otherwise` if it is no list of a size that a contact may have.
    static List<String> tags(JsonNode tags, String name, List<String> otherwise, List<Fault> faults) {
        if (!tags.isArray()) {
            faults.add(new Fault("invalid_type", name + " must be a list of strings", "/" + name));
            return otherwise;
        }
        if (tags.size() > MAX_TAGS) {
            faults.add(new Fault("too_many", name + " may have at most " + MAX_TAGS + " entries", "/" + name));
            return otherwise;
        }
        Set<String> read = new LinkedHashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            JsonNode tag = tags.get(i);
            if (!tag.isString()
                    || tag.stringValue().isBlank()
                    || tag.stringValue().length() > MAX_TAG_CHARS) {
                faults.add(new Fault(
                        "invalid_value",
                        "a tag must be a text of 1 to " + MAX_TAG_CHARS + " characters",
                        "/" + name + "/" + i));
            } else {
                read.add(tag.stringValue().strip());
            }
        }
        return List.copyOf(read);
    }

    private ObjectNode variables(ObjectNode before) {
        @Nullable JsonNode given = body.get("user_data");
        if (given == null) {
            return before;
        }
        if (given.isNull()) {
            return Json.object();
        }
        if (!given.isObject()) {
            fault("invalid_type", "user_data must be an object", "/user_data");
            return before;
        }
        ObjectNode merged = before.deepCopy();
        given.properties().forEach(entry -> variable(merged, entry.getKey(), entry.getValue()));
        if (merged.size() > MAX_VARIABLES) {
            fault("too_many", "user_data may have at most " + MAX_VARIABLES + " keys in all", "/user_data");
        }
        if (bytes(merged) > MAX_VARIABLES_BYTES) {
            fault("too_long", "user_data may have at most " + MAX_VARIABLES_BYTES + " bytes in all", "/user_data");
        }
        return merged;
    }

    private static int bytes(ObjectNode variables) {
        return variables.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean fits(ObjectNode variables) {
        return variables.size() <= MAX_VARIABLES && bytes(variables) <= MAX_VARIABLES_BYTES;
    }

    private void variable(ObjectNode variables, String name, JsonNode value) {
        if (name.equals(OPTOUT)) {
            return;
        }
        if (name.isBlank() || name.length() > MAX_VARIABLE_NAME_CHARS) {
            fault(
                    "invalid_key",
                    "a variable's name has 1 to " + MAX_VARIABLE_NAME_CHARS + " characters",
                    "/user_data/" + Texts.escape(name));
        } else if (value.isNull()) {
            variables.remove(name);
        } else {
            variables.set(name, value);
        }
    }

    static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void fault(String code, String detail, String pointer) {
        if (faults.size() < Problem.MAX_FAULTS) {
            faults.add(new Fault(code, detail, pointer));
        }
    }
}
