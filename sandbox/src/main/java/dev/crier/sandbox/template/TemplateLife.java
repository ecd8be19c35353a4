package dev.crier.sandbox.template;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.template.Template.Status;
import dev.crier.sandbox.webhook.Webhooks;
import dev.crier.sandbox.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life cycle of templates (§3.4): review, pauses, disabling, with the webhooks of §4.6.
 *
 * <p>The reviewer obeys magic words in the name (with underscores) or any text: {@code reject me}, optionally followed by a
 * reason such as {@code SCAM}; {@code keep me pending}; {@code make me marketing}.
 */
public final class TemplateLife {
    private static final Pattern REJECT = Pattern.compile("reject[ _]me(?:[ _:]+([a-z_]+))?");
    private static final Pattern PENDING = Pattern.compile("keep[ _]me[ _]pending");
    private static final Pattern MARKETING = Pattern.compile("make[ _]me[ _]marketing");
    private static final Pattern ADJACENT = Pattern.compile("\\}\\}\\s*\\{\\{");
    private static final Set<String> REASONS = Set.of(
            "ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "PROMOTIONAL", "SCAM", "TAG_CONTENT_MISMATCH");
    private static final Duration FIRST_PAUSE = Duration.ofHours(3);
    private static final Duration SECOND_PAUSE = Duration.ofHours(6);
    private static final int PAUSES_BEFORE_DISABLED = 2;

    private final TemplateStore store;
    private final Accounts accounts;
    private final Webhooks webhooks;
    private final Settings settings;
    private final ScheduledExecutorService clock;

    public TemplateLife(
            TemplateStore store,
            Accounts accounts,
            Webhooks webhooks,
            Settings settings,
            ScheduledExecutorService clock) {
        this.store = store;
        this.accounts = accounts;
        this.webhooks = webhooks;
        this.settings = settings;
        this.clock = clock;
    }

    /** Plans the verdict on a template that was created or edited. */
    void submit(Template template) {
        String text = text(template);
        if (!PENDING.matcher(text).find()) {
            var _ = clock.schedule(
                    () -> review(template.id(), text), settings.now().count(Knob.REVIEW_MS), TimeUnit.MILLISECONDS);
        }
    }

    private void review(String id, String text) {
        Optional<Template> template = store.find(id).filter(found -> found.status() == Status.PENDING);
        if (template.isEmpty()) {
            return;
        }
        Matcher reject = REJECT.matcher(text);
        if (reject.find()) {
            String named = reject.group(1) == null ? "" : reject.group(1).toUpperCase(Locale.ROOT);
            var _ = reject(id, REASONS.contains(named) ? named : "PROMOTIONAL");
        } else if (ADJACENT.matcher(text).find()) {
            var _ = reject(id, "INVALID_FORMAT");
        } else {
            if (MARKETING.matcher(text).find()) {
                recategorise(template.get());
            }
            var _ = approve(id);
        }
    }

    private static String text(Template template) {
        return (template.name() + " " + template.components()).toLowerCase(Locale.ROOT);
    }

    private void recategorise(Template template) {
        if (!template.category().equals("UTILITY")) {
            return;
        }
        var _ = store.change(template.id(), old -> old.with(old.status(), old.rejectedReason(), "MARKETING"));
        ObjectNode value = ids(template);
        value.put("previous_category", "UTILITY").put("new_category", "MARKETING");
        tell(template, "template_category_update", value);
    }

    public Optional<Template> approve(String id) {
        return move(id, old -> old.with(Status.APPROVED, "NONE", old.category()), "APPROVED", "NONE", null);
    }

    public Optional<Template> reject(String id, String reason) {
        return move(id, old -> old.with(Status.REJECTED, reason, old.category()), "REJECTED", reason, null);
    }

    /** Pauses for bad quality: first 3 h, then 6 h, then it is disabled for good. Ends by itself. */
    public Optional<Template> pause(String id) {
        Optional<Template> before = store.find(id);
        if (before.isPresent() && before.get().pauses() >= PAUSES_BEFORE_DISABLED) {
            return disable(id);
        }
        boolean first = before.isEmpty() || before.get().pauses() == 0;
        Optional<Template> paused =
                move(id, old -> old.paused(false), "PAUSED", "NONE", first ? "FIRST_PAUSE" : "SECOND_PAUSE");
        var _ = clock.schedule(
                () -> endPause(id), (first ? FIRST_PAUSE : SECOND_PAUSE).toMillis(), TimeUnit.MILLISECONDS);
        return paused;
    }

    /** Pauses because pacing found bad quality; only {@code /unpause} ends it (§6.5). */
    public Optional<Template> pauseByPacing(String id) {
        return move(id, old -> old.paused(true), "PAUSED", "NONE", "RATE_LIMITING_PAUSE");
    }

    private void endPause(String id) {
        if (store.find(id).filter(found -> found.status() == Status.PAUSED).isPresent()) {
            var _ = unpause(id);
        }
    }

    public Optional<Template> unpause(String id) {
        return move(id, old -> old.with(Status.APPROVED), "APPROVED", "NONE", "UNPAUSE");
    }

    public Optional<Template> disable(String id) {
        return move(id, old -> old.with(Status.DISABLED), "DISABLED", "NONE", "DISABLED");
    }

    void deleted(Template template) {
        tell(template, "message_template_status_update", status(template, "DELETED", "NONE", null));
    }

    private Optional<Template> move(
            String id,
            java.util.function.UnaryOperator<Template> change,
            String event,
            String reason,
            @Nullable String title) {
        Optional<Template> changed = store.change(id, change);
        changed.ifPresent(
                template -> tell(template, "message_template_status_update", status(template, event, reason, title)));
        return changed;
    }

    private static ObjectNode status(Template template, String event, String reason, @Nullable String title) {
        ObjectNode value = ids(template);
        value.put("event", event)
                .put("message_template_category", template.category())
                .put("reason", reason);
        if (title != null) {
            value.putObject("other_info").put("title", title).put("description", description(title));
        }
        if (event.equals("DISABLED")) {
            value.putObject("disable_info").put("disable_date", Instant.now().getEpochSecond());
        }
        if (event.equals("REJECTED")) {
            value.putObject("rejection_info")
                    .put("reason", "The template was found to be " + reason + ".")
                    .put("recommendation", "Change the text and submit it again.");
        }
        return value;
    }

    private static String description(String title) {
        return switch (title) {
            case "FIRST_PAUSE" -> "Your WhatsApp message template has been paused for 3 hours because it had issues.";
            case "SECOND_PAUSE" -> "Your WhatsApp message template has been paused for 6 hours because it had issues.";
            case "RATE_LIMITING_PAUSE" -> "Your WhatsApp message template has been paused because pacing found issues.";
            case "UNPAUSE" -> "Your WhatsApp message template has been unpaused.";
            default -> "Your WhatsApp message template has been disabled.";
        };
    }

    private static ObjectNode ids(Template template) {
        return Json.object()
                .put("message_template_id", Long.parseLong(template.id()))
                .put("message_template_name", template.name())
                .put("message_template_language", template.language());
    }

    private void tell(Template template, String field, ObjectNode value) {
        Optional<Account> account = accounts.waba(template.wabaId());
        account.ifPresent(owner -> webhooks.tell(owner, field, value, template.id()));
    }
}
