package dev.crier.sandbox.control;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.Callback;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.chat.Letters;
import dev.crier.sandbox.fault.MagicRecipients;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.ledger.Counters;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.limit.ManagementQuota;
import dev.crier.sandbox.message.MessageEndpoint;
import dev.crier.sandbox.template.Template;
import dev.crier.sandbox.template.TemplateLife;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.user.Users;
import dev.crier.sandbox.webhook.CallbackClient;
import dev.crier.sandbox.wire.Json;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the control calls do, apart from inbound messages. */
public final class Control {
    private final Accounts accounts;
    private final TemplateStore templates;
    private final TemplateLife life;
    private final MessageEndpoint messages;
    private final Ledger ledger;
    private final Settings settings;
    private final Users users;
    private final ManagementQuota quota;
    private final CallbackClient callbacks;
    private final Letters letters;

    public Control(
            Accounts accounts,
            TemplateStore templates,
            TemplateLife life,
            MessageEndpoint messages,
            Ledger ledger,
            Settings settings,
            Users users,
            ManagementQuota quota,
            CallbackClient callbacks,
            Letters letters) {
        this.accounts = accounts;
        this.templates = templates;
        this.life = life;
        this.messages = messages;
        this.ledger = ledger;
        this.settings = settings;
        this.users = users;
        this.quota = quota;
        this.callbacks = callbacks;
        this.letters = letters;
    }

    public ObjectNode stats() {
        Counters counters = ledger.counters();
        return Json.object()
                .put("accepted", counters.accepted.sum())
                .put("rejected", counters.rejected.sum())
                .put("throttled", counters.throttled.sum())
                .put("lost_responses", counters.lostResponses.sum())
                .put("webhooks_delivered", counters.webhooksDelivered.sum())
                .put("webhooks_dropped", counters.webhooksDropped.sum())
                .put("webhooks_pending", counters.webhooksPending.get());
    }

    ObjectNode behaviour() {
        return settings.now().json();
    }

    ObjectNode changeBehaviour(ObjectNode change) {
        try {
            return settings.change(change).json();
        } catch (IllegalArgumentException problems) {
            throw new ControlException(400, String.valueOf(problems.getMessage()));
        }
    }

    ArrayNode magic() {
        ArrayNode list = Json.array();
        MagicRecipients.all().forEach(magic -> {
            ObjectNode json = list.addObject()
                    .put("phone", magic.phone())
                    .put("effect", magic.effect().name().toLowerCase(Locale.ROOT));
            if (magic.code() == 0 && magic.effect() != dev.crier.sandbox.fault.Magic.Effect.REJECT) {
                json.putNull("code");
            } else {
                json.put("code", magic.code());
            }
            json.put("description", magic.description());
        });
        return list;
    }

    public ArrayNode accounts() {
        ArrayNode list = Json.array();
        accounts.all().forEach(account -> account.numbers().forEach(number -> list.add(json(number))));
        return list;
    }

    ObjectNode addAccount(ObjectNode wish) {
        try {
            return json(accounts.add(new Accounts.Wish(
                    Json.text(wish, "waba_id"),
                    Json.text(wish, "phone_number_id"),
                    Json.text(wish, "display_phone_number"),
                    Json.text(wish, "access_token"),
                    Json.text(wish, "app_secret"),
                    Json.text(wish, "webhook_url"),
                    Json.text(wish, "verify_token"))));
        } catch (IllegalArgumentException problem) {
            throw new ControlException(409, String.valueOf(problem.getMessage()));
        }
    }

    private static ObjectNode json(PhoneNumber number) {
        Account account = number.account();
        Callback callback = account.callback();
        return Json.object()
                .put("waba_id", account.wabaId())
                .put("phone_number_id", number.id())
                .put("display_phone_number", number.display())
                .put("access_token", account.accessToken())
                .put("app_secret", account.appSecret())
                .put("webhook_url", callback == null ? null : callback.url())
                .put("verify_token", callback == null ? null : callback.verifyToken());
    }

    /** Sets the callback after Meta's verification GET; a callback that fails it is not taken. */
    ObjectNode webhook(ObjectNode wish) throws InterruptedException {
        Account account = account(Json.text(wish, "waba_id"));
        String url = Json.text(wish, "url");
        if (url == null || url.isBlank()) {
            throw new ControlException(400, "url: required");
        }
        Callback callback = new Callback(url, Json.text(wish, "verify_token", "verify"));
        Optional<String> problem = callbacks.verify(callback);
        if (problem.isEmpty()) {
            account.callback(callback);
            String secret = Json.text(wish, "app_secret");
            if (secret != null) {
                account.appSecret(secret);
            }
        }
        return Json.object()
                .put("verified", problem.isEmpty())
                .put("waba_id", account.wabaId())
                .put("url", url)
                .put("problem", problem.orElse(null));
    }

    Account account(@Nullable String wabaId) {
        if (wabaId == null) {
            return accounts.first().account();
        }
        return accounts.waba(wabaId).orElseThrow(() -> new ControlException(404, "waba_id: no such account"));
    }

    ObjectNode template(String id, String action, ObjectNode options) {
        Optional<Template> changed = switch (action) {
            case "pause" -> Json.text(options, "reason", "").equals("pacing") ? life.pauseByPacing(id) : life.pause(id);
            case "unpause" -> life.unpause(id);
            case "disable" -> life.disable(id);
            case "approve" -> life.approve(id);
            case "reject" ->
                life.reject(id, Json.text(options, "reason", "PROMOTIONAL").toUpperCase(Locale.ROOT));
            default -> throw new ControlException(404, "no such action: " + action);
        };
        return changed.map(Template::json)
                .orElseThrow(() -> new ControlException(404, "no template with the id " + id));
    }

    ObjectNode reset(ObjectNode options) {
        if (options.path("templates").asBoolean(false)) {
            templates.reset();
        }
        settings.reset();
        messages.reset();
        users.reset();
        quota.reset();
        ledger.reset();
        letters.reset();
        return Json.object().put("success", true);
    }
}
