package dev.crier.studio.broadcasts;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.Acceptor.Guard;
import dev.crier.contact.ErasedAddresses;
import dev.crier.db.Database;
import dev.crier.db.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL for plans that are not sent yet, and what is remembered of those that are.
public final class DraftStore {
    /// A draft holds numbers and files of people; nobody comes back to it after so long.
    static final Duration KEPT = Duration.ofDays(30);

    /// Each holds one connection while accepting takes others; all of the pool must not wait for each other.
    private static final int SENDING_AT_ONCE = 3;

    /// Of one bot, each with a file of 32 MB at most: as much as its media library may hold. The list shows them all.
    static final int MAX_OPEN = 30;

    /// Whoever types waits so long for a draft that is being sent; each has a connection meanwhile.
    private static final Duration WRITING_PATIENCE = Duration.ofSeconds(2);

    private static final String COLUMNS = "id, bot_id, plan, pages, broadcast_id, inserted_at, updated_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM studio_draft";

    /// A file of 32 MB is some 100 MB while it comes from the database, and is read whole.
    private static final int FILES_AT_ONCE = 2;

    private final Database database;
    private final Jdbi jdbi;
    private final Turns sendings =
            new Turns(SENDING_AT_ONCE, Turns.PATIENCE, "Others are being sent just now; press Send again in a moment");

    private final Turns files = new Turns(
            FILES_AT_ONCE, Turns.PATIENCE, "Other files are being looked through just now; try again in a moment");

    public DraftStore(Database database) {
        this.database = database;
        this.jdbi = database.jdbi();
    }

    /// A plan and where it stands.
    ///
    /// @param pages which page has written each part last, see [Turn]
    /// @param broadcastId what it became; null: not sent yet
    public record Draft(
            UUID id,
            UUID botId,
            Plan plan,
            Map<String, String> pages,
            @Nullable UUID broadcastId,
            Instant insertedAt,
            Instant updatedAt) {
        public Draft {
            pages = Map.copyOf(pages);
        }

        /// The draft with a plan that is not kept yet.
        Draft with(Plan unsaved) {
            return new Draft(id, botId, unsaved, pages, broadcastId, insertedAt, updatedAt);
        }

        public String name() {
            if (!plan.terms().name().isBlank()) {
                return plan.terms().name();
            }
            return plan.template().isEmpty() ? "New broadcast" : plan.template();
        }
    }

    UUID add(UUID botId, Plan plan) {
        return database.inHandle(handle -> {
            requireRoom(handle, botId);
            UUID id = Ids.next();
            handle.execute(
                    "INSERT INTO studio_draft (id, bot_id, plan) VALUES (?, ?, ?::jsonb)", id, botId, plan.toJson());
            return id;
        });
    }

