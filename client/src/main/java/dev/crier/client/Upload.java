package dev.crier.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table of people on its way to the server: a file, which can be sent again if the connection breaks, or a stream,
/// which cannot.
public final class Upload {
    private final String contentType;
    private final @Nullable Path file;
    private final @Nullable InputStream stream;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private @Nullable String separator;
    private LongConsumer progress = _ -> {};

    private Upload(String contentType, @Nullable Path file, @Nullable InputStream stream) {
        this.contentType = contentType;
        this.file = file;
        this.stream = stream;
    }

    /// CSV with a header; UTF-8 or windows-1252, separated by comma, semicolon or tab.
    public static Upload csv(Path file) {
        return new Upload("text/csv", file, null);
    }

    public static Upload csv(InputStream stream) {
        return new Upload("text/csv", null, stream);
    }

    /// A JSON object a line.
    public static Upload ndjson(Path file) {
        return new Upload("application/x-ndjson", file, null);
    }

    public static Upload ndjson(InputStream stream) {
        return new Upload("application/x-ndjson", null, stream);
    }

    /// A workbook, where the server takes one: contacts.
    public static Upload xlsx(Path file) {
        return new Upload("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file, null);
    }

    /// The column that holds a field such as `phone`, or a parameter; columns of those names need no map.
    ///
    /// @throws IllegalArgumentException if one holds a comma, or the field a colon: an address cannot say it
    public Upload map(String field, String column) {
        if (field.isBlank() || column.isBlank() || (field + column).contains(",") || field.contains(":")) {
            throw new IllegalArgumentException(field + "=" + column
                    + " cannot be mapped: neither may be empty or hold a comma; rename the column in the file");
        }
        columns.put(field.strip(), column.strip());
        return this;
    }

    /// `,`, `;` or a tab; unless said, whichever the header has most of.
    public Upload separator(char separator) {
        this.separator = separator == '\t' ? "tab" : String.valueOf(separator);
        return this;
    }

    /// Is told how many bytes have been handed to the connection, from 0 again at each attempt.
    public Upload onProgress(LongConsumer bytesSent) {
        this.progress = bytesSent;
        return this;
    }

    String contentType() {
        return contentType;
    }

    boolean isRepeatable() {
        return file != null;
    }

    @Nullable
    String map() {
        return columns.isEmpty()
                ? null
                : columns.entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    @Nullable
    String separator() {
        return separator;
    }

    BodyPublisher body() {
        return BodyPublishers.ofInputStream(() -> new Counted(open(), progress));
    }

    private InputStream open() {
        try {
            return stream != null ? stream : Files.newInputStream(java.util.Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;
        private long count;

        Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) {
                progress.accept(++count);
            }
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                count += read;
                progress.accept(count);
            }
            return read;
        }
    }
}
