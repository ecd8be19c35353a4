package dev.crier.studio.templates;

import dev.crier.template.Finding;
import dev.crier.template.LintRule;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A finding of the checks for somebody who sees a form, and no JSON.
///
/// @param pointer of the value that it is about
/// @param what is wrong, a sentence
/// @param missing whether something only has not been written yet
/// @param warns whether it may be submitted all the same
public record Remark(String pointer, String what, String fix, boolean missing, boolean warns) {
    private record Words(String what, String fix) {}

    /// Where the API's words name fields of the definition.
    private static final Map<LintRule, Words> PLAIN = plain();

    private static Map<LintRule, Words> plain() {
        Map<LintRule, Words> plain = new EnumMap<>(LintRule.class);
        plain.put(LintRule.BODY_REQUIRED, new Words("The body has no text.", "Write what people shall read."));
        plain.put(LintRule.HEADER_EXAMPLE, new Words("The header has no example.", "Choose a file, or upload one."));
        plain.put(
                LintRule.EXAMPLE_MISSING,
                new Words("A variable has no example.", "Give one for each; Meta's reviewers read them."));
        plain.put(
                LintRule.VARIABLE_FORM,
                new Words("", "Write {{1}}, {{2}} and so on, or names like {{first_name}}; not both."));
        plain.put(
                LintRule.TTL_RANGE,
                new Words(
                        "The seconds are not what this category allows.",
                        "Stay inside of the range, or leave it empty."));
        plain.put(
                LintRule.FOOTER_EXPIRATION,
                new Words("The minutes until the code ends are none.", "Give a whole number from 1 to 90."));
        plain.put(LintRule.BUTTONS_REQUIRED, new Words("There are no buttons.", "Add one."));
        plain.put(LintRule.BUTTON_TEXT_REQUIRED, new Words("A button says nothing.", "Write its label."));
        plain.put(LintRule.URL_REQUIRED, new Words("", "Give the address that it opens."));
        plain.put(
                LintRule.URL_EXAMPLE,
                new Words("The address's variable has no example.", "Give the whole address as it may look."));
        plain.put(LintRule.OFFER_TEXT_REQUIRED, new Words("", "Write what is offered."));
        plain.put(LintRule.CAROUSEL_CARDS, new Words("", "It takes 2 to 10 of them."));
        plain.put(
                LintRule.CARD_STRUCTURE,
                new Words("A card is not made like the first one.", "Remove it, and add it again."));
        plain.put(LintRule.OTP_APP_FORM, new Words("", "Give its package and the 11 characters of its hash."));
        return plain;
    }

    /// @param blank whether the value there is empty
    static Remark of(Finding finding, boolean blank) {
        @Nullable Words words = PLAIN.get(finding.rule());
        String what = words == null || words.what().isEmpty() ? TemplateWords.sentence(finding.detail()) : words.what();
        String code = finding.rule().code();
        return new Remark(
                finding.pointer(),
                what,
                words == null ? finding.fix() : words.fix(),
                blank || code.endsWith("_required") || code.contains("example"),
                finding.warns());
    }
}
