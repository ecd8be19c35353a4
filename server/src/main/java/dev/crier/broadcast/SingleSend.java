package dev.crier.broadcast;

import dev.crier.api.Ids;
import dev.crier.broadcast.BroadcastStore.EncodedChunk;
import dev.crier.broadcast.BroadcastStore.NewBroadcast;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Contact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One message to one person, as a broadcast of one: the same lanes, retries, status and events.
public final class SingleSend {
    private SingleSend() {}

    /// What is sent to whom.
    ///
    /// @param params for the embeddings of the content
    /// @param marketing the template is a MARKETING one
    public record Letter(
            Broadcast.Kind kind, Contact.Reach to, Content content, Map<String, String> params, boolean marketing) {
        public Letter {
            params = Map.copyOf(params);
        }

        /// A text inside of the customer service window. As a reply, it is sent to those who opted out too.
        public static Letter reply(Contact.Reach to, String text) {
            return new Letter(Broadcast.Kind.REPLY, to, new Content.Text(text), Map.of(), false);
        }
    }

    /// Stores the message in the transaction of `connection` and returns the id of its broadcast. Whoever commits
    /// wakes the lanes.
    public static UUID send(Connection connection, WhatsappChannel channel, Letter letter) throws SQLException {
        UUID id = Ids.next();
        Content.@Nullable Template template = letter.content() instanceof Content.Template it ? it : null;
        BroadcastStore.insert(
                connection,
                new NewBroadcast(
                        id,
                        channel.botId(),
                        channel.id(),
                        letter.kind(),
                        template == null ? letter.kind().wire() : template.name(),
                        State.RUNNING,
                        template == null ? null : template.name(),
                        template == null ? null : template.defaultLanguage(),
                        letter.marketing(),
                        letter.content(),
                        Map.of(),
                        1,
                        null,
                        OnUnknown.HOLD,
                        null));
        Recipient recipient = Recipient.of(0, letter.to(), UserEntry.known(letter.params()), null, null);
        BroadcastStore.copyChunks(connection, id, List.of(EncodedChunk.of(List.of(recipient), 0)));
        return id;
    }
}
