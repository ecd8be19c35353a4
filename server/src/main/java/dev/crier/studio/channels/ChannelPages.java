package dev.crier.studio.channels;

import dev.crier.account.Role;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.HealthStore;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.HashMap;
import java.util.Map;

/// The two channels of a bot, side by side.
public final class ChannelPages {
    private final Pages pages;
    private final ChannelStore channels;
    private final HealthStore health;

    public ChannelPages(Pages pages, ChannelStore channels, HealthStore health) {
        this.pages = pages;
        this.channels = channels;
        this.health = health;
    }

    public void register() {
        pages.get("/studio/bot/{bot_id}/channels", Role.VIEWER, this::show);
    }

    private void show(Visit visit) {
        Map<String, Object> values = new HashMap<>();
        pages.doors().accounts().key(visit.environmentId(), visit.botId()).ifPresent(key -> values.put("key", key));
        channels.ofBot(visit.botId()).ifPresent(channel -> values.put("channel", channel));
        health.ofBot(visit.botId()).ifPresent(found -> values.put("health", found));
        visit.page("channels/channels", values);
    }
}
