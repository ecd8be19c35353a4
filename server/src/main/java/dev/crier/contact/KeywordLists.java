package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The words that opt people out and in, as somebody reads and writes them.
public record KeywordLists(List<String> optout, List<String> optin) {
    /// Each message is looked up in them, and people remember one.
    public static final int MAX_WORDS = 50;

    public KeywordLists {
        optout = List.copyOf(optout);
        optin = List.copyOf(optin);
    }

    /// The configured lists; null: ours.
    public static KeywordLists configured(@Nullable List<String> optout, @Nullable List<String> optin) {
        return new KeywordLists(optout == null ? Keywords.OPTOUT : optout, optin == null ? Keywords.OPTIN : optin);
    }

    /// The bot's own lists, these where it has none.
    public KeywordLists of(Bot bot) {
        return new KeywordLists(
                bot.optoutWords() == null ? optout : bot.optoutWords(),
                bot.optinWords() == null ? optin : bot.optinWords());
    }

    public Keywords keywords() {
        return new Keywords(optout, optin);
    }

    /// These lists as messages are compared with them, each word once; a problem that names all that is wrong.
    public KeywordLists checked() {
        List<Fault> faults = new ArrayList<>();
        List<String> out = checked("optout", optout, faults);
        List<String> in = checked("optin", optin, faults);
        Set<String> both = new HashSet<>(out);
        both.retainAll(in);
        both.stream()
                .sorted()
                .forEach(word -> faults.add(new Fault(
                        "ambiguous_word",
                        "\"" + word + "\" is in both lists; it can mean only one of them",
                        "/optin")));
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The keywords are not valid", faults);
        }
        return new KeywordLists(out, in);
    }

    private static List<String> checked(String list, List<String> words, List<Fault> faults) {
        String pointer = "/" + list;
        if (words.isEmpty()) {
            faults.add(new Fault(
                    "missing_word", "the list needs a word: without one nobody could do it by a message", pointer));
        }
        if (words.size() > MAX_WORDS) {
            faults.add(new Fault("too_many_words", "a list has at most " + MAX_WORDS + " words", pointer));
            return List.of();
        }
        List<String> kept = new ArrayList<>();
        for (String word : words) {
            String folded = Keywords.fold(word);
            @Nullable String problem = Texts.problem(word);
            if (problem != null) {
                faults.add(new Fault("invalid_text", "a word " + problem, pointer));
            } else if (folded.isEmpty()) {
                faults.add(new Fault("invalid_word", "\"" + word + "\" has no letter or digit to go by", pointer));
            } else if (word.length() > Keywords.MAX_CHARS) {
                faults.add(new Fault(
                        "too_long",
                        "a word has at most " + Keywords.MAX_CHARS + " characters; longer messages are no keywords",
                        pointer));
            } else if (!kept.contains(folded)) {
                kept.add(folded);
            }
        }
        return kept;
    }
}
