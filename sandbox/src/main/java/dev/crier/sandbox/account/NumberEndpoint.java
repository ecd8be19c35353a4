package dev.crier.sandbox.account;

import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.Fields;
import dev.crier.sandbox.graph.Page;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reading accounts and numbers (§3.1). */
public final class NumberEndpoint {
    private static final List<String> USUAL_FIELDS = List.of(
            "verified_name",
            "code_verification_status",
            "display_phone_number",
            "quality_rating",
            "platform_type",
            "throughput",
            "id");
    private static final long HIGH_THROUGHPUT = 1000;
    private static final long[] TIERS = {250, 2_000, 10_000, 100_000};

    private final Settings settings;

    public NumberEndpoint(Settings settings) {
        this.settings = settings;
    }

    public Answer get(Call call, PhoneNumber number) {
        return Answer.ok(Fields.pick(json(number), call.text("fields"), USUAL_FIELDS));
    }

    public Answer list(Call call, Account account) {
        return Answer.ok(Page.of(
                call,
                account.numbers().stream()
                        .sorted(java.util.Comparator.comparing(PhoneNumber::id))
                        .toList(),
                PhoneNumber::id,
                number -> Fields.pick(json(number), call.text("fields"), USUAL_FIELDS)));
    }

    public Answer account(Call call, Account account) {
        ObjectNode json = Json.object()
                .put("id", account.wabaId())
                .put("name", "Sandbox " + account.wabaId())
                .put("timezone_id", "1")
                .put("currency", "EUR")
                .put("message_template_namespace", "sandbox_" + account.wabaId())
                .put("account_review_status", "APPROVED")
                .put("business_verification_status", "verified")
                .put("marketing_messages_lite_api_status", "ONBOARDED")
                .put("whatsapp_business_manager_messaging_limit", tier());
        return Answer.ok(Fields.pick(
                json, call.text("fields"), List.of("name", "timezone_id", "message_template_namespace", "id")));
    }

    private ObjectNode json(PhoneNumber number) {
        long perSecond = settings.now().count(Knob.THROUGHPUT_PER_SECOND);
        ObjectNode json = Json.object()
                .put("id", number.id())
                .put("display_phone_number", number.display())
                .put("verified_name", "Sandbox")
                .put("quality_rating", number.account().standing().quality())
                .put("status", number.account().standing().status())
                .put("name_status", "APPROVED")
                .put("code_verification_status", "VERIFIED")
                .put("platform_type", "CLOUD_API")
                .put("messaging_limit_tier", tier())
                .put("whatsapp_business_manager_messaging_limit", tier());
        json.putObject("throughput").put("level", perSecond == 0 || perSecond >= HIGH_THROUGHPUT ? "HIGH" : "STANDARD");
        json.putObject("health_status")
                .put("can_send_message", settings.now().on(Knob.MAINTENANCE) ? "LIMITED" : "AVAILABLE");
        return json;
    }

    /** The smallest of Meta's steps that holds the configured limit (§6.3). */
    public String tier() {
        long limit = settings.now().count(Knob.TIER_LIMIT);
        if (limit > 0) {
            for (long step : TIERS) {
                if (limit <= step) {
                    return "TIER_" + (step < 1000 ? Long.toString(step) : step / 1000 + "K");
                }
            }
        }
        return "TIER_UNLIMITED";
    }
}
