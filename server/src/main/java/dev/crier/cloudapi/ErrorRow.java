package dev.crier.cloudapi;

import dev.crier.cloudapi.ErrorCatalogue.Action;
import dev.crier.cloudapi.ErrorCatalogue.Entry;

/// The words in which [ErrorTable] is written; a row says the same for both ways unless it is told otherwise.
record ErrorRow(
        int code, int lastCode, String title, String reason, Action sync, Action async, int maxTries, String says) {
    static ErrorRow fail(int code, String title, String reason) {
        return row(code, title, reason, Action.FAIL, Entry.NO_LIMIT);
    }

    static ErrorRow suppress(int code, String title, String reason) {
        return row(code, title, reason, Action.SUPPRESS, Entry.NO_LIMIT);
    }

    static ErrorRow stop(int code, String title, String reason) {
        return row(code, title, reason, Action.STOP_BROADCAST, Entry.NO_LIMIT);
    }

    static ErrorRow hold(int code, String title) {
        return row(code, title, ErrorTable.ACCOUNT_ERROR, Action.HOLD_NUMBER, Entry.NO_LIMIT);
    }

    static ErrorRow throttle(int code, String title) {
        return row(code, title, ErrorTable.RATE_LIMITED, Action.THROTTLE_NUMBER, Entry.NO_LIMIT);
    }

    static ErrorRow retry(int code, String title, int maxTries, String reason) {
        return row(code, title, reason, Action.RETRY, maxTries);
    }

    ErrorRow toPair() {
        return new ErrorRow(code, lastCode, title, reason, Action.THROTTLE_PAIR, Action.THROTTLE_PAIR, maxTries, says);
    }

    ErrorRow through(int last) {
        return new ErrorRow(code, last, title, reason, sync, async, maxTries, says);
    }

    /// Another action when the HTTP answer says it.
    ErrorRow byAnswer(Action action) {
        return new ErrorRow(code, lastCode, title, reason, action, async, maxTries, says);
    }

    /// Another action when a webhook says it.
    ErrorRow byWebhook(Action action) {
        return new ErrorRow(code, lastCode, title, reason, sync, action, maxTries, says);
    }

    ErrorRow says(String sentence) {
        return new ErrorRow(code, lastCode, title, reason, sync, async, maxTries, sentence);
    }

    Entry fix(String fix) {
        return new Entry(code, lastCode, title, reason, sync, async, maxTries, says, fix);
    }

    private static ErrorRow row(int code, String title, String reason, Action action, int maxTries) {
        return new ErrorRow(code, code, title, reason, action, action, maxTries, "");
    }
}
