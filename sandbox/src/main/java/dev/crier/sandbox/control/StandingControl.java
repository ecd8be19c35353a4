package dev.crier.sandbox.control;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.NumberEndpoint;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.account.Standing;
import dev.crier.sandbox.webhook.Webhooks;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes how Meta sees an account's numbers and how long its token lives, and tells the callback of the former. */
public final class StandingControl {
    private static final List<String> QUALITIES = List.of("GREEN", "YELLOW", "RED", "UNKNOWN");
    private static final List<String> STATUSES =
            List.of("CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED", "PENDING", "DISCONNECTED");

    private final Accounts accounts;
    private final NumberEndpoint numbers;
    private final Webhooks webhooks;

    public StandingControl(Accounts accounts, NumberEndpoint numbers, Webhooks webhooks) {
        this.accounts = accounts;
        this.numbers = numbers;
        this.webhooks = webhooks;
    }

    ObjectNode change(ObjectNode wish) {
        String wabaId = Json.text(wish, "waba_id");
        Account account = wabaId == null
                ? accounts.first().account()
                : accounts.waba(wabaId).orElseThrow(() -> new ControlException(404, "waba_id: no such account"));
        Standing before = account.standing();
        Standing after = new Standing(
                word(wish, "quality", before.quality(), QUALITIES),
                word(wish, "status", before.status(), STATUSES),
                seconds(wish, before.tokenEndsAtSeconds()));
        account.standing(after);
        if (!after.quality().equals(before.quality()) || !after.status().equals(before.status())) {
            account.numbers().forEach(number -> tell(number, after));
        }
        return Json.object()
                .put("waba_id", account.wabaId())
                .put("quality", after.quality())
                .put("status", after.status())
                .put("token_expires_at", after.tokenEndsAtSeconds());
    }

    /** Meta's event says only that something went down or up; whoever wants to know more asks for the number. */
    private void tell(PhoneNumber number, Standing standing) {
        ObjectNode value = Json.object()
                .put("display_phone_number", number.digits())
                .put("event", standing.quality().equals("RED") ? "FLAGGED" : "UNFLAGGED")
                .put("current_limit", numbers.tier());
        webhooks.tell(number.account(), "phone_number_quality_update", value, number.id());
    }

    private static String word(ObjectNode wish, String name, String before, List<String> known) {
        String word = Json.text(wish, name, before).toUpperCase(Locale.ROOT);
        if (!known.contains(word)) {
            throw new ControlException(400, name + ": one of " + String.join(", ", known));
        }
        return word;
    }

    private static long seconds(ObjectNode wish, long before) {
        JsonNode value = wish.path("token_expires_at");
        if (value.isMissingNode()) {
            return before;
        }
        if (!value.isIntegralNumber() || value.asLong() < 0) {
            throw new ControlException(400, "token_expires_at: seconds since 1970, 0 for never");
        }
        return value.asLong();
    }
}
