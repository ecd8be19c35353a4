package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.BroadcastStore.NewBroadcast;
import dev.crier.broadcast.IdempotencyStore.Claim;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Forgotten;
import dev.crier.db.Database;
import dev.crier.db.StoreFailure;
import dev.crier.media.MediaReferences;
import dev.crier.message.MessageStore;
import dev.crier.template.TemplateStore;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Accepts a broadcast: read all of it, find every fault, then store it in one transaction, or nothing.
///
/// Contacts are made in that transaction too. It reads its users from the spool, so a deadlock with another request
/// that makes the same people is cured by running it again.
public final class Acceptor {
    private static final DateTimeFormatter DEFAULT_NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    private final Database database;
    private final ChannelStore channels;
    private final ContentResolver contents;
    private final Forgotten forgotten;
    private final IdempotencyStore idempotency;
    private final int maxUsers;
    private final Clock clock;
    private final Runnable wake;

    /// @param wake tells the lanes that there is something to send
    public Acceptor(
            Database database,
            ChannelStore channels,
            TemplateStore templates,
            int maxUsers,
            Clock clock,
            Runnable wake) {
        this.database = database;
        this.channels = channels;
        this.contents = new ContentResolver(templates, new MediaReferences(database), clock);
        this.forgotten = new Forgotten(channels.subkey(Forgotten.PURPOSE));
        this.idempotency = new IdempotencyStore(database);
        this.maxUsers = maxUsers;
        this.clock = clock;
        this.wake = wake;
    }

    /// The broadcast that a request with this key became, if there was one.
    public Optional<UUID> acceptedBy(Bot bot, String idempotencyKey) {
        return idempotency.broadcastOf(bot.id(), idempotencyKey);
    }

    /// Stores the broadcast in `body` and returns the answer; with a key that was seen before, the answer of then.
    public ObjectNode accept(Bot bot, InputStream body, @Nullable String idempotencyKey) {
        return accept(bot, body, idempotencyKey, _ -> {});
    }

    /// What must still be true when everything is stored; else it throws, and nothing is.
    @FunctionalInterface
    public interface Guard {
        /// Looks, in the transaction that has the broadcast.
        void check(Connection connection) throws SQLException;
    }

