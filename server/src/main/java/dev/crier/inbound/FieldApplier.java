package dev.crier.inbound;

import dev.crier.channel.ChannelStore;
import dev.crier.cloudapi.TemplateEvents;
import dev.crier.cloudapi.TemplateEvents.TemplateChange;
import dev.crier.cloudapi.WebhookPayload.FieldChange;
import dev.crier.template.TemplateStore;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// News about templates, the number and the account.
public final class FieldApplier {
    /// What Meta grants a number after its upgrade, in messages per second.
    private static final int UPGRADED = 1_000;

    /// Meta's codes for the same states when a send runs into them.
    private static final int RESTRICTED = 368;

    private static final int LOCKED = 131031;

    /// Forbids to add numbers, not to send.
    private static final String HARMLESS = "RESTRICTED_ADD_PHONE_NUMBER_ACTION";

    private static final Logger LOG = LoggerFactory.getLogger(FieldApplier.class);

    private final TemplateStore templates;
    private final ChannelStore channels;
    private final Soon soon;

    /// What is asked for and not waited for.
    ///
    /// @param resync a fresh copy of a bot's templates
    /// @param look a fresh look at a channel's number
    public record Soon(Consumer<UUID> resync, Consumer<UUID> look) {}

    public FieldApplier(TemplateStore templates, ChannelStore channels, Soon soon) {
        this.templates = templates;
        this.channels = channels;
        this.soon = soon;
    }

    void apply(Receiver receiver, FieldChange change) {
        if (!receiver.hasAccount(change.wabaId())) {
            LOG.debug("A change of {} is another account's; skipped", change.field());
            return;
        }
        Optional<TemplateChange> template = TemplateEvents.read(change);
        if (template.isPresent()) {
            template(receiver.bot().id(), template.get());
            return;
        }
        switch (change.field()) {
            case "account_update" -> account(receiver, change.value());
            case "phone_number_quality_update" -> number(receiver, change.value());
            case "business_capability_update", "phone_number_name_update" -> look(receiver);
            default -> LOG.debug("A change of {} means nothing to us; skipped", change.field());
        }
    }

    private void template(UUID botId, TemplateChange change) {
        boolean known = switch (change.kind()) {
            case STATUS -> status(botId, change);
            case QUALITY -> templates.setQuality(botId, change.templateId(), change.event());
            case CATEGORY -> templates.setCategory(botId, change.templateId(), change.event());
            case CATEGORY_ANNOUNCED -> templates.announceCategory(botId, change.templateId(), change.event());
            case COMPONENTS -> false;
        };
        if (!known) {
            // A template we have not seen, or one whose text is not the one we validate against any more.
            soon.resync().accept(botId);
        }
    }

    private boolean status(UUID botId, TemplateChange change) {
        String category = change.category();
        if (category != null) {
            templates.setCategory(botId, change.templateId(), category.toUpperCase(Locale.ROOT));
        }
        return statusAfter(change.event())
                .map(status -> templates.setStatus(
                        botId,
                        change.templateId(),
                        status,
                        status.equals("APPROVED") ? null : change.reason(),
                        status.equals("APPROVED") ? null : change.detail()))
                .orElse(true);
    }

    /// The status that an event leads to; empty if it leaves the status alone.
    static Optional<String> statusAfter(String event) {
        return switch (event) {
            case "APPROVED", "REINSTATED", "UNPAUSED", "UNARCHIVED" -> Optional.of("APPROVED");
            case "PENDING",
                    "REJECTED",
                    "PAUSED",
                    "DISABLED",
                    "IN_APPEAL",
                    "LIMIT_EXCEEDED",
                    "PENDING_DELETION",
                    "DELETED",
                    "ARCHIVED" -> Optional.of(event);
            // FLAGGED and LOCKED ones can still be sent.
            default -> Optional.empty();
        };
    }

    private void account(Receiver receiver, JsonNode value) {
        String event = value.path("event").asString("").toUpperCase(Locale.ROOT);
        switch (event) {
            case "ACCOUNT_RESTRICTION" -> {
                if (stopsSending(value.path("restriction_info"))) {
                    hold(receiver, RESTRICTED, "Meta restricted the account");
                }
            }
            case "ACCOUNT_VIOLATION" -> hold(receiver, RESTRICTED, violation(value));
            case "DISABLED_UPDATE" -> {
                String state = value.path("ban_info").path("waba_ban_state").asString("");
                if (!state.equalsIgnoreCase("REINSTATE")) {
                    hold(receiver, LOCKED, state.isEmpty() ? "Meta disabled the account" : "Meta: " + cut(state));
                }
            }
            case "ACCOUNT_DELETED" -> hold(receiver, LOCKED, "The account was deleted at Meta");
            default -> LOG.debug("An account update means nothing to us; skipped");
        }
        look(receiver);
    }

    /// The hint says less than the number itself, and may be another number's of the account.
    private void look(Receiver receiver) {
        soon.look().accept(receiver.channel().id());
    }

    private static boolean stopsSending(JsonNode restrictions) {
        for (JsonNode restriction : restrictions) {
            if (!HARMLESS.equals(restriction.path("restriction_type").asString(""))) {
                return true;
            }
        }
        return restrictions.isEmpty();
    }

    private static String violation(JsonNode value) {
        String type = value.path("violation_info").path("violation_type").asString("");
        return type.isEmpty() ? "Meta reports a violation of its policy" : "Policy violation: " + cut(type);
    }

    private static String cut(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }

    private void hold(Receiver receiver, int code, String details) {
        LOG.warn("Channel {} is held: {}", receiver.channel().id(), details);
        channels.hold(receiver.channel().id(), code, details);
    }

    /// Meta names the number as people write it, which we do not store. If the account has several, an
    /// upgrade that was another number's costs some throttles, after which the pacer is right again.
    private void number(Receiver receiver, JsonNode value) {
        if ("THROUGHPUT_UPGRADE".equals(value.path("event").asString(""))) {
            channels.raiseThroughput(receiver.channel().id(), UPGRADED);
        }
        look(receiver);
    }
}
