package dev.crier.content;

import dev.crier.api.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule about more than one value of a rendered message.
sealed interface WholeCheck {
    /// The fault of a filled message, or null if it is fine.
    ///
    /// @param texts the filled holes of the message
    @Nullable
    Fault check(String[] texts);

    /// A text of the message or a hole in it.
    ///
    /// @param hole position of the hole; -1 for a text that is fixed
    record Part(String fixed, int hole) {
        String text(String[] texts) {
            return hole < 0 ? fixed : texts[hole];
        }
    }

    /// The text after substitution must not be longer than WhatsApp allows.
    ///
    /// @param fixedCharacters of the text without what the holes bring
    /// @param holes positions, one for each time the value stands in the text
    record Length(String label, int limit, int fixedCharacters, List<Integer> holes) implements WholeCheck {
        @Override
        public @Nullable Fault check(String[] texts) {
            int units = fixedCharacters;
            for (int i = 0; i < holes.size(); i++) {
                units += texts[holes.get(i)].length();
            }
            return units <= limit ? null : exact(texts);
        }

        /// Characters outside the basic plane take two units; only a text near its limit needs the exact count.
        private @Nullable Fault exact(String[] texts) {
            int characters = fixedCharacters;
            for (int hole : holes) {
                characters += texts[hole].codePointCount(0, texts[hole].length());
            }
            return characters <= limit ? null : ValueRule.tooLong(characters, limit, label, null);
        }
    }

    record Same(Part body, Part button, String label) implements WholeCheck {
        @Override
        public @Nullable Fault check(String[] texts) {
            return body.text(texts).equals(button.text(texts))
                    ? null
                    : new Fault(Faults.INVALID_VALUE, label + ": " + OneTimeCode.DIFFERENT);
        }
    }
}
