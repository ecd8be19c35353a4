package dev.crier.cli;

import dev.crier.client.Contact;
import dev.crier.client.ContactFilter;
import dev.crier.client.Crier;
import dev.crier.client.ImportResult;
import dev.crier.client.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `crier contacts`: the people a bot knows.
@Command(
        name = "contacts",
        description = "Lists, imports and exports the contacts of a bot, through a running server.",
        footer = {"", "Example:", "  crier contacts import people.csv --map phone=Mobile"})
final class ContactsCommand extends Group {
    private static final int ROWS_SHOWN = 10;

    /// A format of tables.
    enum Format {
        csv,
        xlsx
    }

    /// Which contacts.
    static final class Which {
        @Option(names = "--tag", paramLabel = "TAG", description = "only those with this tag")
        private @Nullable String tag;

        @Option(names = "--search", paramLabel = "TEXT", description = "only those with such a name or number")
        private @Nullable String search;

        ContactFilter filter() {
            return new ContactFilter(null, null, tag, search);
        }
    }

    @Command(
            name = "list",
            description = "Lists contacts.",
            footer = {"", "Example:", "  crier contacts list --tag customer --json"})
    void list(
            @Mixin Which which,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "50",
                            description = "how many at most (default: ${DEFAULT-VALUE})")
                    int limit,
            @Option(names = "--json", description = "an object a line") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client();
                Stream<Contact> found = crier.contacts().list(which.filter()).limit(Math.max(0, limit))) {
            if (json) {
                found.forEach(each -> CliJson.printLine(out(), each));
                out().flush();
                return;
            }
            List<List<String>> rows = found.map(ContactsCommand::row).toList();
            Table.print(out(), List.of("phone", "name", "locale", "tags", "opt-out", "id"), rows);
            out().flush();
        }
    }

    private static List<String> row(Contact contact) {
        String name = Stream.of(contact.firstName(), contact.lastName())
                .filter(each -> each != null)
                .collect(Collectors.joining(" "));
        return List.of(
                text(contact.phone()),
                name,
                text(contact.locale()),
                String.join(", ", contact.tags()),
                text(contact.optout()),
                contact.userId());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Command(
            name = "get",
            description = "Prints a contact as JSON.",
            footer = {"", "Example:", "  crier contacts get +31612345678"})
    void get(@Parameters(paramLabel = "USER", description = "phone number or id") String user, @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client()) {
            CliJson.print(out(), crier.contacts().get(user));
        }
    }

    @Command(
            name = "delete",
            description = "Erases a person: name, number and conversation go, counts and an opt-out stay.",
            footer = {"", "Example:", "  crier contacts delete +31612345678 --yes"})
    int delete(
            @Parameters(paramLabel = "USER", description = "phone number or id") String user,
            @Option(names = "--yes", description = "do not ask") boolean yes,
            @Mixin ApiOptions api)
            throws IOException {
        try (Crier crier = api.client()) {
            if (!yes && !Terminal.confirms("Erase " + user + " for good?")) {
                note("Nothing was erased; --yes erases without asking");
                return Exit.FAILED;
            }
            crier.contacts().delete(user);
            say("Erased");
            return Exit.DONE;
        }
    }

    @Command(
            name = "import",
            description = {
                "Makes and changes contacts by a table: CSV with a header, or XLSX.",
                "",
                "Columns: phone, first_name, last_name, email, locale, timezone, external_id, tags; any other becomes a"
                        + " variable of that name. An empty cell changes nothing. The same file once more changes"
                        + " nothing.",
                ""
            },
            footer = {
                "",
                "Examples:",
                "  crier contacts import people.csv --map phone=Mobile,first_name=First --dry-run",
                "  crier contacts import people.xlsx --json",
                "",
                "It ends with 3 if rows were left out."
            })
    int bring(
            @Parameters(paramLabel = "FILE", description = "the table; - is a CSV on stdin") String file,
            @Option(
                            names = "--map",
                            split = ",",
                            paramLabel = "FIELD=COLUMN",
                            description = "the column that holds a field, where its name does not say so")
                    @Nullable
                    Map<String, String> map,
            @Option(
                            names = "--separator",
                            paramLabel = "NAME",
                            description = "of a CSV: ${COMPLETION-CANDIDATES} (default: found out)")
                    @Nullable
                    Separator separator,
            @Option(names = "--dry-run", description = "say what would change; change nothing") boolean dryRun,
            @Option(names = "--json", description = "print the server's answer") boolean json,
            @Mixin ApiOptions api)
            throws IOException {
        Upload upload = upload(file);
        new LinkedHashMap<>(map == null ? Map.of() : map).forEach(upload::map);
        if (separator != null) {
            upload.separator(separator.written());
        }
        ProgressLine progress = progress();
        long size = file.equals("-") ? 0 : Files.size(Path.of(file));
        upload.onProgress(sent -> progress.showBytes("sending " + file, sent, size));
        try (Crier crier = api.client()) {
            ImportResult result;
            try {
                result = dryRun
                        ? crier.contacts().dryRunImport(upload)
                        : crier.contacts().importTable(upload);
            } finally {
                progress.end();
            }
            if (json) {
                CliJson.print(out(), result);
            } else {
                tell(result, dryRun ? "It would be: " : "");
            }
            return result.failed() == 0 ? Exit.DONE : Exit.NOT_ALL;
        }
    }

    private static Upload upload(String file) {
        if (file.equals("-")) {
            return Upload.csv(System.in);
        }
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new CommandFailure("There is no file " + file);
        }
        return file.toLowerCase(Locale.ROOT).endsWith(".xlsx") ? Upload.xlsx(path) : Upload.csv(path);
    }

    private void tell(ImportResult result, String prefix) {
        say(prefix + result.rows() + (result.rows() == 1 ? " row: " : " rows: ") + result.created() + " new, "
                + result.updated() + " changed, " + result.unchanged() + " as before, " + result.failed()
                + " left out");
        result.errors().stream().limit(ROWS_SHOWN).forEach(each -> note("  row " + each.row() + ": " + each.detail()));
        if (result.errorsTotal() > ROWS_SHOWN) {
            note("  … and " + (result.errorsTotal() - ROWS_SHOWN) + " more; --json shows up to "
                    + result.errors().size());
        }
    }

    @Command(
            name = "export",
            description = "Writes contacts as a table, which import takes again.",
            footer = {"", "Example:", "  crier contacts export --tag customer --format xlsx -o customers.xlsx"})
    void export(
            @Mixin Which which,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "csv",
                            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
                    Format format,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "write to a file (default: stdout, for csv)")
                    @Nullable
                    Path file,
            @Mixin ApiOptions api)
            throws IOException {
        if (format == Format.xlsx && file == null) {
            throw new CommandFailure("A workbook is not for the screen; name a file by -o");
        }
        try (Crier crier = api.client()) {
            save(file, to -> {
                if (format == Format.xlsx) {
                    crier.contacts().exportXlsx(which.filter(), to);
                } else {
                    crier.contacts().exportCsv(which.filter(), to);
                }
            });
        }
    }
}
