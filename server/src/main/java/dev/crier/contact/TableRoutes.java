package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Fault;
import dev.crier.api.Spool;
import dev.crier.api.Texts;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.CsvTableWriter;
import dev.crier.tabular.TableWriter;
import dev.crier.tabular.XlsxTableWriter;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Contacts as tables over the API: `…/user/import`, `…/user/export.csv` and `…/user/export.xlsx`.
public final class TableRoutes {
    private static final String PATH = "/api/bot/{bot_id}/user";
    private static final MediaType CSV = MediaTypes.create("text/csv");
    private static final MediaType XLSX =
            MediaTypes.create("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private static final int BUFFER_BYTES = 32 * 1024;

    private final Gatekeeper gatekeeper;
    private final Importer importer;
    private final Exporter exporter;
    private final long maxBytes;

    public TableRoutes(Gatekeeper gatekeeper, Importer importer, Exporter exporter, long maxBytes) {
        this.gatekeeper = gatekeeper;
        this.importer = importer;
        this.exporter = exporter;
        this.maxBytes = maxBytes;
    }

    /// Before [ContactRoutes], which would take `import` for a user.
    public void routing(HttpRouting.Builder routing) {
        Address.at(PATH + "/import").post(this::bring).register(routing);
        Address.at(PATH + "/export.csv").producing(CSV).get(this::csv).register(routing);
        Address.at(PATH + "/export.xlsx").producing(XLSX).get(this::xlsx).register(routing);
    }

    private void bring(ServerRequest request, ServerResponse response) throws IOException, SQLException {
        Bot bot = gatekeeper.admit(request);
        Importer.Wish wish = wish(request);
        try (Spool spool = new Spool();
                Body body = Body.raw(request, maxBytes)) {
            body.transferTo(spool);
            Answers.json(response, importer.run(bot, spool, wish, Importer.Watcher.NONE));
        }
    }

    private static Importer.Wish wish(ServerRequest request) {
        List<Fault> faults = new ArrayList<>();
        Optional<Character> separator = separator(request, faults);
        String charset = request.query().first("charset").orElse("utf-8");
        boolean latin = charset.equalsIgnoreCase("windows-1252");
        if (!latin && !charset.equalsIgnoreCase("utf-8")) {
            faults.add(new Fault("invalid_value", "charset must be utf-8 or windows-1252"));
        }
        @Nullable
        String tag =
                request.query().first("tag").asOptional().map(String::strip).orElse(null);
        if (tag != null && (!ContactPatch.isTag(tag) || Texts.problem(tag) != null)) {
            faults.add(new Fault("invalid_value", ContactPatch.TAG_RULE));
        }
        String plus = request.query().first("plus").orElse("");
        if (!plus.isEmpty() && !plus.equals("dropped")) {
            faults.add(
                    new Fault("invalid_value", "plus can only be dropped: numbers are international without a plus"));
        }
        ContactBook.throwIfWrong(faults);
        return new Importer.Wish(
                new CsvTable.Dialect(separator, latin),
                ImportColumns.Mapping.named(
                        request.query().first("map").asOptional().orElse(null)),
                tag,
                plus.equals("dropped"),
                isDryRun(request) ? Importer.Mode.DRY_RUN : Importer.Mode.KEEP);
    }

    private static Optional<Character> separator(ServerRequest request, List<Fault> faults) {
        String written = request.query().first("separator").orElse("");
        boolean valid = written.isEmpty() || List.of(",", ";", "\t", "tab").contains(written);
        if (!valid) {
            faults.add(new Fault("invalid_value", "separator must be a comma, a semicolon or tab"));
        }
        if (!valid || written.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(written.equals("tab") ? '\t' : written.charAt(0));
    }

    /// Anything but a clear no is a dry run: a misspelled yes must not change anybody.
    private static boolean isDryRun(ServerRequest request) {
        return request.query()
                .first("dry_run")
                .asOptional()
                .filter(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
                .isPresent();
    }

    private void csv(ServerRequest request, ServerResponse response) throws IOException {
        Bot bot = gatekeeper.admit(request);
        List<Fault> faults = new ArrayList<>();
        char separator = separator(request, faults).orElse(',');
        ContactBook.throwIfWrong(faults);
        ContactFilter filter = ContactFilter.of(request, bot);
        CsvTableWriter.Mark mark = request.query().first("bom").orElse("").equalsIgnoreCase("true")
                ? CsvTableWriter.Mark.WITH_MARK
                : CsvTableWriter.Mark.WITHOUT_MARK;
        send(
                bot,
                filter,
                response,
                "text/csv; charset=utf-8",
                "contacts.csv",
                out -> new CsvTableWriter(out, separator, mark));
    }

    private void xlsx(ServerRequest request, ServerResponse response) throws IOException {
        Bot bot = gatekeeper.admit(request);
        ContactFilter filter = ContactFilter.of(request, bot);
        send(bot, filter, response, XLSX.text(), "contacts.xlsx", out -> new XlsxTableWriter(out, "Contacts"));
    }

    /// Makes the writer of one format.
    @FunctionalInterface
    private interface Format {
        TableWriter on(OutputStream out) throws IOException;
    }

    private void send(Bot bot, ContactFilter filter, ServerResponse response, String type, String name, Format format)
            throws IOException {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
        // Closed only when all is written: closing a stream that broke off would make it look whole.
        OutputStream out = new BufferedOutputStream(response.outputStream(), BUFFER_BYTES);
        exporter.write(bot.id(), filter, format.on(out));
        out.close();
    }
}
