package dev.crier.cloudapi;

import org.jspecify.annotations.Nullable;

/// Makes text of others fit for our storage: PostgreSQL's `text` and `jsonb` hold neither U+0000 nor half of a pair.
final class WireText {
    private static final char REPLACEMENT = '\uFFFD';

    private WireText() {}

    /// The same text with each U+0000 and each lone surrogate replaced by U+FFFD.
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text, i);
            }
        }
        return text;
    }

    /// Cleaned and cut to `maxChars`, never through the middle of a pair.
    static @Nullable String bounded(@Nullable String text, int maxChars) {
        return text == null ? null : cut(text, maxChars);
    }

    static String cut(String text, int maxChars) {
        return clean(text.length() <= maxChars ? text : withoutHalf(text.substring(0, maxChars)));
    }

    private static String withoutHalf(String text) {
        int last = text.length() - 1;
        return last >= 0 && Character.isHighSurrogate(text.charAt(last)) ? text.substring(0, last) : text;
    }

    private static String cleaned(String text, int from) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return out.toString();
    }
}
