package dev.crier.studio.home;

import dev.crier.account.Feature;
import dev.crier.account.Role;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.State;
import dev.crier.channel.NumberHealth;
import dev.crier.channel.NumberHealth.Quality;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.studio.Show;
import dev.crier.studio.home.Alert.Severity;
import dev.crier.template.TemplateWatch.Trouble;
import dev.crier.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Decides what needs a person, from the gravest to what is merely good to know. Nothing is said twice: what the first
/// steps of a new bot lead to is not an alert as well, and broadcasts of a held number are the number's alert.
final class Attention {
    /// Meta's words for a number that has done something wrong.
    private static final Set<String> BAD_STATUS = Set.of("FLAGGED", "RESTRICTED", "BANNED", "RATE_LIMITED");

    private final Situation situation;
    private final List<Alert> alerts = new ArrayList<>();

    private Attention(Situation situation) {
        this.situation = situation;
    }

    static List<Alert> of(Situation situation) {
        Attention attention = new Attention(situation);
        attention.number();
        attention.health();
        attention.broadcasts();
        attention.setUp();
        attention.templates();
        attention.webhooks();
        attention.alerts.sort(Comparator.comparing(Alert::severity));
        return List.copyOf(attention.alerts);
    }

    private void add(Severity severity, String title, String sentence, String fix, Alert.Action action) {
        alerts.add(new Alert(severity, title, sentence, fix, action));
    }

    private void number() {
        @Nullable WhatsappChannel channel = situation.channel();
        if (channel == null || channel.hold() == null) {
            return;
        }
        ErrorCatalogue.Entry entry = ErrorCatalogue.async(channel.hold().code()).entry();
        add(
                Severity.STOPPED,
                "The number is held",
                entry.sentence() + " Nothing is sent; all messages wait.",
                entry.fix(),
                Alert.here("Release the number", "/channels/whatsapp/release", Role.ADMINISTRATOR));
    }

    /// What Meta says of a number that may still send.
    private void health() {
        @Nullable NumberHealth health = situation.health();
        if (health == null || !situation.isConnected()) {
            return;
        }
        Alert.Action channels = Alert.page("To the number", "/channels/whatsapp", Role.ADMINISTRATOR);
        boolean isHeld = situation.channel() != null && situation.channel().hold() != null;
        if (health.isTokenEnding(situation.now()) && !isHeld) {
            tokenEnds(Objects.requireNonNull(health.tokenEndsAt()), channels);
        }
        if (health.quality() == Quality.RED) {
            add(
                    Severity.WARNING,
                    "The number's quality is low",
                    "People block or report its messages; Meta lowers its limit next.",
                    "Send less marketing, and only to people who expect it, until the quality rises.",
                    channels);
        }
        if (health.status() != null && BAD_STATUS.contains(health.status())) {
            add(
                    Severity.WARNING,
                    "Meta has " + health.status().toLowerCase(Locale.ROOT) + " the number",
                    "It may send less than before, or nothing, until Meta lifts that.",
                    "Look at the number in Meta's WhatsApp Manager; it says why and for how long.",
                    channels);
        }
        if (health.problem() != null) {
            add(
                    Severity.WARNING,
                    "Meta does not answer about the number",
                    health.problem(),
                    "Test the connection; what is shown of the number may be old.",
                    channels);
        }
    }

    private void tokenEnds(Instant at, Alert.Action channels) {
        long days = Duration.between(situation.now(), at).toDays();
        boolean isOver = !at.isAfter(situation.now());
        add(
                isOver ? Severity.STOPPED : Severity.WARNING,
                isOver
                        ? "The access token has ended"
                        : "The access token ends " + (days == 0 ? "today" : "in " + Show.count(days, "day", "days")),
                isOver ? "Meta refuses what is sent with it." : "From then on nothing can be sent.",
                "Make a new token of a system user at Meta, without an end, and enter it.",
                channels);
    }

    private void broadcasts() {
        for (Broadcast broadcast : situation.underWay()) {
            @Nullable JsonNode cause = broadcast.cause();
            if (broadcast.state() == State.PAUSED && cause != null) {
                add(
                        Severity.STOPPED,
                        "Broadcast “" + broadcast.name() + "” is paused",
                        cause.path("sentence").asString("Crier paused it.") + " "
                                + Show.count(broadcast.statistics().pending(), "person waits.", "people wait."),
                        cause.path("fix").asString("Look at it, then resume it."),
                        Alert.page("Look at it", "/broadcasts/" + broadcast.id(), Role.VIEWER));
            }
        }
    }

