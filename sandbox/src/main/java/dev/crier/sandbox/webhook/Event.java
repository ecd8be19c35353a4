package dev.crier.sandbox.webhook;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.graph.ErrorCatalogue;
import dev.crier.sandbox.ledger.Counters;
import dev.crier.sandbox.user.Recipient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One thing to tell the callback of an account. */
public sealed interface Event {
    Account account();

    Counters counters();

    /** Events with the same key keep their order. */
    String orderKey();

    /**
     * A status of a message (§4.3).
     *
     * @param pricingCategory set on exactly one of sent and delivered
     * @param conversation whether the message was sent with v23 or older
     */
    record Status(
            Counters counters,
            PhoneNumber number,
            Recipient recipient,
            String wamid,
            String status,
            long timestampSeconds,
            @Nullable String callbackData,
            @Nullable String pricingCategory,
            boolean conversation,
            ErrorCatalogue.@Nullable Known error)
            implements Event {
        @Override
        public Account account() {
            return number.account();
        }

        @Override
        public String orderKey() {
            return wamid;
        }
    }

    /** Any other change: a field with its value. Account and template fields carry a time, {@code messages} does not (§4.2). */
    record Change(Counters counters, Account account, String field, ObjectNode value, String orderKey)
            implements Event {}
}
