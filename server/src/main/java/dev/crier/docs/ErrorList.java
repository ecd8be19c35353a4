package dev.crier.docs;

import dev.crier.api.ProblemCode;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.message.Reason;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// All errors, as the page shows them. Each has an anchor: a problem's `type` and a failure's code lead to it.
public record ErrorList(List<Entry> problems, List<Entry> reasons, List<Entry> codes) {

    /// One of them.
    ///
    /// @param mark beside the code: an HTTP status, or a reason
    public record Entry(String anchor, String code, String mark, String title, List<String> sentences, String does) {}

    static ErrorList ofProgram() {
        return new ErrorList(
                Stream.of(ProblemCode.values()).map(ErrorList::problem).toList(),
                Stream.of(Reason.values()).map(ErrorList::reason).toList(),
                ErrorCatalogue.entries().stream().map(ErrorList::code).toList());
    }

    private static Entry problem(ProblemCode code) {
        return new Entry(code.wire(), code.wire(), "" + code.status(), "", List.of(code.title()), "");
    }

    /// Some reasons are called as a problem is, so their anchors have a prefix.
    private static Entry reason(Reason reason) {
        return new Entry("reason-" + reason.wire(), reason.wire(), "", "", List.of(reason.sentence()), "");
    }

    private static Entry code(ErrorCatalogue.Entry entry) {
        String anchor =
                entry.code() == ErrorCatalogue.Entry.NO_CODE ? slug(entry.title()) : Integer.toString(entry.code());
        String does = entry.sync() == entry.async()
                ? does(entry.sync())
                : "As an answer: " + does(entry.sync()) + " In a status: " + does(entry.async());
        return new Entry(
                anchor, entry.label(), entry.reason(), entry.title(), List.of(entry.sentence(), entry.fix()), does);
    }

    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String does(Action action) {
        return switch (action) {
            case RETRY -> "Crier tries again, a few times.";
            case THROTTLE_NUMBER -> "The whole number slows down; it costs no try.";
            case THROTTLE_PAIR -> "This person waits, others go on; it costs no try.";
            case FAIL -> "Final for this person.";
            case SUPPRESS -> "Final for this person, who gets no more marketing.";
            case STOP_BROADCAST -> "The broadcast is paused; its messages stay pending.";
            case HOLD_NUMBER -> "The number is held; messages stay pending until it is released.";
            case UNKNOWN -> "The message is in doubt: it may have been sent, so it is not sent again by itself.";
        };
    }
}
