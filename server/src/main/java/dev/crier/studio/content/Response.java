package dev.crier.studio.content;

import dev.crier.contact.DefaultResponses.Name;
import dev.crier.contact.ResponseVersions.Draft;
import dev.crier.studio.Show;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One default response in one locale, as the pages show it.
///
/// @param own the bot's own text; null: it has none in this locale
/// @param inUse what a person of this locale reads now, wherever it comes from
public record Response(
        Name name, String locale, @Nullable String own, String inUse, String builtIn, Optional<Draft> draft) {

    /// What stands in the editor.
    public String writing() {
        return draft.map(Draft::text).orElse(inUse);
    }

    public String title() {
        return title(name);
    }

    public static String title(Name name) {
        return switch (name) {
            case OPTOUT -> "Opt-out";
            case OPTIN -> "Opt-in";
        };
    }

    /// Whose text it is, in a word.
    public String source() {
        if (own != null) {
            return "Your own";
        }
        return inUse.equals(builtIn) ? "Built-in" : "From another locale";
    }

    /// "Dutch (Belgium)" for `nl_BE`; the code alone where Java knows no more.
    public static String language(String locale) {
        String name = Locale.forLanguageTag(locale.replace('_', '-')).getDisplayName(Locale.ENGLISH);
        return name.isEmpty() || name.equals(locale) ? locale : name;
    }

    /// Below the bot's address.
    public String path() {
        return "/content/" + name.wire() + "/" + Show.encoded(locale);
    }
}
