package dev.crier.template;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Language codes as WhatsApp writes them: `nl`, `pt_BR`.
///
/// WhatsApp knows no fall-back: a template exists in exactly the code that its definition has. So a code of a
/// client, a contact or a webhook (`pt-br`) is matched with those that exist, and theirs is sent.
public final class LanguageCode {
    /// The codes in which WhatsApp takes templates.
    public static final Set<String> META = Set.of(
            ("af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az bn bg ca zh_CN zh_HK zh_TW hr cs da nl en en_GB en_US"
                            + " en_AU en_CA en_IN et fil fi fr fr_CA fr_BE ka de el gu ha he hi hu id ga it ja kn kk"
                            + " rw_RW ko ky_KG lo lv lt mk ms ml mr nb fa pl pt_BR pt_PT pa ro ru sr sk sl es es_AR"
                            + " es_ES es_MX es_CL es_CO es_PE es_VE sw sv ta te th tr uk ur uz vi zu")
                    .split(" "));

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?");

    private LanguageCode() {}

    /// `nl-nl` → `nl_NL`, `EN` → `en`. What is no language code comes back stripped and otherwise unchanged.
    public static String canonical(String code) {
        Matcher form = FORM.matcher(code.strip());
        if (!form.matches()) {
            return code.strip();
        }
        StringBuilder result = new StringBuilder(form.group(1).toLowerCase(Locale.ROOT));
        if (form.group(2) != null) {
            String script = form.group(2).toLowerCase(Locale.ROOT);
            result.append('_').append(Character.toUpperCase(script.charAt(0))).append(script, 1, script.length());
        }
        if (form.group(3) != null) {
            result.append('_').append(form.group(3).toUpperCase(Locale.ROOT));
        }
        return result.toString();
    }

    public static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    /// `nl` of `nl_BE`.
    public static String language(String code) {
        String canonical = canonical(code);
        int end = canonical.indexOf('_');
        return end < 0 ? canonical : canonical.substring(0, end);
    }

    public static boolean isMeta(String code) {
        return META.contains(canonical(code));
    }

    /// The code among those that exist which means the same, spelled as it exists.
    public static Optional<String> find(Collection<String> existing, String wanted) {
        return existing.stream().filter(code -> same(code, wanted)).findFirst();
    }

    /// The best for a person: the same code, else the bare language, else another region of the language (the
    /// first in the order of the alphabet, so that two runs agree).
    public static Optional<String> closest(Collection<String> existing, String wanted) {
        String language = language(wanted);
        return find(existing, wanted)
                .or(() -> find(existing, language))
                .or(() -> new TreeSet<>(existing)
                        .stream()
                                .filter(code -> language(code).equals(language))
                                .findFirst());
    }
}
