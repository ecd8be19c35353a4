package dev.crier.cli;

import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.NewBroadcast;
import dev.crier.client.Problem;
import dev.crier.client.Upload;
import dev.crier.client.UploadResult;
import dev.crier.tabular.CsvTableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A CSV on its way to be sent: a draft, the upload, the rows that cannot be used, the start.
///
/// The draft's idempotency key is made of the file and of all that the command says about it. So the same command once
/// more, whatever the first one died of, finds the same broadcast: it goes on with a draft, and does not touch what was
/// started. The server adds nobody twice to a draft, which makes the upload repeatable too.
final class CsvBroadcast {
    private static final int ROWS_SHOWN = 10;

    private final Crier crier;
    private final Settings settings;
    private final PrintWriter err;

    /// What the command says beside the file and the template.
    ///
    /// @param skipErrors send to the others if rows cannot be used
    /// @param again as a broadcast of its own, also if the same was sent before
    /// @param draft leave it a draft
    /// @param errors where to write all rows that cannot be used
    record Settings(
            boolean skipErrors,
            boolean again,
            boolean draft,
            @Nullable Path errors) {}

    /// What it came to.
    ///
    /// @param upload null if nothing was uploaded
    record Outcome(Broadcast broadcast, @Nullable UploadResult upload, int exitCode) {}

    CsvBroadcast(Crier crier, Settings settings, PrintWriter err) {
        this.crier = crier;
        this.settings = settings;
        this.err = err;
    }

    Outcome send(NewBroadcast broadcast, CsvFile table) throws IOException {
        boolean fresh = settings.again() || table.isStdin();
        String key = fresh ? UUID.randomUUID().toString() : "csv-" + hash(broadcast, table);
        Broadcast made = crier.broadcasts().create(broadcast.draft().idempotencyKey(key));
        Broadcast now = crier.broadcasts().get(made.id());
        if (!now.isDraft()) {
            return before(now, table);
        }
        say("Draft " + now.id() + ". Should this break off, the same command goes on"
                + (table.isStdin() ? ", with: --resume " + now.id() : ""));
        return fill(now, table);
    }

    /// Goes on with a draft; what was started already is left alone.
    Outcome resume(String id, @Nullable CsvFile table) throws IOException {
        Broadcast now = crier.broadcasts().get(id);
        if (!now.isDraft()) {
            if (now.status().equals("cancelled")) {
                throw new CommandFailure("Broadcast " + id + " is cancelled; nobody is sent to. Make a new one");
            }
            say("It is " + now.status() + " already, so nobody is added to it.");
            return new Outcome(now, null, now.status().equals("paused") ? Exit.FAILED : Exit.DONE);
        }
        return table == null ? start(now, null) : fill(now, table);
    }

    private Outcome before(Broadcast earlier, CsvFile table) {
        if (earlier.isOver()) {
            throw new CommandFailure(table.name() + " was sent before by this same command: broadcast " + earlier.id()
                    + " of " + earlier.insertedAt() + " is " + earlier.status()
                    + ". Nobody was sent to again.\nSee: crier status " + earlier.id()
                    + "\nTo send it to everybody once more, add --again");
        }
        boolean paused = earlier.status().equals("paused");
        say(table.name() + " is broadcast " + earlier.id() + " already, by this same command, and that is "
                + earlier.status() + "; nobody is added."
                + (paused ? "\nTo go on: crier broadcasts resume " + earlier.id() : ""));
        return new Outcome(earlier, null, paused ? Exit.FAILED : Exit.DONE);
    }

    private Outcome fill(Broadcast draft, CsvFile table) throws IOException {
        UploadResult result = upload(draft, table);
        say(ProgressLine.people(result.added()) + " added, " + result.duplicates() + " there already, "
                + result.refused() + (result.refused() == 1 ? " row" : " rows") + " cannot be used");
        if (result.refused() > 0) {
            tell(result);
            if (!skips(result)) {
                String id = draft.id();
                say("Nothing was sent. Mend the file and run the command once more, or send to the others by"
                        + " --skip-errors.");
                say("If you mend the file, its draft is not needed any more: crier broadcasts cancel " + id);
                return new Outcome(crier.broadcasts().get(id), result, Exit.FAILED);
            }
        }
        if (result.total() == 0) {
            throw new CommandFailure("There is nobody to send to in " + table.name());
        }
        return settings.draft()
                ? new Outcome(crier.broadcasts().get(draft.id()), result, Exit.DONE)
                : start(draft, result);
    }

    private boolean skips(UploadResult result) {
        return settings.skipErrors()
                || (result.total() > 0
                        && Terminal.confirms("Send to the other " + ProgressLine.people(result.total()) + "?"));
    }

    private Outcome start(Broadcast draft, @Nullable UploadResult result) {
        return new Outcome(crier.broadcasts().start(draft.id()), result, Exit.DONE);
    }

    private UploadResult upload(Broadcast draft, CsvFile table) throws IOException {
        ProgressLine progress = ProgressLine.onStderr(err);
        long size = table.size();
        Upload upload = table.upload().onProgress(sent -> progress.showBytes("sending " + table.name(), sent, size));
        try {
            return crier.broadcasts().upload(draft.id(), upload);
        } finally {
            progress.end();
        }
    }

    private void tell(UploadResult result) throws IOException {
        for (UploadResult.RowErrors row :
                result.errors().stream().limit(ROWS_SHOWN).toList()) {
            say("  row " + row.row() + ": "
                    + row.errors().stream().map(Problem.Fault::detail).collect(Collectors.joining("; ")));
        }
        int more = result.refused() - Math.min(ROWS_SHOWN, result.errors().size());
        if (more > 0) {
            say("  … and " + more + " more"
                    + (settings.errors() == null ? "; --errors FILE writes them to a file" : ""));
        }
        if (settings.errors() != null) {
            write(result, settings.errors());
            say("Rows that cannot be used are in " + settings.errors()
                    + (result.refused() > result.errors().size()
                            ? ", the first " + result.errors().size()
                            : ""));
        }
    }

    private static void write(UploadResult result, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            CsvTableWriter table = new CsvTableWriter(out, ',', CsvTableWriter.Mark.WITHOUT_MARK);
            table.row(List.of("row", "code", "detail"));
            for (UploadResult.RowErrors row : result.errors()) {
                for (Problem.Fault fault : row.errors()) {
                    table.row(List.of(Integer.toString(row.row()), fault.code(), fault.detail()));
                }
            }
            table.finish();
        }
    }

    private static String hash(NewBroadcast broadcast, CsvFile table) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(broadcast.withoutPeople().toString().getBytes(StandardCharsets.UTF_8));
            table.digest(digest);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }
}
