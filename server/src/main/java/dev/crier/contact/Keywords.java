package dev.crier.contact;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The words that change consent. A message counts only if it *is* one of them: "how do I opt out?" is a question.
public final class Keywords {
    public static final List<String> OPTOUT = List.of("optout", "opt-out", "opt out");
    public static final List<String> OPTIN = List.of("optin", "opt-in", "opt in");

    /// The longest text that is looked at; a keyword with blanks and an exclamation mark is far shorter.
    static final int MAX_CHARS = 100;

    private final Set<String> optout;
    private final Set<String> optin;

    public Keywords(@Nullable List<String> optout, @Nullable List<String> optin) {
        this.optout = folded(optout == null ? OPTOUT : optout);
        this.optin = folded(optin == null ? OPTIN : optin);
    }

    public boolean isOptout(String text) {
        return text.length() <= MAX_CHARS && optout.contains(fold(text));
    }

    public boolean isOptin(String text) {
        return text.length() <= MAX_CHARS && optin.contains(fold(text));
    }

    private static Set<String> folded(List<String> words) {
        return words.stream().map(Keywords::fold).collect(Collectors.toUnmodifiableSet());
    }

    /// Trimmed, without end punctuation, in lower case, single blanks.
    static String fold(String text) {
        return text.strip()
                .replaceAll("[\\p{Punct}\\s…！。？]+$", "")
                .replaceAll("[\\s\\u00a0]+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
