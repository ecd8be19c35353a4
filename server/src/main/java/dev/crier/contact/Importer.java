package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.api.Spool;
import dev.crier.db.Database;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import dev.crier.tabular.XlsxTable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings a table of people in: new ones are made, known ones get what its cells say. One wrong row stops no other; a
/// table that cannot be read to its end changes nothing.
///
/// The table was spooled before, so a slow client holds no transaction. Each batch of rows is a transaction of its own:
/// nobody whose row is locked waits for the rest of a million. An import that breaks off is simply done again.
public final class Importer {
    /// Some tenths of a second, for which these contacts are locked.
    private static final int ROWS_PER_BATCH = 5_000;

    private static final byte[] ZIP = {'P', 'K', 3, 4};

    /// Each holds a connection and writes as much as the database takes.
    private static final int IMPORTS_AT_ONCE = 2;

    private static final int BUSY_SECONDS = 10;

    private final Database database;
    private final Forgotten forgotten;
    private final Semaphore running = new Semaphore(IMPORTS_AT_ONCE);

    public Importer(Database database, Forgotten forgotten) {
        this.database = database;
        this.forgotten = forgotten;
    }

    /// What the caller says about the table.
    ///
    /// @param mapping which column is which field
    /// @param tag a tag for everybody in the table
    /// @param plusDropped whether numbers without a plus are international all the same
    record Wish(
            CsvTable.Dialect dialect,
            ImportColumns.Mapping mapping,
            @Nullable String tag,
            boolean plusDropped,
            Mode mode) {}

    /// What becomes of the changes.
    enum Mode {
        KEEP,
        /// Everything as with [#KEEP], and then nothing is kept.
        DRY_RUN
    }

    /// Hears how far an import is, and all that is wrong: more than an answer has room for.
    interface Watcher {
        Watcher NONE = new Watcher() {};

        /// The whole table has been read.
        ///
        /// @param rows in it
        default void counted(int rows) {}

        /// Another part is done.
        ///
        /// @param rows done until now
        default void reached(int rows) {}

        default void wrong(int row, Fault fault) {}
    }

    ObjectNode run(Bot bot, Spool spool, Wish wish, Watcher watcher) throws SQLException {
        if (!running.tryAcquire()) {
            throw busy();
        }
        Tally tally = new Tally(watcher);
        try {
            watcher.counted(readThrough(spool, wish));
            try (Table table = open(spool, wish.dialect())) {
                write(bot, table, wish.mapping().of(table.columns()), wish, tally);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            running.release();
        }
        return tally.json();
    }

    private static ProblemException busy() {
        return new ProblemException(new Problem(
                ProblemCode.RATE_LIMITED,
                "At most " + IMPORTS_AT_ONCE + " imports run at once; come again when one has ended",
                List.of(),
                BUSY_SECONDS));
    }

    /// Only whether it can be read matters, and how many rows there are.
    private static int readThrough(Spool spool, Wish wish) throws IOException {
        int rows = 0;
        try (Table table = open(spool, wish.dialect())) {
            while (table.next() != null) {
                rows++;
            }
        }
        return rows;
    }

    /// XLSX is a ZIP, and says so in its first bytes; no CSV begins so.
    static Table open(Spool spool, CsvTable.Dialect dialect) throws IOException {
        InputStream in = new BufferedInputStream(spool.read());
        in.mark(ZIP.length);
        boolean zip = Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        in.reset();
        return zip ? new XlsxTable(in, Bounds.SHEET) : new CsvTable(in, dialect, Bounds.SHEET);
    }

    private void write(Bot bot, Table table, ImportColumns columns, Wish wish, Tally tally)
            throws SQLException, IOException {
        SeenPhones seen = new SeenPhones();
        ImportRow.Numbers numbers = new ImportRow.Numbers(bot.defaultCountry(), wish.plusDropped());
        List<ImportRow> batch = new ArrayList<>(ROWS_PER_BATCH);
        for (@Nullable Row row = table.next(); row != null; row = table.next()) {
            tally.rows++;
            ImportRow.Result result = ImportRow.read(row, columns, numbers);
            @Nullable ImportRow read = result.row();
            int earlier = read == null ? 0 : seen.first(Phones.person(read.phone()), row.number());
            if (read == null) {
                tally.fail(row.number(), result.faults());
            } else if (earlier > 0) {
                tally.fail(
                        row.number(),
                        List.of(new Fault("duplicate_phone", "row " + earlier + " has the same phone number")));
            } else {
                batch.add(tagged(read, wish.tag()));
            }
            if (batch.size() == ROWS_PER_BATCH) {
                tally.add(write(bot, batch, wish.mode()));
                tally.watcher.reached(tally.rows);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            tally.add(write(bot, batch, wish.mode()));
        }
        tally.watcher.reached(tally.rows);
    }

    private ImportStore.Outcome write(Bot bot, List<ImportRow> batch, Mode mode) throws SQLException {
        return database.inTransaction(connection -> {
            ImportStore.Outcome outcome = new ImportStore(connection, forgotten, bot.id()).write(batch);
            if (mode == Mode.DRY_RUN) {
                connection.rollback();
            }
            return outcome;
        });
    }

    private static ImportRow tagged(ImportRow row, @Nullable String tag) {
        if (tag == null) {
            return row;
        }
        Set<String> tags = new LinkedHashSet<>(row.tags());
        tags.add(tag);
        return new ImportRow(row.number(), row.phone(), row.profile(), row.data(), tags, row.optout());
    }

    /// What the answer tells.
    private static final class Tally {
        private final ArrayNode errors = Json.MAPPER.createArrayNode();
        private final Watcher watcher;
        private int rows;
        private int created;
        private int updated;
        private int unchanged;
        private int failed;
        private int faults;

        Tally(Watcher watcher) {
            this.watcher = watcher;
        }

        void fail(int row, List<Fault> why) {
            failed++;
            for (Fault fault : why) {
                faults++;
                watcher.wrong(row, fault);
                if (errors.size() < Problem.MAX_FAULTS) {
                    errors.add(Json.object()
                            .put("row", row)
                            .put("code", fault.code())
                            .put("detail", fault.detail()));
                }
            }
        }

        private void tooMuch(int row) {
            fail(
                    row,
                    List.of(new Fault("too_many", "with this row the contact would have too many tags or variables")));
        }

        void add(ImportStore.Outcome outcome) {
            created += outcome.created();
            updated += outcome.updated();
            unchanged += outcome.unchanged();
            outcome.tooMuch().forEach(this::tooMuch);
            outcome.twice()
                    .forEach(row -> fail(
                            row,
                            List.of(new Fault(
                                    "duplicate_phone", "an earlier row is of the same contact, by another number"))));
        }

        ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("rows", rows)
                    .put("created", created)
                    .put("updated", updated)
                    .put("unchanged", unchanged)
                    .put("failed", failed)
                    .put("errors_total", faults);
            json.set("errors", errors);
            return json;
        }
    }
}
