package dev.crier.inbound;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.api.Ids;
import dev.crier.broadcast.TestBroadcasts;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.Vault;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.cloudapi.WebhookPayload.WebhookError;
import dev.crier.contact.Consent;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactStore;
import dev.crier.contact.Forgotten;
import dev.crier.contact.Optouts;
import dev.crier.db.Database;
import dev.crier.message.MessageId;
import dev.crier.message.RetryPolicy;
import dev.crier.template.TemplateStore;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A bot with a number, everything inbound needs, and a look at the rows afterwards.
final class Scene implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    static final Secret APP_SECRET = new Secret("app-secret");

    final Database database;
    final AccountStore accounts;
    final ChannelStore channels;
    final TemplateStore templates;
    final Consent consent;
    final StatusApplier statuses;
    final InboundApplier messages;
    final PreferenceApplier preferences;
    final FieldApplier fields;
    final Intake intake;
    final Receiver receiver;
    final List<String> replies = new ArrayList<>();
    final List<UUID> resyncs = new ArrayList<>();
    final List<UUID> looks = new ArrayList<>();

    Scene(Database database) {
        this(database, ParkedStatuses.MAX_PARKED);
    }

    Scene(Database database, int maxParked) {
        this.database = database;
        this.accounts = new AccountStore(database);
        this.channels = new ChannelStore(database, Vault.of(KEY));
        this.templates = new TemplateStore(database);
        this.consent = new Consent(new Optouts(), new Forgotten(channels.subkey(Forgotten.PURPOSE)));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        this.statuses = new StatusApplier(database, consent, RetryPolicy.DEFAULT, clock, new Random(1), maxParked);
        this.messages = new InboundApplier(
                database,
                consent,
                null,
                null,
                (handle, bot, channel, contact, text) -> replies.add(text),
                () -> {},
                clock);
        this.preferences = new PreferenceApplier(database, consent, clock);
        this.fields = new FieldApplier(templates, channels, new FieldApplier.Soon(resyncs::add, looks::add));
        this.intake = new Intake(statuses, messages, preferences, fields);
        this.receiver = receiver("nl");
    }

    /// Another bot with another number.
    Receiver receiver(String locale) {
        UUID botId = accounts.createBot(accounts.environment("test"), "Bot", List.of(locale), "NL");
        Bot bot = accounts.bot(botId).orElseThrow();
        String number = "number-" + botId;
        Endpoint endpoint =
                new Endpoint(URI.create("http://127.0.0.1:1"), "v26.0", number, "waba-" + botId, new Secret("token"));
        UUID id = channels.connect(botId, new ChannelStore.Connection(endpoint, APP_SECRET, new Secret("verify"), 80));
        channels.enable(id, true);
        return new Receiver(channels.find(id).orElseThrow(), bot);
    }

    /// A running broadcast to people who are contacts.
    UUID broadcast(Receiver from, int users) throws SQLException {
        return TestBroadcasts.running(database, from.bot().id(), from.channel().id(), users);
    }

    void told(StatusUpdate... updates) {
        statuses.submit(receiver, List.of(updates)).await();
    }

    static StatusUpdate status(UUID broadcast, int seq, Kind kind, int second) {
        return status(new MessageId(broadcast, seq, 1), kind, second, null);
    }

    static StatusUpdate failure(UUID broadcast, int seq, int code) {
        return status(new MessageId(broadcast, seq, 1), Kind.FAILED, 1, code);
    }

    static StatusUpdate status(@Nullable MessageId id, Kind kind, int second, @Nullable Integer code) {
        String wamid = id == null ? "wamid.other" : "wamid." + id.seq();
        return named(wamid, id == null ? null : id.callbackData(), kind, second, code);
    }

    static StatusUpdate named(String wamid, @Nullable String data, Kind kind, int second, @Nullable Integer code) {
        List<WebhookError> errors =
                code == null ? List.of() : List.of(new WebhookError(code, "title", "details " + code));
        return new StatusUpdate("", wamid, kind, NOW.plusSeconds(second), null, null, data, errors, null);
    }

    /// The row of a message without the time of a failure that was proven wrong, which depends on the
    /// order.
    List<Map<String, @Nullable Object>> rows(UUID broadcast) {
        return database.jdbi()
                .withHandle(handle -> handle.select("""
                                SELECT seq, stage, attempts, code, due_at, sent_at, delivered_at, read_at, updated_at,
                                       reason, details, wamid
                                  FROM message WHERE broadcast_id = ? ORDER BY seq""", broadcast).mapToMap().list());
    }

    Map<String, @Nullable Object> counters(UUID broadcast) {
        return database.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT sent, delivered, read, failed FROM progress WHERE broadcast_id = ?", broadcast)
                        .mapToMap()
                        .one());
    }

    String stage(UUID broadcast, int seq) {
        return database.jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT stage FROM message WHERE broadcast_id = ? AND seq = ?", broadcast, seq)
                        .mapTo(Integer.class)
                        .findOne()
                        .map(rank ->
                                dev.crier.message.Stage.of(rank.shortValue()).name())
                        .orElse("none"));
    }

    int count(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.select("SELECT count(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    WhatsappChannel channel() {
        return channels.find(receiver.channel().id()).orElseThrow();
    }

    Contact contact(Receiver of, String phone) {
        return Objects.requireNonNull(database.jdbi()
                .withHandle(
                        handle -> ContactStore.byPhoneOrUserId(handle, of.bot().id(), phone, null)
                                .orElseThrow()));
    }

    static String wamid() {
        return "wamid." + Ids.next();
    }

    @Override
    public void close() {
        statuses.close();
    }
}
