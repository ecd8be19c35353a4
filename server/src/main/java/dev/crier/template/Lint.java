package dev.crier.template;

import dev.crier.api.Fault;
import dev.crier.template.Finding.Findings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Holds a template's definition against Meta's rules before Meta sees it, and finds all that is wrong at once.
///
/// What Meta is known to refuse is a fault. What is only said of it is a warning.
public final class Lint {
    public static final int NAME_CHARACTERS = 512;
    static final Set<String> CATEGORIES = Set.of("MARKETING", "UTILITY", "AUTHENTICATION");
    public static final String AUTHENTICATION = "AUTHENTICATION";

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");

    /// Seconds that WhatsApp tries to deliver: least and most, by category.
    private static final Map<String, Seconds> TTL = Map.of(
            AUTHENTICATION,
            new Seconds(30, 900),
            "UTILITY",
            new Seconds(30, 43_200),
            "MARKETING",
            new Seconds(43_200, 2_592_000));

    /// Meta's way to say "the default".
    private static final int DEFAULT_TTL = -1;

    private final JsonNode definition;
    private final Findings findings = new Findings();

    private record Seconds(long least, long most) {}

    private Lint(JsonNode definition) {
        this.definition = definition;
    }

    /// What was found.
    public record Report(List<Finding> findings) {
        public boolean isRefused() {
            return findings.stream().anyMatch(each -> !each.rule().warns());
        }

        /// Those that forbid to submit it.
        public List<Finding> errors() {
            return findings.stream().filter(each -> !each.rule().warns()).toList();
        }

        public List<Finding> warnings() {
            return findings.stream().filter(each -> each.rule().warns()).toList();
        }

        public List<Fault> faults() {
            return errors().stream().map(Finding::fault).toList();
        }
    }

    /// A whole definition, as it would be created.
    public static Report check(JsonNode definition) {
        Lint lint = new Lint(definition);
        lint.name();
        lint.language();
        lint.rest();
        return new Report(lint.findings.list());
    }

    /// An edit: what it leaves out stays as it is at Meta, and was judged there.
    ///
    /// @param definition with name, language and category of the template where the edit leaves them out
    public static Report checkEdit(JsonNode definition) {
        Lint lint = new Lint(definition);
        if (definition.has("components")) {
            lint.rest();
        } else {
            lint.timeToLive(lint.category());
        }
        return new Report(lint.findings.list());
    }

    private void rest() {
        String category = category();
        boolean named = parameterFormat();
        timeToLive(category);
        new ComponentLint(category, named, findings).check(definition.path("components"));
    }

    private void name() {
        String name = text("name");
        if (name.isBlank()) {
            findings.add(LintRule.NAME_REQUIRED, "/name", "the template has no name");
            return;
        }
        if (name.length() > NAME_CHARACTERS) {
            String detail =
                    "the name has %d characters, at most %d are allowed".formatted(name.length(), NAME_CHARACTERS);
            findings.add(LintRule.NAME_LENGTH, "/name", detail);
        }
        if (!NAME.matcher(name).matches()) {
            findings.add(LintRule.NAME_FORM, "/name", "the name holds a character that Meta does not take");
        }
    }

    private void language() {
        String language = text("language");
        if (language.isBlank()) {
            findings.add(LintRule.LANGUAGE_REQUIRED, "/language", "the template has no language");
        } else if (!LanguageCode.isMeta(language)) {
            String hint = LanguageCode.closest(LanguageCode.META, language)
                    .map(code -> "; the nearest is " + code)
                    .orElse("");
            findings.add(LintRule.LANGUAGE_UNKNOWN, "/language", "the language is none of Meta's codes" + hint);
        }
    }

    /// The category in upper case; empty if it is none.
    private String category() {
        String category = text("category").strip().toUpperCase(Locale.ROOT);
        if (category.isEmpty()) {
            findings.add(LintRule.CATEGORY_REQUIRED, "/category", "the template has no category");
        } else if (!CATEGORIES.contains(category)) {
            findings.add(LintRule.CATEGORY_UNKNOWN, "/category", "the category is none of Meta's");
            return "";
        }
        return category;
    }

    private boolean parameterFormat() {
        String format = text("parameter_format").strip().toUpperCase(Locale.ROOT);
        if (!Set.of("", "POSITIONAL", "NAMED").contains(format)) {
            findings.add(LintRule.PARAMETER_FORMAT, "/parameter_format", "parameter_format is none of Meta's");
        }
        return format.equals("NAMED");
    }

    private void timeToLive(String category) {
        JsonNode value = definition.path("message_send_ttl_seconds");
        if (value.isMissingNode() || value.isNull()) {
            return;
        }
        String pointer = "/message_send_ttl_seconds";
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            findings.add(LintRule.TTL_RANGE, pointer, "message_send_ttl_seconds is no whole number");
            return;
        }
        Seconds range = TTL.get(category);
        long seconds = value.longValue();
        if (range != null && seconds != DEFAULT_TTL && (seconds < range.least() || seconds > range.most())) {
            String detail = "message_send_ttl_seconds of a %s template must be %d to %d"
                    .formatted(category, range.least(), range.most());
            findings.add(LintRule.TTL_RANGE, pointer, detail);
        }
    }

    private String text(String field) {
        return LintText.of(definition, field, "", findings);
    }
}
