package dev.crier.inbound;

import dev.crier.cloudapi.WebhookPayload.InboundMessage;
import dev.crier.contact.Consent;
import dev.crier.contact.Contact;
import dev.crier.contact.DefaultResponses;
import dev.crier.contact.Encounters;
import dev.crier.contact.KeywordLists;
import dev.crier.contact.Keywords;
import dev.crier.db.Database;
import dev.crier.db.SqlErrors;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What people write: kept once, with its effects in the same transaction.
public final class InboundApplier {
    /// Meta lets us answer freely for so long; a webhook that was late by more gets no reply.
    private static final Duration WINDOW = Duration.ofHours(24);

    /// Messages after a late one that are looked through for a keyword.
    private static final int MAX_LATER = 1_000;

    /// News about a person, not from one.
    private static final String SYSTEM = "system";

    private static final String REPLY = "reply";
    private static final Logger LOG = LoggerFactory.getLogger(InboundApplier.class);

    private final Database database;
    private final Consent consent;
    private final Encounters encounters;
    private final KeywordLists words;
    private final Replies replies;
    private final Runnable wake;
    private final Clock clock;

    /// @param optoutWords, optinWords keywords of bots without their own; null: those of [Keywords]
    /// @param wake tells the lanes that a reply is committed
    public InboundApplier(
            Database database,
            Consent consent,
            @Nullable List<String> optoutWords,
            @Nullable List<String> optinWords,
            Replies replies,
            Runnable wake,
            Clock clock) {
        this.database = database;
        this.consent = consent;
        this.encounters = new Encounters(consent);
        this.words = KeywordLists.configured(optoutWords, optinWords);
        this.replies = replies;
        this.wake = wake;
        this.clock = clock;
    }

    void apply(Receiver receiver, InboundMessage message) {
        if (People.phone(message.from()) == null && People.userId(message.fromUserId()) == null) {
            LOG.debug("An inbound message of type {} names no sender; skipped", message.type());
            return;
        }
        boolean replied = Transactions.in(database, handle -> store(handle, receiver, message));
        if (replied) {
            wake.run();
        }
    }

    private boolean store(Handle handle, Receiver receiver, InboundMessage message) {
        Instant now = clock.instant();
        Instant at = message.at().isAfter(now) ? now : message.at();
        Contact contact = contact(handle, receiver.bot().id(), message, at);
        if (!insert(handle, receiver.bot().id(), contact.id(), message, at)) {
            return false;
        }
        Keywords keywords = words.of(receiver.bot()).keywords();
        Optional<Wish> wish = Wish.of(message, keywords);
        if (wish.isEmpty() || isOverruled(handle, receiver.bot().id(), contact.id(), wish.get(), keywords, at)) {
            return false;
        }
        change(handle, receiver, contact, wish.get(), new Consent.Evidence(Consent.Source.KEYWORD, at, message.id()));
        boolean answerable = receiver.channel().enabled() && at.isAfter(now.minus(WINDOW));
        return answerable && reply(handle, receiver, contact, wish.get());
    }

    private Contact contact(Handle handle, UUID botId, InboundMessage message, Instant at) {
        String phone = People.phone(message.from());
        String userId = People.userId(message.fromUserId());
        return SYSTEM.equals(message.type())
                ? encounters.met(handle, botId, phone, userId, message.profileName())
                : encounters.wroteToUs(handle, botId, phone, userId, message.profileName(), at);
    }

    /// False if it is kept already: Meta told it before. The webhooks' event goes with it in one statement.
    private static boolean insert(Handle handle, UUID botId, UUID contactId, InboundMessage message, Instant at) {
        return handle.createQuery("""
                        WITH kept AS (
                          INSERT INTO inbound_message (bot_id, wamid, contact_id, type, text, context_id, payload, sent_at)
                          VALUES (:bot, :wamid, :contact, :type, :text, :context, :payload::jsonb, :at)
                          ON CONFLICT DO NOTHING RETURNING *),
                        told AS (
                          INSERT INTO webhook_event (bot_id, type, contact_id, happened_at, data)
                          SELECT k.bot_id, 'user_action', k.contact_id, k.sent_at,
                                 jsonb_build_object('message_id', k.wamid, 'type', k.type, 'text', k.text,
                                                    'payload', :button::text, 'context_id', k.context_id)
                            FROM kept k
                           WHERE k.type <> 'system'
                             AND EXISTS (SELECT FROM webhook w
                                          WHERE w.bot_id = k.bot_id AND w.enabled
                                            AND w.event IN ('', 'action', 'user_action')))
                        SELECT count(*) FROM kept""")
                        .bind("bot", botId)
                        .bind("wamid", message.id())
                        .bind("contact", contactId)
                        .bind("type", message.type())
                        .bindByType("text", message.text(), String.class)
                        .bindByType("context", message.contextId(), String.class)
                        .bindByType("button", message.buttonPayload(), String.class)
                        .bind("payload", message.raw().toString())
                        .bind("at", Timestamp.from(at))
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /// Whether the person, or somebody for them, said something else after `at`: Meta keeps no order, and
    /// an old opt-in that comes late must not undo a newer opt-out.
    private static boolean isOverruled(
            Handle handle, UUID botId, UUID contactId, Wish wish, Keywords keywords, Instant at) {
        boolean overruled = wish == Wish.OPTOUT
                ? Consent.optedInAfter(handle, botId, contactId, at)
                : Consent.changedAfter(handle, botId, contactId, at);
        if (overruled) {
            return true;
        }
        return handle.select("""
                        SELECT text FROM inbound_message
                         WHERE bot_id = ? AND contact_id = ? AND sent_at > ? AND text IS NOT NULL
                         ORDER BY sent_at LIMIT ?""", botId, contactId, Timestamp.from(at), MAX_LATER).mapTo(String.class).list().stream()
                .anyMatch(text -> Wish.of(text, keywords).isPresent());
    }

    private void change(Handle handle, Receiver receiver, Contact contact, Wish wish, Consent.Evidence evidence) {
        UUID botId = receiver.bot().id();
        switch (wish) {
            case OPTOUT -> consent.optOut(handle, botId, contact.id(), evidence);
            case OPTIN -> consent.optIn(handle, botId, contact.id(), evidence);
        }
    }

    /// An answer that cannot be queued must not take the change of consent with it.
    private boolean reply(Handle handle, Receiver receiver, Contact contact, Wish wish) {
        handle.savepoint(REPLY);
        try {
            String text = DefaultResponses.text(
                    handle,
                    receiver.bot().id(),
                    wish.response(),
                    contact.profile().locale(),
                    receiver.bot().locale());
            replies.reply(handle, receiver.bot(), receiver.channel(), contact, text);
            handle.releaseSavepoint(REPLY);
            return true;
        } catch (RuntimeException e) {
            if (SqlErrors.unavailable(e)) {
                throw e;
            }
            LOG.error("The answer to a keyword could not be queued", e);
            handle.rollbackToSavepoint(REPLY);
            return false;
        }
    }
}