    private void setUp() {
        FirstSteps steps = situation.steps();
        if (!situation.isConnected() && (situation.channel() != null || steps.broadcast())) {
            add(
                    Severity.STOPPED,
                    "WhatsApp is not enabled",
                    "Nothing can be sent, and keywords are not answered.",
                    situation.channel() == null ? "Connect a number." : "Enable the number again.",
                    Alert.page("To the channels", "/channels/whatsapp", Role.ADMINISTRATOR));
        }
        if (situation.isConnected() && !situation.bot().broadcasting()) {
            add(
                    Severity.STOPPED,
                    Feature.WHATSAPP_BROADCASTING.title() + " is not ordered",
                    "Without it nobody can be written to first; answers within 24 hours still work.",
                    "Order it in the Store; it works at once.",
                    Alert.page("To the Store", "/store", Role.ADMINISTRATOR));
        }
        if (situation.isConnected() && !situation.sendable().any() && steps.broadcast()) {
            nothingToSend();
        }
        if (situation.isConnected() && !situation.bot().restEnabled() && situation.hasKey()) {
            add(
                    Severity.NOTE,
                    "The REST API is off",
                    "There is a key for this bot, and calls with it are refused.",
                    "Enable the REST API, if your systems are to send.",
                    Alert.page("To the channels", "/channels/rest", Role.ADMINISTRATOR));
        }
    }

    private void nothingToSend() {
        add(
                Severity.STOPPED,
                "No template can be sent",
                "None of the templates is approved now, so no broadcast can start.",
                "Mend one that Meta refused, or submit another.",
                Alert.page("To the templates", "/templates", Role.EDITOR));
    }

    private void templates() {
        List<Trouble> troubles = situation.troubles();
        int shown = Math.min(troubles.size(), Situation.MAX_TROUBLES - 1);
        troubles.subList(0, shown).forEach(this::template);
        if (troubles.size() > shown) {
            add(
                    Severity.NOTE,
                    "More templates need a look",
                    "These are the gravest; the list has them all.",
                    "Filter the list by its status.",
                    Alert.page("To the templates", "/templates", Role.VIEWER));
        }
    }

    private void template(Trouble trouble) {
        String name = "Template “" + trouble.name() + "” (" + trouble.language() + ")";
        Alert.Action look = Alert.page(
                "Look at it", "/templates/" + Show.encoded(trouble.name()) + "/" + trouble.language(), Role.VIEWER);
        String sentence = Optional.ofNullable(trouble.sentence()).orElse("");
        String fix = Optional.ofNullable(trouble.fix()).orElse("");
        switch (trouble.matter()) {
            case DISABLED -> add(Severity.WARNING, name + " is disabled", sentence, fix, look);
            case PAUSED -> add(Severity.WARNING, name + " is paused", sentence, fix, look);
            case REJECTED -> add(Severity.WARNING, name + " was rejected", sentence, fix, look);
            case LOW_QUALITY ->
                add(
                        Severity.WARNING,
                        name + " has a low quality",
                        "People block or report it; Meta pauses it next.",
                        "Change the text, or send it only to people who expect it.",
                        look);
            case CATEGORY ->
                add(
                        trouble.announced() ? Severity.WARNING : Severity.NOTE,
                        name + (trouble.announced() ? " will be " : " is now ") + words(trouble.to()),
                        "Meta " + (trouble.announced() ? "means to move" : "moved") + " it from "
                                + words(trouble.from()) + "; its price and who may get it change with that.",
                        "If that is wrong, ask Meta for a review in the WhatsApp Manager; else keep to the new price.",
                        look);
        }
    }

    private static String words(@Nullable String category) {
        return category == null ? "another category" : category.toLowerCase(Locale.ROOT);
    }

    private void webhooks() {
        for (Webhook webhook : situation.webhooks()) {
            Alert.Action look = Alert.page("To its deliveries", "/webhooks/" + webhook.id(), Role.VIEWER);
            if (webhook.disabled() != null) {
                boolean isGone = "gone".equals(webhook.disabled().reason());
                add(
                        Severity.WARNING,
                        "A webhook was disabled",
                        webhook.url() + (isGone ? " answered that it is gone (410)." : " took nothing for days.")
                                + " Your system hears nothing more.",
                        "Mend the endpoint, enable the webhook and replay what it missed.",
                        look);
            } else if (webhook.state().equals("failing")) {
                add(
                        Severity.WARNING,
                        "A webhook fails",
                        webhook.url() + " takes nothing; what waits for it is tried again for days.",
                        "Look what it answers, and mend it before Crier gives up.",
                        look);
            }
        }
    }
}
