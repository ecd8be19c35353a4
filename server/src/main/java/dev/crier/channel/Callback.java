package dev.crier.channel;

import java.net.URI;
import java.util.UUID;

/// The address where WhatsApp's webhooks for one channel come in.
public final class Callback {
    /// Registered by the room that receives them.
    public static final String PATH = "/webhooks/whatsapp/";

    private Callback() {}

    /// The address for the channel.
    ///
    /// @param root how the world reaches us: `https://crier.example.com`
    public static URI of(String root, UUID channelId) {
        return URI.create(root + PATH + channelId);
    }
}
