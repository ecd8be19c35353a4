package dev.crier.content;

import dev.crier.content.RenderResult.Rendered;
import org.jspecify.annotations.Nullable;

/// The whole body of a send, around what was rendered for one recipient.
public final class Envelope {
    private Envelope() {}

    /// A template message.
    ///
    /// @param to a phone number in E.164; with its `+`, since without it Meta may prepend a country code
    /// @param recipient WhatsApp's user id, for who has no phone number; Meta prefers `to` if both are there
    /// @param callbackData comes back with each status of the message
    public static byte[] envelope(
            @Nullable String to, @Nullable String recipient, Rendered template, @Nullable String callbackData) {
        JsonBytes out = begin(to, recipient, template.templateJson().length + 256);
        out.ascii(",\"type\":\"template\",\"template\":").raw(template.templateJson());
        return end(out, callbackData);
    }

    /// A text message, which WhatsApp delivers only within the customer service window.
    public static byte[] text(
            @Nullable String to, @Nullable String recipient, String body, @Nullable String callbackData) {
        JsonBytes out = begin(to, recipient, body.length() + 256);
        out.ascii(",\"type\":\"text\",\"text\":{\"body\":").quoted(body).ascii("}");
        return end(out, callbackData);
    }

    private static JsonBytes begin(@Nullable String to, @Nullable String recipient, int capacity) {
        if (to == null && recipient == null) {
            throw new IllegalArgumentException("a message needs a phone number or a user id");
        }
        JsonBytes out = new JsonBytes(capacity);
        out.ascii("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\"");
        if (to != null) {
            out.ascii(",\"to\":").quoted(to);
        }
        if (recipient != null) {
            out.ascii(",\"recipient\":").quoted(recipient);
        }
        return out;
    }

    private static byte[] end(JsonBytes out, @Nullable String callbackData) {
        if (callbackData != null) {
            if (callbackData.length() > Limits.CALLBACK_DATA_CHARACTERS) {
                throw new IllegalArgumentException("callback data is longer than WhatsApp keeps");
            }
            out.ascii(",\"biz_opaque_callback_data\":").quoted(callbackData);
        }
        return out.ascii("}").take();
    }
}
