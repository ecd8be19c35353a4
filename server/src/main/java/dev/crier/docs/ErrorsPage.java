package dev.crier.docs;

import dev.crier.api.ProblemCode;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.cloudapi.ErrorCatalogue.Entry;
import dev.crier.message.Reason;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The page of all errors. Each has an anchor: a problem's `type` and a failure's code lead to it.
final class ErrorsPage {
    private ErrorsPage() {}

    static String render(String frame) {
        return frame.replace("{{problems}}", problems())
                .replace("{{reasons}}", reasons())
                .replace("{{codes}}", codes());
    }

    private static String problems() {
        return Stream.of(ProblemCode.values())
                .map(code -> article(code.wire(), code.wire(), Integer.toString(code.status()), text(code.title())))
                .collect(Collectors.joining());
    }

    /// Some reasons are called as a problem is, so their anchors have a prefix.
    private static String reasons() {
        return Stream.of(Reason.values())
                .map(reason -> article("reason-" + reason.wire(), reason.wire(), "", text(reason.sentence())))
                .collect(Collectors.joining());
    }

    private static String codes() {
        return ErrorCatalogue.entries().stream().map(ErrorsPage::code).collect(Collectors.joining());
    }

    private static String code(Entry entry) {
        String id = entry.code() == Entry.NO_CODE ? slug(entry.title()) : Integer.toString(entry.code());
        String what = entry.sync() == entry.async()
                ? does(entry.sync())
                : "As an answer: " + does(entry.sync()) + " In a status: " + does(entry.async());
        return article(
                id,
                entry.label(),
                entry.reason(),
                "<p class=\"name\">" + escaped(entry.title()) + "</p>" + text(entry.sentence()) + text(entry.fix())
                        + "<p class=\"does\">" + escaped(what) + "</p>");
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

    private static String article(String id, String code, String mark, String body) {
        return """
                <article id="%1$s">
                <h3><a class="code" href="#%1$s">%2$s</a><span class="mark">%3$s</span></h3>
                %4$s
                </article>
                """.formatted(id, escaped(code), escaped(mark), body);
    }

    private static String text(String sentence) {
        return "<p>" + escaped(sentence) + "</p>";
    }

    private static String slug(String title) {
        return title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