    /// As [#accept], if the guard has nothing against it in the end.
    public ObjectNode accept(Bot bot, InputStream body, @Nullable String idempotencyKey, Guard guard) {
        WhatsappChannel channel = channels.toSendBy(bot.id());
        try (BroadcastRequest request = RequestReader.read(body, maxUsers)) {
            @Nullable Claim claim = Claim.of(bot.id(), idempotencyKey, request.bodyHash());
            Optional<ObjectNode> earlier = idempotency.earlierAnswer(claim);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Checked checked = check(bot, request);
            checked.throwIfWrong();
            ObjectNode answer = database.inTransaction(connection -> idempotency.once(connection, claim, () -> {
                        ObjectNode stored = store(connection, bot, channel, request, checked);
                        guard.check(connection);
                        return stored;
                    }))
                    .answer();
            wake.run();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// What a request would do: everything as in [#accept], and then nothing is kept.
    public DryRun dryRun(Bot bot, InputStream body) {
        WhatsappChannel channel = channels.toSendBy(bot.id());
        try (BroadcastRequest request = RequestReader.read(body, maxUsers)) {
            Checked checked = check(bot, request);
            return database.inTransaction(connection -> {
                DryRun report = DryRun.of(channel, request, checked);
                Audience audience = audience(bot, checked.marketing(), checked.variants());
                resolve(connection, audience, request, report::take);
                Content.@Nullable Template content = checked.content();
                if (request.audience() != null
                        && content != null
                        && checked.faults().isEmpty()) {
                    audience.gather(connection, request.audience(), content, request.userCount(), report::take);
                }
                connection.rollback();
                return report;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// What starting a draft would do, or one that waits for its time: everything as when it is sent, and then nothing
    /// is kept. Empty if there is no such broadcast.
    public Optional<DryRun> dryRunOf(Bot bot, UUID id) throws SQLException {
        WhatsappChannel channel = channels.toSendBy(bot.id());
        return database.inTransaction(connection -> {
            Optional<Draft> draft = Draft.find(connection, bot.id(), id, false);
            if (draft.isEmpty()) {
                return Optional.empty();
            }
            DryRun report = DryRun.of(channel, draft.get());
            new DraftCheck(
                            connection,
                            draft.get(),
                            audience(bot, draft.get().marketing(), draft.get().variants()))
                    .show(report::take);
            connection.rollback();
            return Optional.of(report);
        });
    }

    /// A request held against the template: either it has content, or there is something wrong with it.
    record Checked(
            ContentResolver.@Nullable Resolution resolution, ProblemCode code, String summary, List<Fault> faults) {
        void throwIfWrong() {
            if (!faults.isEmpty()) {
                throw Problem.of(code, summary, faults);
            }
        }

        boolean marketing() {
            return resolution != null && resolution.marketing();
        }

        List<String> variants() {
            Content.@Nullable Template content = content();
            if (resolution == null || resolution.fixedLanguage() || content == null) {
                return List.of();
            }
            return List.copyOf(content.definitions().keySet());
        }

        Content.@Nullable Template content() {
            return resolution == null ? null : resolution.content();
        }
    }

    private Checked check(Bot bot, BroadcastRequest request) {
        ContentResolver.@Nullable Resolution resolution =
                request.template() == null ? null : contents.resolve(bot, request.template());
        List<Fault> faults = new ArrayList<>(request.faults());
        if (resolution != null) {
            faults.addAll(resolution.faults());
        }
        if (request.faults().isEmpty() && resolution != null) {
            return new Checked(resolution, resolution.code(), resolution.summary(), faults);
        }
        String count = faults.size() == 1 ? "1 problem" : faults.size() + " problems";
        return new Checked(resolution, ProblemCode.INVALID_REQUEST, count + " in the request", faults);
    }

    private ObjectNode store(
            Connection connection, Bot bot, WhatsappChannel channel, BroadcastRequest request, Checked checked)
            throws SQLException {
        Instant now = clock.instant();
        Content.Template content = Objects.requireNonNull(checked.content());
        BroadcastRequest.Settings settings = request.settings();
        boolean oneLanguage = checked.variants().isEmpty();
        NewBroadcast broadcast = new NewBroadcast(
                Ids.next(),
                bot.id(),
                channel.id(),
                Broadcast.Kind.BROADCAST,
                settings.name() == null ? content.name() + " " + DEFAULT_NAME.format(now) : settings.name(),
                initialState(request, now),
                content.name(),
                oneLanguage ? content.defaultLanguage() : null,
                checked.marketing(),
                content,
                request.params(),
                request.userCount(),
                settings.maxPerSecond(),
                settings.onUnknown(),
                settings.scheduledAt());
        BroadcastStore.insert(connection, broadcast);
        if (request.audience() != null) {
            BroadcastStore.insertAudience(connection, broadcast, request.audience());
        }
        ChunkWriter chunks = new ChunkWriter(connection, broadcast.id(), 0);
        resolve(connection, audience(bot, checked.marketing(), checked.variants()), request, resolved -> {
            for (Audience.Resolved each : resolved) {
                chunks.add(each.recipient());
            }
            MessageStore.apply(connection, Audience.failures(broadcast.id(), resolved, now));
            return true;
        });
        chunks.flush();
        Finisher.finishIfDone(connection, broadcast.id());
        return BroadcastStore.find(org.jdbi.v3.core.Jdbi.create(connection).open(), bot.id(), broadcast.id())
                .map(BroadcastJson::summary)
                .orElseThrow();
    }

    private static State initialState(BroadcastRequest request, Instant now) {
        BroadcastRequest.Settings settings = request.settings();
        if (settings.draft()) {
            return State.DRAFT;
        }
        if (request.audience() != null) {
            return State.SCHEDULED; // until the Gatherer has found out who they are
        }
        boolean later = settings.scheduledAt() != null && settings.scheduledAt().isAfter(now);
        return later ? State.SCHEDULED : State.RUNNING;
    }

    private static void resolve(Connection connection, Audience audience, BroadcastRequest request, Audience.Sink sink)
            throws SQLException {
        int firstSeq = 0;
        try (DataInputStream users = new DataInputStream(request.users().read());
                ReadAhead<List<Audience.Addressed>> batches = new ReadAhead<>(() -> nextBatch(users, audience))) {
            List<Audience.Addressed> batch = batches.next();
            while (!batch.isEmpty()) {
                sink.take(audience.resolve(connection, batch, firstSeq));
                firstSeq += batch.size();
                batch = batches.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The users of the next chunk; none at the end.
    private static List<Audience.Addressed> nextBatch(DataInputStream users, Audience audience) {
        List<Audience.Addressed> batch = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
        try {
            while (batch.size() < ChunkCodec.USERS_PER_CHUNK) {
                @Nullable UserEntry user = UserEntry.read(users);
                if (user == null) {
                    return batch;
                }
                batch.add(audience.address(user));
            }
            return batch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Finds or makes the people of one broadcast.
    ///
    /// @param variants the template's languages if each contact gets its own; empty if the language is fixed
    Audience audience(Bot bot, boolean marketing, List<String> variants) {
        return new Audience(bot, forgotten, new Audience.Rules(marketing, variants));
    }
}
