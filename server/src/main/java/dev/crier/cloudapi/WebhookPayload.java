package dev.crier.cloudapi;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that one POST of Meta tells, sorted by kind and in the order in which it was told.
///
/// @param skipped pieces that were wrong-typed or lacked what they are about; the rest stands
public record WebhookPayload(
        List<StatusUpdate> statuses,
        List<InboundMessage> messages,
        List<UserPreference> preferences,
        List<NumberError> numberErrors,
        List<FieldChange> changes,
        int skipped) {
    public WebhookPayload {
        statuses = List.copyOf(statuses);
        messages = List.copyOf(messages);
        preferences = List.copyOf(preferences);
        numberErrors = List.copyOf(numberErrors);
        changes = List.copyOf(changes);
    }

    /// How far a message came.
    public enum Kind {
        SENT,
        DELIVERED,
        READ,
        /// A voice message was listened to: more than read.
        PLAYED,
        FAILED,
        /// A status that says nothing about delivery, such as the legacy `deleted`, or one that is new.
        OTHER;

        static Kind of(String status) {
            return switch (status.toLowerCase(Locale.ROOT)) {
                case "sent" -> SENT;
                case "delivered" -> DELIVERED;
                case "read" -> READ;
                case "played" -> PLAYED;
                case "failed" -> FAILED;
                default -> OTHER;
            };
        }
    }

    /// A status of a message we sent. They come in any order, more than once, and even before the send's own answer.
    ///
    /// @param phoneNumberId the sending number's id, empty if Meta left it out
    /// @param recipientId the recipient's WhatsApp id; absent for people with a username
    /// @param recipientUserId the recipient's business-scoped user id
    /// @param callbackData what we put into `biz_opaque_callback_data`
    /// @param errors why it failed; several only in theory
    /// @param pricing on either the sent or the delivered status of a message, never on both
    public record StatusUpdate(
            String phoneNumberId,
            String wamid,
            Kind kind,
            Instant at,
            @Nullable String recipientId,
            @Nullable String recipientUserId,
            @Nullable String callbackData,
            List<WebhookError> errors,
            @Nullable Pricing pricing) {
        public StatusUpdate {
            errors = List.copyOf(errors);
        }

        /// The first error, which is the one that counts.
        public @Nullable WebhookError error() {
            return errors.isEmpty() ? null : errors.getFirst();
        }
    }

    /// An error in a webhook; [ErrorCatalogue#async] says what its code means.
    ///
    /// @param details what was wrong with this very message, at most [GraphError#MAX_DETAILS_CHARS] characters
    public record WebhookError(
            int code, String title, @Nullable String details) {
        public WebhookError {
            title = WireText.cut(title, GraphError.MAX_TITLE_CHARS);
            details = WireText.bounded(details, GraphError.MAX_DETAILS_CHARS);
        }
    }

    /// What Meta will charge by.
    ///
    /// @param category `marketing`, `utility`, `authentication`, …
    /// @param type `regular`, `free_customer_service`, `free_entry_point`
    /// @param billable Meta is giving this up in favour of type and category
    /// @param model `PMP`, in older payloads `CBP`
    public record Pricing(
            @Nullable String category,
            @Nullable String type,
            @Nullable Boolean billable,
            @Nullable String model) {}

    /// A message that a person sent to us.
    ///
    /// @param phoneNumberId the number it was sent to, empty if Meta left it out
    /// @param from the person's WhatsApp id; absent for people with a username
    /// @param fromUserId the person's business-scoped user id
    /// @param type Meta's word: `text`, `button`, `interactive`, `image`, …
    /// @param text what a person would read: the text, the caption, the label of the button or list row tapped
    /// @param buttonPayload what we put behind the tapped button, the row's or reply's id, or a Flow's answer
    /// @param contextId the wamid this answers: for a template's button, that of our template message
    /// @param raw the message as it came
    public record InboundMessage(
            String phoneNumberId,
            String id,
            @Nullable String from,
            @Nullable String fromUserId,
            @Nullable String profileName,
            @Nullable String username,
            Instant at,
            String type,
            @Nullable String text,
            @Nullable String buttonPayload,
            @Nullable String contextId,
            JsonNode raw) {}

    /// A choice made in WhatsApp's own settings: `marketing_messages` is `stop`, `resume` or `signup`.
    public record UserPreference(
            String phoneNumberId,
            @Nullable String waId,
            @Nullable String userId,
            String category,
            String value,
            Instant at,
            @Nullable String detail) {}

    /// An error of the number as a whole, tied to no message.
    public record NumberError(String phoneNumberId, WebhookError error) {}

    /// A change of any field other than messages: templates, quality, account.
    ///
    /// @param time the entry's time
    public record FieldChange(
            String wabaId,
            String field,
            JsonNode value,
            @Nullable Instant time) {}
}
