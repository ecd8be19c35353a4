package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Spool;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.CsvTableWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tables that somebody brought by a page, until they are imported: looked at as often as they like, then carried out
/// beside the page, which asks how far it is.
///
/// All of it is in this process: after a restart the file is chosen again. A table belongs to the member who brought it
/// and to the bot they brought it for; the oldest make room, and none is kept longer than two hours.
public final class ImportDesk implements AutoCloseable {
    static final int MAX_TABLES = 30;
    static final int MAX_TABLES_OF_ONE = 3;
    static final Duration KEPT = Duration.ofHours(2);

    /// In the list of what was wrong, which is a file to download.
    private static final int MAX_WRONG = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(ImportDesk.class);

    private final Importer importer;
    private final Clock clock;
    /// As they came; several may come in one millisecond.
    private final Map<UUID, Entry> entries = new LinkedHashMap<>();

    public ImportDesk(Importer importer, Clock clock) {
        this.importer = importer;
        this.clock = clock;
    }

    /// Whose a table is.
    public record Owner(UUID botId, UUID memberId) {}

    /// What the member says about the table.
    ///
    /// @param choices null: those that the header suggests
    /// @param tag for everybody in it; null: none
    public record Reading(
            @Nullable List<ColumnChoice> choices, @Nullable String tag, Numbers numbers) {}

    /// How the table writes numbers.
    public enum Numbers {
        WITH_PLUS,
        /// A spreadsheet took their plus.
        PLUS_DROPPED
    }

    /// How far an import is.
    public enum Phase {
        /// Looked at, not begun.
        CHOSEN,
        /// Being read to its end, before anything is changed.
        READING,
        WRITING,
        DONE,
        FAILED
    }

    /// An import at this moment.
    ///
    /// @param total rows; 0 while nobody knows
    /// @param result the API's answer; null until it is done
    /// @param problem why it failed
    /// @param wrong lines in the list of what was wrong
    public record State(
            String filename,
            Phase phase,
            int done,
            int total,
            @Nullable ObjectNode result,
            @Nullable Problem problem,
            int wrong) {}

    /// A table and what became of it. Only the import's own thread writes what changes.
    private static final class Entry implements Importer.Watcher, AutoCloseable {
        private final Owner owner;
        private final String filename;
        private final Spool table;
        private final Spool wrong = new Spool();
        private final long takenAt;
        private @Nullable CsvTableWriter wrongTable;
        private volatile State state;

        Entry(Owner owner, String filename, Spool table, long takenAt) {
            this.owner = owner;
            this.filename = filename;
            this.table = table;
            this.takenAt = takenAt;
            this.state = new State(filename, Phase.CHOSEN, 0, 0, null, null, 0);
        }

        boolean isRunning() {
            return state.phase() == Phase.READING || state.phase() == Phase.WRITING;
        }

        @Override
        public void counted(int rows) {
            state = new State(filename, Phase.WRITING, 0, rows, null, null, 0);
        }

        @Override
        public void reached(int rows) {
            state = new State(filename, Phase.WRITING, rows, state.total(), null, null, state.wrong());
        }

