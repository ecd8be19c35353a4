package dev.crier.studio.webhooks;

import dev.crier.webhook.EventFilter;

/// What each filter of a webhook lets through, in words.
public final class Events {
    private Events() {}

    public static String title(EventFilter filter) {
        return filter == EventFilter.ALL ? "Everything" : filter.wire();
    }

    public static String meaning(EventFilter filter) {
        return switch (filter) {
            case ALL -> "All of the following.";
            case ACTION -> "Whatever either side of a conversation says: user_action and operator_action.";
            case USER_ACTION -> "A person wrote, or tapped a button.";
            case OPERATOR_ACTION -> "Somebody of yours sent a text or a single template.";
            case ACTION_STATUS -> "A message was sent, delivered, read, or it failed.";
            case USER_CHANGES -> "A contact was created, changed, merged or erased, opted out or in.";
        };
    }
}
