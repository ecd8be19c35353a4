package dev.crier.inbound;

import dev.crier.account.Bot;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Contact;
import org.jdbi.v3.core.Handle;

/// Queues a text to somebody who has just written to us, in the transaction of `handle`.
@FunctionalInterface
public interface Replies {
    void reply(Handle handle, Bot bot, WhatsappChannel channel, Contact contact, String text);
}
