package dev.crier.cloudapi;

import org.jspecify.annotations.Nullable;

/// The `error` object of a Graph answer. Decide on `code` by [ErrorCatalogue], never on the texts.
///
/// @param code Meta's code, such as 131026
/// @param subcode `error_subcode`: mostly of template creation
/// @param httpStatus the status it came with; Meta changes these freely
/// @param title `message`, without the leading `(#code)`
/// @param details `error_data.details`: what was wrong with this very request
/// @param isTransient Meta's own hint that it may pass
/// @param userTitle `error_user_title`: meant for people, in the language of the token's user
/// @param userMessage `error_user_msg`, the same
/// @param fbtraceId what Meta's support asks for
public record GraphError(
        int code,
        @Nullable Integer subcode,
        int httpStatus,
        String title,
        @Nullable String details,
        boolean isTransient,
        @Nullable String userTitle,
        @Nullable String userMessage,
        @Nullable String fbtraceId) {
    public static final int MAX_TITLE_CHARS = 500;
    public static final int MAX_DETAILS_CHARS = 1_000;
    public static final int MAX_TRACE_CHARS = 100;

    public GraphError {
        String prefix = "(#" + code + ")";
        title = title.startsWith(prefix) ? title.substring(prefix.length()).strip() : title;
        title = WireText.cut(title, MAX_TITLE_CHARS);
        details = WireText.bounded(details, MAX_DETAILS_CHARS);
        userTitle = WireText.bounded(userTitle, MAX_TITLE_CHARS);
        userMessage = WireText.bounded(userMessage, MAX_DETAILS_CHARS);
        fbtraceId = WireText.bounded(fbtraceId, MAX_TRACE_CHARS);
    }

    /// An error known by its code only.
    public static GraphError of(int code, int httpStatus, String title) {
        return new GraphError(code, null, httpStatus, title, null, false, null, null, null);
    }

    /// One line for logs: code, title and details.
    public String summary() {
        String sub = subcode == null ? "" : "/" + subcode;
        return code + sub + " " + title + (details == null ? "" : ": " + details);
    }
}