        @Override
        public void wrong(int row, Fault fault) {
            State now = state;
            if (now.wrong() >= MAX_WRONG) {
                return;
            }
            try {
                if (wrongTable == null) {
                    wrongTable = new CsvTableWriter(wrong, ',', CsvTableWriter.Mark.WITH_MARK);
                    wrongTable.row(List.of("row", "problem", "code"));
                }
                wrongTable.row(List.of(Integer.toString(row), fault.detail(), fault.code()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            state = new State(filename, now.phase(), now.done(), now.total(), null, null, now.wrong() + 1);
        }

        void end(@Nullable ObjectNode result, @Nullable Problem problem) {
            try {
                if (wrongTable != null) {
                    wrongTable.finish();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            State now = state;
            Phase phase = problem == null ? Phase.DONE : Phase.FAILED;
            state = new State(filename, phase, now.done(), now.total(), result, problem, now.wrong());
        }

        @Override
        public void close() {
            try {
                table.close();
                wrong.close();
            } catch (IOException e) {
                LOG.warn("A table that is not needed any more could not be removed: {}", e.getMessage());
            }
        }
    }

    /// Keeps a table; its id. `content` is read to its end.
    public UUID take(Owner owner, String filename, InputStream content) throws IOException {
        Spool spool = new Spool();
        try {
            content.transferTo(spool);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        UUID id = Ids.next();
        synchronized (entries) {
            try {
                makeRoom(owner);
            } catch (RuntimeException e) {
                spool.close();
                throw e;
            }
            entries.put(id, new Entry(owner, filename, spool, clock.millis()));
        }
        return id;
    }

    /// Lets go of tables whose time is up: they hold numbers of people, whether anybody brings another one or not.
    public void runOnce() {
        long oldest = clock.millis() - KEPT.toMillis();
        synchronized (entries) {
            remove(entries.values().stream()
                    .filter(entry -> entry.takenAt < oldest)
                    .filter(entry -> !entry.isRunning())
                    .toList());
        }
    }

    private void makeRoom(Owner owner) {
        runOnce();
        List<Entry> own = entries.values().stream()
                .filter(entry -> entry.owner.memberId().equals(owner.memberId()))
                .toList();
        if (own.size() >= MAX_TABLES_OF_ONE) {
            remove(oldest(own));
        }
        if (entries.size() >= MAX_TABLES) {
            remove(oldest(List.copyOf(entries.values())));
        }
        boolean full = entries.size() >= MAX_TABLES
                || entries.values().stream()
                                .filter(entry -> entry.owner.memberId().equals(owner.memberId()))
                                .count()
                        >= MAX_TABLES_OF_ONE;
        if (full) {
            throw Problem.of(ProblemCode.UNAVAILABLE, "Other imports are running; choose the file again in a minute");
        }
    }

    private static List<Entry> oldest(List<Entry> some) {
        return some.stream()
                .filter(entry -> !entry.isRunning())
                .min(Comparator.comparingLong(entry -> entry.takenAt))
                .map(List::of)
                .orElse(List.of());
    }

    private void remove(List<Entry> old) {
        entries.values().removeAll(old);
        old.forEach(Entry::close);
    }

    private Entry entry(Owner owner, UUID id) {
        synchronized (entries) {
            return Optional.ofNullable(entries.get(id))
                    .filter(entry -> entry.owner.equals(owner))
                    .orElseThrow(() ->
                            Problem.of(ProblemCode.NOT_FOUND, "The table is not kept any more; choose the file again"));
        }
    }

    public State state(Owner owner, UUID id) {
        return entry(owner, id).state;
    }

    /// The beginning of the table as it would be understood.
    public ImportPreview preview(Bot bot, Owner owner, UUID id, Reading reading) {
        ImportRow.Numbers numbers =
                new ImportRow.Numbers(bot.defaultCountry(), reading.numbers() == Numbers.PLUS_DROPPED);
        return ImportPreview.of(bot, entry(owner, id).table, CsvTable.Dialect.DETECTED, reading.choices(), numbers);
    }

    /// Begins the import, also once more if it could not begin before; false if it has begun already.
    public boolean start(Bot bot, Owner owner, UUID id, Reading reading) {
        Entry entry = entry(owner, id);
        List<ColumnChoice> choices = Optional.ofNullable(reading.choices())
                .orElseGet(() -> preview(bot, owner, id, reading).choices());
        Importer.Wish wish = new Importer.Wish(
                CsvTable.Dialect.DETECTED,
                ImportColumns.Mapping.chosen(choices),
                tag(reading.tag()),
                reading.numbers() == Numbers.PLUS_DROPPED,
                Importer.Mode.KEEP);
        synchronized (entries) {
            State now = entry.state;
            boolean again = now.phase() == Phase.FAILED && now.done() == 0 && now.wrong() == 0;
            if (now.phase() != Phase.CHOSEN && !again) {
                return false;
            }
            entry.state = new State(entry.filename, Phase.READING, 0, 0, null, null, 0);
        }
        var _ = Thread.ofVirtual().name("import " + id).start(() -> run(bot, entry, wish));
        return true;
    }

    private static @Nullable String tag(@Nullable String tag) {
        if (tag != null && !ContactPatch.isTag(tag)) {
            ContactBook.throwIfWrong(List.of(new Fault("invalid_value", ContactPatch.TAG_RULE, "/tag")));
        }
        return tag == null ? null : tag.strip();
    }

    private void run(Bot bot, Entry entry, Importer.Wish wish) {
        try {
            entry.end(importer.run(bot, entry.table, wish, entry), null);
        } catch (ProblemException e) {
            entry.end(null, e.problem());
        } catch (Exception e) {
            LOG.error("An import broke off", e);
            entry.end(
                    null,
                    new Problem(
                            ProblemCode.INTERNAL_ERROR,
                            "The import broke off; rows that are done stay as they are",
                            List.of(),
                            null));
        }
    }

    /// What was wrong, row by row, as a table; once the import has ended.
    public InputStream wrong(Owner owner, UUID id) throws IOException {
        Entry entry = entry(owner, id);
        Phase phase = entry.state.phase();
        if (phase != Phase.DONE && phase != Phase.FAILED) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The import has not ended yet");
        }
        return entry.wrong.read();
    }

    /// A running import reads on and fails, unless the process ends before.
    @Override
    public void close() {
        synchronized (entries) {
            remove(new ArrayList<>(entries.values()));
        }
    }
}
