package dev.crier.studio.broadcasts;

import dev.crier.api.Ids;
import dev.crier.studio.Form;
import dev.crier.studio.Visit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to write a part of a draft: a page that shows the part may write it, again and again as its user
/// types, until another page has written it. Pages that write other parts do not come into each other's way.
///
/// A draft remembers for each part a stamp: which page wrote it, and an id of that one writing. The page alone would
/// not
/// do: one that was opened between two writings of another has seen the first of them only.
///
/// @param seen the stamp that the part had when this page was made; more than one if its user has been told of another
///     since, and writes over that; null: it writes over whatever is there
/// @param page this page, by an id of its own
record Turn(Part part, @Nullable List<String> seen, String page) {
    private static final String SEEN = "seen";
    private static final String PAGE = "page";
    private static final String BETWEEN = ":";

    Turn {
        seen = seen == null ? null : List.copyOf(seen);
    }

    /// What one page writes.
    enum Part {
        TEMPLATE,
        PEOPLE,
        TERMS;

        /// The name of it where drafts are kept.
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// That of a form that was sent.
    static Turn of(Part part, Form form) {
        return new Turn(part, form.all(SEEN), known(form.text(PAGE)));
    }

    /// That of an upload, which has it in its address.
    static Turn ofUpload(Part part, Visit visit) {
        return new Turn(part, visit.queries(SEEN), known(visit.query(PAGE)));
    }

    /// Of what is done beside the forms, on purpose: it writes one thing, and every page that is open is overtaken by
    /// it.
    static Turn beside(Part part) {
        return new Turn(part, null, fresh());
    }

    private static String known(String page) {
        return Ids.parse(page) == null ? fresh() : page;
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    boolean mayWrite(@Nullable String last) {
        String stamp = last == null ? "" : last;
        return seen == null || seen.contains(stamp) || stamp.startsWith(page + BETWEEN);
    }

    /// What the part has when this page has written it just now.
    String stamp() {
        return page + BETWEEN + fresh();
    }
}
