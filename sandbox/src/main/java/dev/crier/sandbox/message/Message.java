package dev.crier.sandbox.message;

import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.fault.Magic;
import dev.crier.sandbox.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A validated message.
 *
 * @param template null for free-form messages
 * @param lite whether it came through the Marketing Messages API (§2.4)
 */
record Message(
        PhoneNumber number,
        SendRequest request,
        @Nullable Template template,
        Rendered rendered,
        Magic magic,
        boolean lite) {

    String pricingCategory() {
        if (template == null) {
            return "service";
        }
        return lite ? "marketing_lite" : template.category().toLowerCase(java.util.Locale.ROOT);
    }

    boolean marketing() {
        return template != null && template.category().equals("MARKETING");
    }
}
