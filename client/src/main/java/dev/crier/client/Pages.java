package dev.crier.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A list that is fetched a page at a time, when the page before has been read.
final class Pages<T> implements Iterator<T> {
    /// What the server gives at most at once.
    static final String LIMIT = "200";

    private final Function<@Nullable String, Page<T>> fetch;
    private final Queue<T> rest = new ArrayDeque<>();
    private @Nullable String after;
    private boolean last;

    /// @param next where the page after this one begins; null: there is none
    record Page<T>(List<T> entries, @Nullable String next) {}

    private Pages(Function<@Nullable String, Page<T>> fetch) {
        this.fetch = fetch;
    }

    /// @param fetch the page that begins after what it is given; null: the first one
    static <T> Stream<T> stream(Function<@Nullable String, Page<T>> fetch) {
        return stream(new Pages<>(fetch));
    }

    static <T> Stream<T> stream(Iterator<T> entries) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, traits), false);
    }

    @Override
    public boolean hasNext() {
        while (rest.isEmpty() && !last) {
            Page<T> page = fetch.apply(after);
            rest.addAll(page.entries());
            last = page.next() == null || page.next().equals(after);
            after = page.next();
        }
        return !rest.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rest.remove();
    }
}
