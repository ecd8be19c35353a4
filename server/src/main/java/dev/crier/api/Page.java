package dev.crier.api;

import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A part of a list, as `?limit=&after=` asks for it.
///
/// @param after the last id of the part before; null: from the start
public record Page(int limit, @Nullable UUID after) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    public static Page of(ServerRequest request) {
        List<Fault> faults = new ArrayList<>();
        int limit = limit(request, faults);
        @Nullable String after = request.query().first("after").asOptional().orElse(null);
        @Nullable UUID id = after == null ? null : Ids.parse(after);
        if (after != null && id == null) {
            faults.add(new Fault("invalid_after", "after must be an id of the list"));
        }
        throwIfWrong(faults);
        return new Page(limit, id);
    }

    /// A part of a list whose entries are numbered from 0.
    ///
    /// @param after the last number of the part before; -1: from the start
    public record Numbered(int limit, int after) {}

    public static Numbered numbered(ServerRequest request) {
        List<Fault> faults = new ArrayList<>();
        int limit = limit(request, faults);
        int after = number(request.query().first("after").orElse("-1"));
        if (after < -1 || after == Integer.MAX_VALUE) {
            faults.add(new Fault("invalid_after", "after must be the next of the part before"));
        }
        throwIfWrong(faults);
        return new Numbered(limit, after);
    }

    /// How many of a list whose places are of another kind.
    public static int limit(ServerRequest request) {
        List<Fault> faults = new ArrayList<>();
        int limit = limit(request, faults);
        throwIfWrong(faults);
        return limit;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static int limit(ServerRequest request, List<Fault> faults) {
        int limit = request.query().first("limit").asOptional().map(Page::limit).orElse(DEFAULT_LIMIT);
        if (limit < 1) {
            faults.add(new Fault("invalid_limit", "limit must be a number from 1 to " + MAX_LIMIT));
        }
        return limit;
    }

    private static void throwIfWrong(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The part of the list asked for is not valid", faults);
        }
    }

    /// The number, or 0 for what is none or out of range.
    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            return limit <= MAX_LIMIT ? limit : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
