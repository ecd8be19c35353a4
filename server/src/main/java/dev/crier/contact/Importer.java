package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings a table of people in: new ones are made, known ones get what its cells say. One wrong row stops no other; a
/// table that cannot be read to its end changes nothing.
///
/// The table was spooled before, so a slow client holds no transaction; rows are staged before the first contact is
/// locked.
final class Importer {
    /// A statement for each stays well below the time after which a silent connection is given up.
    private static final int ROWS_PER_BATCH = 10_000;

    private final Database database;
    private final Forgotten forgotten;

    Importer(Database database, Forgotten forgotten) {
        this.database = database;
        this.forgotten = forgotten;
    }

    /// What the caller says about the table.
    ///
    /// @param map which column is which field, where the names do not say it
    /// @param tag a tag for everybody in the table
    record Wish(
            CsvTable.Dialect dialect,
            @Nullable String map,
            @Nullable String tag,
            Mode mode) {}

    /// What becomes of the changes.
    enum Mode {
        KEEP,
        /// Everything as with [#KEEP], and then nothing is kept.
        DRY_RUN
    }

    ObjectNode run(Bot bot, Spool spool, Wish wish) throws SQLException {
        return database.inTransaction(connection -> {
            Tally tally = new Tally();
            try (Table table = open(spool, wish)) {
                ImportColumns columns = ImportColumns.of(table.columns(), wish.map());
                ImportStore store = new ImportStore(connection, bot.id());
                int last = stage(connection, bot, table, columns, store, wish, tally);
                analyze(connection);
                for (int first = 1; first <= last; first += ROWS_PER_BATCH) {
                    tally.add(store.write(first, first + ROWS_PER_BATCH - 1, tally::tooMuch));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (wish.mode() == Mode.DRY_RUN) {
                connection.rollback();
            }
            return tally.json();
        });
    }

    /// XLSX is a ZIP, and says so in its first bytes; no CSV begins so.
    private static Table open(Spool spool, Wish wish) throws IOException {
        InputStream in = new BufferedInputStream(spool.read());
        in.mark(2);
        boolean zip = in.read() == 'P' && in.read() == 'K';
        in.reset();
        return zip ? new XlsxTable(in, Bounds.SHEET) : new CsvTable(in, wish.dialect(), Bounds.SHEET);
    }

    /// The number of the last row.
    private int stage(
            Connection connection,
            Bot bot,
            Table table,
            ImportColumns columns,
            ImportStore store,
            Wish wish,
            Tally tally)
            throws SQLException {
        SeenPhones seen = new SeenPhones();
        List<ImportRow> batch = new ArrayList<>(ROWS_PER_BATCH);
        int last = 0;
        for (@Nullable Row row = table.next(); row != null; row = table.next()) {
            last = row.number();
            tally.rows++;
            ImportRow.Result result = ImportRow.read(row, columns, bot.defaultCountry());
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
                stage(connection, bot, store, batch);
            }
        }
        stage(connection, bot, store, batch);
        return last;
    }

    private void stage(Connection connection, Bot bot, ImportStore store, List<ImportRow> batch) throws SQLException {
        Map<String, Optout> remembered = forgotten.recall(
                connection, bot.id(), batch.stream().map(ImportRow::phone).toList());
        store.stage(batch, remembered);
        batch.clear();
    }

    private static ImportRow tagged(ImportRow row, @Nullable String tag) {
        if (tag == null) {
            return row;
        }
        Set<String> tags = new LinkedHashSet<>(row.tags());
        tags.add(tag);
        return new ImportRow(row.number(), row.phone(), row.profile(), row.data(), tags, row.optout());
    }

    private static void analyze(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE pg_temp.staged");
        }
    }

    /// What the answer tells.
    private static final class Tally {
        private final ArrayNode errors = Json.MAPPER.createArrayNode();
        private int rows;
        private int created;
        private int updated;
        private int unchanged;
        private int failed;
        private int faults;

        void fail(int row, List<Fault> why) {
            failed++;
            for (Fault fault : why) {
                faults++;
                if (errors.size() < Problem.MAX_FAULTS) {
                    errors.add(Json.object()
                            .put("row", row)
                            .put("code", fault.code())
                            .put("detail", fault.detail()));
                }
            }
        }

        void tooMuch(int row) {
            fail(
                    row,
                    List.of(new Fault("too_many", "with this row the contact would have too many tags or variables")));
        }

        void add(ImportStore.Counts counts) {
            created += counts.created();
            updated += counts.updated();
            unchanged += counts.unchanged();
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
