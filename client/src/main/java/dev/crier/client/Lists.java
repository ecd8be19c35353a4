package dev.crier.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists as answers have them: one that is left out is empty.
final class Lists {
    private Lists() {}

    static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