    /// One after the other, lest two take the last place.
    private static void requireRoom(Handle handle, UUID botId) {
        var _ = handle.select("SELECT id FROM bot WHERE id = ? FOR NO KEY UPDATE", botId)
                .mapTo(UUID.class)
                .findOne();
        int open = handle.select("SELECT count(*) FROM studio_draft WHERE bot_id = ? AND broadcast_id IS NULL", botId)
                .mapTo(Integer.class)
                .one();
        if (open >= MAX_OPEN) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "This bot has " + open + " drafts, and " + MAX_OPEN
                            + " are possible; open one of them in Broadcasts and throw it away, then try again");
        }
    }

    /// One that is not sent yet.
    Optional<Draft> open(UUID botId, UUID id) {
        return find(botId, id).filter(draft -> draft.broadcastId() == null);
    }

    Optional<Draft> find(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> handle.select(SELECT + " WHERE bot_id = ? AND id = ?", botId, id)
                .map((row, context) -> draft(row))
                .findOne());
    }

    /// The plan that became that broadcast.
    Optional<Draft> behind(UUID botId, UUID broadcastId) {
        return jdbi.withHandle(
                handle -> handle.select(SELECT + " WHERE bot_id = ? AND broadcast_id = ?", botId, broadcastId)
                        .map((row, context) -> draft(row))
                        .findOne());
    }

    /// Those that are not sent yet, newest first.
    List<Draft> list(UUID botId, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        SELECT + " WHERE bot_id = ? AND broadcast_id IS NULL ORDER BY id DESC LIMIT ?", botId, limit)
                .map((row, context) -> draft(row))
                .list());
    }

    private static Draft draft(ResultSet row) throws SQLException {
        return new Draft(
                row.getObject("id", UUID.class),
                row.getObject("bot_id", UUID.class),
                Plan.of(row.getString("plan")),
                pages(row.getString("pages")),
                row.getObject("broadcast_id", UUID.class),
                row.getTimestamp("inserted_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Map<String, String> pages(String json) {
        Map<String, String> pages = new HashMap<>();
        Json.parseOwn(json)
                .properties()
                .forEach(each -> pages.put(each.getKey(), each.getValue().asString()));
        return pages;
    }

    /// A draft as it is now.
    ///
    /// @param isWritten false: another page had written that part of it since the one that wanted to was made
    record Written(Draft now, boolean isWritten) {}

    /// Changes one part of a draft's plan, if it is that page's turn. The other parts are as they are at this moment,
    /// whoever wrote them.
    Written write(Draft draft, Turn turn, UnaryOperator<Plan> change) {
        return write(draft, turn, change, null);
    }

    /// The file or the numbers that name people; empty: they are named otherwise.
    ///
    /// @param sight what is in the file; null: there is none, or nobody has looked
    record Given(byte[] people, @Nullable Sight sight) {
        static final Given NOTHING = new Given(new byte[0], null);
    }

    /// The same with what names its people.
    Written write(Draft draft, Turn turn, UnaryOperator<Plan> change, @Nullable Given given) {
        try {
            return written(draft, turn, change, given);
        } catch (RuntimeException e) {
            if (SqlErrors.lockNotGranted(e)) {
                throw Problem.of(
                        ProblemCode.WRONG_STATE,
                        "This draft is being sent or looked through just now; nothing is changed. Try again in a moment");
            }
            throw e;
        }
    }

    private Written written(Draft draft, Turn turn, UnaryOperator<Plan> change, @Nullable Given given) {
        return database.inHandle(handle -> {
            handle.execute("SET LOCAL lock_timeout = " + WRITING_PATIENCE.toMillis());
            Draft now = lock(handle, draft.botId(), draft.id())
                    .filter(each -> each.broadcastId() == null)
                    .orElseThrow(() -> Problem.of(
                            ProblemCode.WRONG_STATE,
                            "This draft was sent or thrown away meanwhile; nothing is changed"));
            if (!turn.mayWrite(now.pages().get(turn.part().key()))) {
                return new Written(now, false);
            }
            return handle.select(
                            "UPDATE studio_draft SET plan = ?::jsonb, people = COALESCE(?, people),"
                                    + " sight = CASE WHEN ? THEN ?::jsonb ELSE sight END, updated_at = now(),"
                                    + " pages = pages || jsonb_build_object(?::text, ?::text) WHERE id = ?"
                                    + " RETURNING " + COLUMNS,
                            change.apply(now.plan()).toJson(),
                            given == null ? null : given.people(),
                            given != null,
                            given == null || given.sight() == null
                                    ? null
                                    : given.sight().toJson(),
                            turn.part().key(),
                            turn.stamp(),
                            draft.id())
                    .map((row, context) -> new Written(draft(row), true))
                    .one();
        });
    }

    /// What somebody saw in the file when they looked last.
    Optional<Sight> sight(Draft draft) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT sight FROM studio_draft WHERE id = ? AND sight IS NOT NULL", draft.id())
                        .mapTo(String.class)
                        .findOne()
                        .map(Sight::of));
    }

    /// Of the draft as it was when it was looked at; another look is needed if it has changed meanwhile.
    void remember(Draft draft, Sight sight) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE studio_draft SET sight = ?::jsonb WHERE id = ? AND updated_at = ?",
                sight.toJson(),
                draft.id(),
                draft.updatedAt().atOffset(ZoneOffset.UTC)));
    }

    /// Whoever reads what names people takes a turn.
    Turns files() {
        return files;
    }

    byte[] people(Draft draft) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT people FROM studio_draft WHERE id = ? AND people IS NOT NULL", draft.id())
                .mapTo(byte[].class)
                .findOne()
                .orElse(new byte[0]));
    }

    boolean delete(UUID botId, UUID id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "DELETE FROM studio_draft WHERE bot_id = ? AND id = ? AND broadcast_id IS NULL", botId, id)
                > 0);
    }

    /// Makes the broadcast of a plan.
    @FunctionalInterface
    interface Sending {
        /// Sends; the guard is asked again when the people are stored.
        UUID send(Draft draft, Guard guard) throws SQLException;
    }

    /// Sends a draft once, however often it is asked for at the same time, and returns the broadcast that it became.
    /// Whom it was for is known to the broadcast then.
    Optional<UUID> send(UUID botId, UUID id, Sending sending) {
        return sendings.take(() -> sendOnce(botId, id, sending));
    }

    private Optional<UUID> sendOnce(UUID botId, UUID id, Sending sending) {
        return database.inHandle(handle -> {
            Optional<Draft> found = lock(handle, botId, id);
            if (found.isEmpty() || found.get().broadcastId() != null) {
                return found.map(Draft::broadcastId);
            }
            Draft draft = found.get();
            Guard guard = connection -> requireNobodyErased(connection, draft);
            guard.check(handle.getConnection());
            UUID broadcast = sending.send(draft, guard);
            Plan.People people = draft.plan().people();
            Plan rest = draft.plan()
                    .with(
                            people.kind() == Plan.Kind.FILTER
                                    ? people
                                    : new Plan.People(people.kind(), null, "", List.of(), null));
            handle.execute(
                    "UPDATE studio_draft SET broadcast_id = ?, people = NULL, sight = NULL, plan = ?::jsonb"
                            + " WHERE id = ?",
                    broadcast,
                    rest.toJson(),
                    id);
            return Optional.of(broadcast);
        });
    }

    /// Whoever was erased a moment ago may be in the draft's list still.
    private static void requireNobodyErased(Connection connection, Draft draft) throws SQLException {
        if (draft.plan().people().namesPeople() && ErasedAddresses.areWaitedFor(connection, draft.botId())) {
            throw Problem.of(
                    ProblemCode.UNAVAILABLE,
                    "Somebody was erased just now, and the lists are being looked through; press Send again in a moment");
        }
    }

    /// Waits for whoever else has the draft.
    private static Optional<Draft> lock(Handle handle, UUID botId, UUID id) {
        return handle.select(SELECT + " WHERE bot_id = ? AND id = ? FOR UPDATE", botId, id)
                .map((row, context) -> draft(row))
                .findOne();
    }

    /// Throws away drafts that nobody has touched for long.
    public int runOnce() {
        return jdbi.withHandle(handle -> handle.execute(
                "DELETE FROM studio_draft WHERE broadcast_id IS NULL AND updated_at < now() - ?::interval",
                KEPT.toString()));
    }

    Optional<String> testPhone(UUID memberId) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT phone FROM studio_test_phone WHERE member_id = ?", memberId)
                        .mapTo(String.class)
                        .findOne());
    }

    void rememberTestPhone(UUID memberId, String phone) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO studio_test_phone (member_id, phone) VALUES (?, ?)
                ON CONFLICT (member_id) DO UPDATE SET phone = excluded.phone""", memberId, phone));
    }
}
