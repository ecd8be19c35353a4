package dev.crier.inbound;

import dev.crier.account.Bot;
import dev.crier.channel.WhatsappChannel;

/// Whom a webhook is for: the channel in its address, and that channel's bot.
record Receiver(WhatsappChannel channel, Bot bot) {
    /// Whether news of this number are the channel's. Meta leaves the number out at times; then the
    /// address decides.
    boolean hasNumber(String phoneNumberId) {
        return phoneNumberId.isEmpty()
                || phoneNumberId.equals(channel.endpoint().phoneNumberId());
    }

    boolean hasAccount(String wabaId) {
        return wabaId.equals(channel.endpoint().wabaId());
    }
}
