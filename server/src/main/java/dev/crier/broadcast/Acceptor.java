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
import dev.crier.db.Database;
import dev.crier.media.MediaReferences;
import dev.crier.message.Change;
import dev.crier.message.MessageId;
import dev.crier.message.MessageStore;
import dev.crier.message.Reason;
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
        this.idempotency = new IdempotencyStore(database);
        this.maxUsers = maxUsers;
        this.clock = clock;
        this.wake = wake;
    }

    /// Stores the broadcast in `body` and returns the answer; with a key that was seen before, the answer of then.
    public ObjectNode accept(Bot bot, InputStream body, @Nullable String idempotencyKey) {
        WhatsappChannel channel = channels.toSendBy(bot.id());
        try (BroadcastRequest request = RequestReader.read(body, maxUsers)) {
            @Nullable Claim claim = Claim.of(bot.id(), idempotencyKey, request.bodyHash());
            Optional<ObjectNode> earlier = idempotency.earlierAnswer(claim);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Checked checked = check(bot, request);
            checked.throwIfWrong();
            ObjectNode answer = database.inTransaction(connection ->
                    idempotency.once(connection, claim, () -> store(connection, bot, channel, request, checked)));
            wake.run();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// What a request would do: everything as in [#accept], and then nothing is kept.
    public ObjectNode dryRun(Bot bot, InputStream body) {
        WhatsappChannel channel = channels.toSendBy(bot.id());
        try (BroadcastRequest request = RequestReader.read(body, maxUsers)) {
            Checked checked = check(bot, request);
            return database.inTransaction(connection -> {
                DryRun report = new DryRun(channel, request, checked);
                resolve(connection, bot, request, checked, (resolved, firstSeq) -> report.add(resolved));
                connection.rollback();
                return report.toJson();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new StoreFailure(e);
        }
    }

    /// The database failed; [dev.crier.api.ProblemHandlers] looks at the cause.
    static final class StoreFailure extends RuntimeException {
        StoreFailure(SQLException cause) {
            super(cause);
        }
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
                initialState(settings, now),
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
        ChunkWriter chunks = new ChunkWriter(connection, broadcast.id(), 0);
        resolve(connection, bot, request, checked, (resolved, firstSeq) -> {
            for (Audience.Resolved each : resolved) {
                chunks.add(each.recipient());
            }
            MessageStore.apply(connection, failures(broadcast.id(), resolved, now));
        });
        chunks.flush();
        Finisher.finishIfDone(connection, broadcast.id());
        return BroadcastStore.find(org.jdbi.v3.core.Jdbi.create(connection).open(), bot.id(), broadcast.id())
                .map(BroadcastJson::summary)
                .orElseThrow();
    }

    private static State initialState(BroadcastRequest.Settings settings, Instant now) {
        if (settings.draft()) {
            return State.DRAFT;
        }
        boolean later = settings.scheduledAt() != null && settings.scheduledAt().isAfter(now);
        return later ? State.SCHEDULED : State.RUNNING;
    }

    /// Takes a batch of resolved users, the first of which has `firstSeq`.
    @FunctionalInterface
    private interface Sink {
        void take(List<Audience.Resolved> resolved, int firstSeq) throws SQLException;
    }

    private void resolve(Connection connection, Bot bot, BroadcastRequest request, Checked checked, Sink sink)
            throws SQLException {
        Audience audience = new Audience(bot, new Audience.Rules(checked.marketing(), checked.variants()));
        int firstSeq = 0;
        try (DataInputStream users = new DataInputStream(request.users().read());
                ReadAhead<List<Audience.Addressed>> batches = new ReadAhead<>(() -> nextBatch(users, audience))) {
            List<Audience.Addressed> batch = batches.next();
            while (!batch.isEmpty()) {
                sink.take(audience.resolve(connection, batch, firstSeq), firstSeq);
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

    private static List<Change> failures(UUID broadcastId, List<Audience.Resolved> resolved, Instant now) {
        List<Change> failures = new ArrayList<>();
        for (Audience.Resolved each : resolved) {
            if (each.failure() != null) {
                failures.add(failure(broadcastId, each.recipient().seq(), each.failure(), now)
                        .in(each.recipient().country()));
            }
        }
        return failures;
    }

    private static Change failure(UUID broadcastId, int seq, Reason reason, Instant now) {
        return Change.failed(new MessageId(broadcastId, seq, 0), new Change.Failure(reason), now);
    }
}
