package dev.crier.studio.webhooks;

import dev.crier.webhook.DeliveryLog;
import dev.crier.webhook.EventFilter;

/// What each filter of a webhook lets through, and what its events are, in words.
public final class Events {
    private Events() {}

    public static String title(EventFilter filter) {
        return switch (filter) {
            case ALL -> "Everything";
            case ACTION -> "Conversations";
            case USER_ACTION -> "What people write";
            case OPERATOR_ACTION -> "What you write";
            case ACTION_STATUS -> "What becomes of messages";
            case USER_CHANGES -> "Changes of contacts";
        };
    }

    /// What has happened, of which a webhook tells.
    public static String title(DeliveryLog.Entry delivery) {
        return switch (delivery.type()) {
            case "user_action" -> "A person wrote or tapped";
            case "operator_action" -> "A message of yours";
            case "action_status" -> "News of a message";
            case "user_changes" -> "A contact changed";
            default -> delivery.type();
        };
    }

    public static String meaning(EventFilter filter) {
        return switch (filter) {
            case ALL -> "All of the following.";
            case ACTION -> "What either side says: the next two together.";
            case USER_ACTION -> "A person wrote, or tapped a button.";
            case OPERATOR_ACTION -> "Somebody of yours sent a text or a single template.";
            case ACTION_STATUS -> "A message was sent, delivered, read, or it failed.";
            case USER_CHANGES -> "A contact was created, changed, merged or erased, opted out or in.";
        };
    }
}
