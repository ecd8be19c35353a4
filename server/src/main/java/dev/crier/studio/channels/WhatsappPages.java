package dev.crier.studio.channels;

import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.broadcast.ReachedPeople;
import dev.crier.channel.Callback;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.ChannelStore.Connection;
import dev.crier.channel.ConnectionCheck;
import dev.crier.channel.HealthStore;
import dev.crier.channel.NumberHealth;
import dev.crier.channel.NumberWatch;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.GraphException;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.template.ChannelSwitch;
import dev.crier.template.Refusal;
import dev.crier.webhook.Networks;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The WhatsApp channel: connect it, try it, switch it, see how its number does, release it.
public final class WhatsappPages {
    private static final String ROOT = "/studio/bot/{bot_id}/channels/whatsapp";
    private static final int CHANGES = 10;

    private final Pages pages;
    private final Parts parts;
    private final CheckRuns checks;

    /// What the pages work with.
    ///
    /// @param wake tells the lanes that a number may send again
    /// @param publicUrl how the world reaches us; empty: as the browser does
    public record Parts(
            ChannelStore channels,
            HealthStore health,
            NumberWatch numbers,
            AccountClient accounts,
            ChannelSwitch channelSwitch,
            ReachedPeople reached,
            Networks networks,
            Runnable wake,
            String publicUrl,
            Clock clock) {}

    public WhatsappPages(Pages pages, Parts parts, ConnectionCheck check) {
        this.pages = pages;
        this.parts = parts;
        this.checks = new CheckRuns(check);
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, visit -> show(visit, 200, Map.of()))
                .post(ROOT, Role.ADMINISTRATOR, this::save)
                .post(ROOT + "/enable", Role.ADMINISTRATOR, this::enable)
                .post(ROOT + "/disable", Role.ADMINISTRATOR, this::disable)
                .post(ROOT + "/release", Role.ADMINISTRATOR, this::release)
                .post(ROOT + "/subscribe", Role.ADMINISTRATOR, this::subscribe)
                .post(ROOT + "/look", Role.ADMINISTRATOR, this::look)
                .post(ROOT + "/test", Role.ADMINISTRATOR, this::test)
                .get(ROOT + "/test/live", Role.ADMINISTRATOR, this::live);
    }

    private void show(Visit visit, int status, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of("form", Form.EMPTY, "faults", Map.<String, String>of()));
        values.putAll(more);
        Optional<WhatsappChannel> connected = parts.channels().ofBot(visit.botId());
        connected.ifPresent(channel -> {
            values.put("channel", channel);
            values.put("callback", callback(visit, channel).toString());
            values.put("changes", parts.health().changes(channel.id(), CHANGES));
            values.put("reach", parts.reached().inLastDay(visit.botId()));
            values.put("now", parts.clock().instant());
            values.put("testing", !visit.query("test").isEmpty() && visit.may(Role.ADMINISTRATOR));
            WhatsappChannel.Hold hold = channel.hold();
            if (hold != null) {
                values.put("cause", ErrorCatalogue.async(hold.code()).entry());
            }
        });
        Optional<NumberHealth> health = parts.health().ofBot(visit.botId());
        health.ifPresent(found -> values.put("health", found));
        if (health.isEmpty()) {
            connected.ifPresent(channel -> parts.numbers().soon(channel.id()));
        }
        visit.page(status, "channels/whatsapp", values);
    }

    private URI callback(Visit visit, WhatsappChannel channel) {
        return Callback.of(Addresses.root(visit, parts.publicUrl()), channel.id());
    }

    private WhatsappChannel connected(Visit visit) {
        return parts.channels().connected(visit.botId());
    }

    private void save(Visit visit) {
        Optional<WhatsappChannel> before = parts.channels().ofBot(visit.botId());
        WhatsappForm entered = new WhatsappForm(visit.form(), before.orElse(null), parts.networks());
        Optional<Connection> connection = entered.read();
        if (connection.isEmpty()) {
            show(visit, 422, Map.of("form", visit.form(), "faults", entered.faults()));
            return;
        }
        try {
            parts.channels().connect(visit.botId(), connection.get());
        } catch (ProblemException e) {
            Map<String, String> faults = Map.of("phone_number_id", e.problem().detail());
            show(visit, 422, Map.of("form", visit.form(), "faults", faults));
            return;
        }
        parts.wake().run();
        parts.numbers().soon(connected(visit).id());
        visit.audit(
                before.isEmpty() ? "channel.connected" : "channel.changed",
                "WhatsApp",
                connection.get().provider().title() + ", number "
                        + connection.get().endpoint().phoneNumberId());
        visit.redirect(visit.at("/channels/whatsapp?test=1#test"), "The connection is saved");
    }

    private void enable(Visit visit) {
        ChannelSwitch.Enabled enabled = parts.channelSwitch().enable(visit.bot(), connected(visit));
        visit.audit("channel.enabled", "WhatsApp", "");
        parts.wake().run();
        String templates = enabled.problem().isEmpty()
                ? (enabled.created().isEmpty()
                        ? ""
                        : "; botsqd_reengagement is submitted in " + String.join(", ", enabled.created()))
                : ", but its templates could not be fetched yet: " + enabled.problem();
        visit.redirect(visit.at("/channels/whatsapp"), "WhatsApp is enabled" + templates);
    }

    private void disable(Visit visit) {
        parts.channelSwitch().disable(connected(visit));
        visit.audit("channel.disabled", "WhatsApp", "");
        visit.redirect(visit.at("/channels/whatsapp"), "WhatsApp is disabled; what waits goes on waiting");
    }

    private void release(Visit visit) {
        WhatsappChannel channel = connected(visit);
        if (!parts.channels().release(channel.id())) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The number is not held, so there is nothing to release");
        }
        parts.wake().run();
        parts.numbers().soon(channel.id());
        WhatsappChannel.Hold hold = channel.hold();
        visit.audit("channel.released", "WhatsApp", hold == null ? "" : hold.code() + " " + hold.details());
        visit.redirect(visit.at("/channels/whatsapp"), "The number is released and may send again");
    }

    private void subscribe(Visit visit) {
        WhatsappChannel channel = connected(visit);
        URI callback = callback(visit, channel);
        try {
            parts.accounts().subscribe(channel.endpoint(), callback, channel.verifyToken());
        } catch (GraphException e) {
            show(visit, 422, Map.of("problem", Refusal.of(e).problem()));
            return;
        }
        visit.audit("channel.subscribed", "WhatsApp", callback.toString());
        visit.redirect(visit.at("/channels/whatsapp?test=1#test"), "WhatsApp sends this account's webhooks here now");
    }

    private void look(Visit visit) {
        parts.numbers().look(connected(visit));
        visit.audit("channel.checked", "WhatsApp", "");
        visit.redirect(visit.at("/channels/whatsapp#health"));
    }

    private void test(Visit visit) {
        WhatsappChannel channel = connected(visit);
        checks.start(channel, callback(visit, channel));
        visit.send(visit.render("channels/test", Map.of("bot", visit.bot())));
    }

    private void live(Visit visit) throws IOException {
        visit.live("channels/steps", () -> {
            CheckRuns.Run run = checks.of(visit.botId());
            boolean isOver = run.isOver();
            return Map.of("steps", run.steps(), "over", isOver);
        });
    }
}
