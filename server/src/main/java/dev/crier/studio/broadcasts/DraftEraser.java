package dev.crier.studio.broadcasts;

import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.api.ProblemException;
import dev.crier.contact.ErasedAddresses;
import dev.crier.db.Database;
import dev.crier.studio.broadcasts.Plan.Erased;
import dev.crier.studio.broadcasts.Plan.Kind;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Takes people who were erased out of the lists of broadcasts that are not sent yet. Their lines leave pasted numbers.
/// A file that names them goes as a whole: what is left of it could not be compared with the one that its owner has,
/// and
/// that has to be mended in any case.
public final class DraftEraser {
    private static final Pattern SEPARATOR = Pattern.compile("[,;\\t|\"]");

    /// Drafts that name people themselves; who was chosen by ids is nobody any more.
    private static final String NAMING =
            " AND broadcast_id IS NULL AND (people IS NOT NULL OR plan #>> '{people,audience,search}' IS NOT NULL)";

    private final Database database;
    private final DraftStore store;
    private final AccountStore accounts;
    private final ErasedAddresses erased;

    public DraftEraser(Database database, DraftStore store, AccountStore accounts, ErasedAddresses erased) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
        this.erased = erased;
    }

    /// A plan and its list.
    private record Kept(Plan plan, byte[] people) {}

    /// Looks through the lists of every bot in which somebody was erased. What goes wrong with one bot's lists does not
    /// keep those of others; it is tried again the next time.
    public void runOnce() throws SQLException {
        @Nullable RuntimeException first = null;
        for (UUID botId : erased.bots()) {
            try {
                lookThrough(botId);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void lookThrough(UUID botId) throws SQLException {
        ErasedAddresses.People people = erased.of(botId);
        @Nullable String country = accounts.bot(botId).map(Bot::defaultCountry).orElse(null);
        boolean areAllDone = true;
        for (UUID draft : drafts(botId)) {
            areAllDone &= store.files()
                    .<Boolean, RuntimeException>take(() -> isLookedThrough(draft, text -> people.areIn(text, country)));
        }
        if (areAllDone) {
            erased.lookedThrough(people);
        }
    }

    private List<UUID> drafts(UUID botId) {
        return database.jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM studio_draft WHERE bot_id = ?" + NAMING, botId)
                        .mapTo(UUID.class)
                        .list());
    }

    /// Whether a text names one of the people.
    private interface Naming {
        boolean isIn(String text);
    }

    /// False if the draft is being sent just now: if that fails, it has to be looked at again.
    private boolean isLookedThrough(UUID id, Naming naming) {
        return database.inHandle(handle -> {
            Optional<Kept> kept = handle.select(
                            "SELECT plan, COALESCE(people, '') AS people FROM studio_draft WHERE id = ?" + NAMING
                                    + " FOR UPDATE SKIP LOCKED",
                            id)
                    .map((row, context) -> new Kept(Plan.of(row.getString("plan")), row.getBytes("people")))
                    .findOne();
            kept.ifPresent(draft -> clear(handle, id, draft, naming));
            return kept.isPresent()
                    || handle.select("SELECT FROM studio_draft WHERE id = ?" + NAMING, id)
                            .map((_, _) -> true)
                            .findOne()
                            .isEmpty();
        });
    }

    private static void clear(Handle handle, UUID id, Kept draft, Naming naming) {
        Kind kind = draft.plan().people().kind();
        if (kind == Kind.NUMBERS) {
            String before = new String(draft.people(), StandardCharsets.UTF_8);
            String after = before.lines().filter(line -> !naming.isIn(line)).collect(Collectors.joining("\n"));
            if (before.lines().count() != after.lines().count()) {
                Plan plan = draft.plan().with(Plan.People.ofNumbers(Erased.LINES));
                write(handle, id, plan, after.getBytes(StandardCharsets.UTF_8));
            }
        } else if (kind == Kind.FILE && isInFile(draft.people(), naming)) {
            write(handle, id, draft.plan().with(Plan.People.without(Erased.FILE)), null);
        } else if (kind == Kind.FILTER && naming.isIn(search(draft.plan()))) {
            write(handle, id, draft.plan().with(Plan.People.without(Erased.FILTER)), null);
        }
    }

    private static String search(Plan plan) {
        @Nullable JsonNode audience = plan.people().audience();
        return audience == null ? "" : audience.path("search").asString("");
    }

    private static void write(Handle handle, UUID id, Plan plan, byte @Nullable [] people) {
        handle.execute(
                "UPDATE studio_draft SET plan = ?::jsonb, people = ?, sight = NULL, updated_at = now(),"
                        + " pages = pages || jsonb_build_object(?::text, ?::text) WHERE id = ?",
                plan.toJson(),
                people,
                Turn.Part.PEOPLE.key(),
                UUID.randomUUID().toString(), // a page that was opened before must not write them back
                id);
    }

    /// Digits are the same in all others that spreadsheets write.
    private static Charset charset(byte[] file) {
        if (file.length > 1 && file[0] == (byte) 0xFF && file[1] == (byte) 0xFE) {
            return StandardCharsets.UTF_16LE;
        }
        return file.length > 1 && file[0] == (byte) 0xFE && file[1] == (byte) 0xFF
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }

    /// What cannot be read to its end cannot be said to be free of somebody. Of a text all is looked at, not only what
    /// its columns are: the number may be in the first row, or in a cell too many.
    private static boolean isInFile(byte[] file, Naming naming) {
        if (!Sheet.isWorkbook(file)) {
            return new String(file, charset(file))
                    .lines()
                    .flatMap(SEPARATOR::splitAsStream)
                    .anyMatch(naming::isIn);
        }
        try (Table table = Sheet.open(file)) {
            boolean isIn = table.columns().stream().anyMatch(naming::isIn);
            for (Row row = table.next(); row != null && !isIn; row = table.next()) {
                isIn = row.cells().stream().anyMatch(naming::isIn);
            }
            return isIn;
        } catch (ProblemException | IOException | UncheckedIOException e) {
            // One file that is broken must not keep those who were erased in all others.
            return true;
        }
    }
}
