package dev.crier.studio.broadcasts;

import dev.crier.account.Gatekeeper;
import dev.crier.broadcast.Acceptor;
import dev.crier.channel.ChannelStore;
import dev.crier.db.Database;
import dev.crier.media.MediaLibrary;
import dev.crier.studio.Readiness;
import dev.crier.template.TemplateStore;
import java.time.Clock;

/// What pages of broadcasts work with.
///
/// @param acceptor takes as many users as a file may have rows
/// @param wake tells the lanes that there is something to send
public record Tools(
        Database database,
        Gatekeeper gate,
        ChannelStore channels,
        TemplateStore templates,
        Acceptor acceptor,
        MediaLibrary media,
        Clock clock,
        Runnable wake) {
    /// Whether a bot has what it takes to send.
    Readiness readiness() {
        return new Readiness(gate, channels);
    }
}
