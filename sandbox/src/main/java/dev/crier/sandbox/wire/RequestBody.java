package dev.crier.sandbox.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request body as one object. Graph takes JSON, forms and multipart alike; in the latter two nested objects travel as
 * JSON strings (§1). {@code valid} is false when a JSON body could not be read as an object.
 */
public record RequestBody(ObjectNode fields, List<FilePart> files, boolean valid) {
    public static final int FIELD_LIMIT_BYTES = 1024 * 1024;
    public static final long FILE_LIMIT_BYTES = 100L * 1024 * 1024;

    public static RequestBody read(InputStream in, @Nullable String contentType) throws IOException {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/form-data")) {
            return multipart(in, contentType == null ? "" : contentType);
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return form(new String(bounded(in), StandardCharsets.UTF_8));
        }
        return json(bounded(in));
    }

    /** A body of raw bytes, as resumable uploads send it: counted, hashed, dropped. */
    public static RequestBody raw(InputStream in, @Nullable String contentType) throws IOException {
        Sink sink = new Sink();
        byte[] buffer = new byte[16 * 1024];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            sink.write(buffer, count);
        }
        return new RequestBody(Json.object(), List.of(sink.part("file", null, contentType)), true);
    }

    private static RequestBody json(byte[] bytes) {
        if (bytes.length == 0) {
            return new RequestBody(Json.object(), List.of(), true);
        }
        Optional<JsonNode> tree = Json.parse(bytes);
        if (tree.isPresent() && tree.get() instanceof ObjectNode object) {
            return new RequestBody(object, List.of(), true);
        }
        return new RequestBody(Json.object(), List.of(), false);
    }

    private static RequestBody form(String text) {
        ObjectNode fields = Json.object();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                put(fields, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new RequestBody(fields, List.of(), true);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static RequestBody multipart(InputStream in, String contentType) throws IOException {
        ObjectNode fields = Json.object();
        List<FilePart> files = new ArrayList<>();
        String boundary = MultipartReader.attribute(contentType, "boundary");
        if (boundary == null) {
            return new RequestBody(fields, files, false);
        }
        MultipartReader reader = new MultipartReader(in, boundary);
        while (reader.nextPart()) {
            String name = reader.disposition("name");
            String filename = reader.disposition("filename");
            if (filename == null) {
                put(fields, name == null ? "" : name, reader.text(FIELD_LIMIT_BYTES));
            } else {
                Sink sink = new Sink();
                reader.drain(sink);
                files.add(sink.part(name == null ? "" : name, filename, reader.header("content-type")));
            }
        }
        return new RequestBody(fields, files, true);
    }

    /** Puts a form value; one that reads as a JSON object or array is taken as such (§1). */
    public static void put(ObjectNode fields, String name, String value) {
        String trimmed = value.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            Optional<JsonNode> tree = Json.parse(trimmed);
            if (tree.isPresent() && tree.get().isContainer()) {
                fields.set(name, tree.get());
                return;
            }
        }
        fields.put(name, value);
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(FIELD_LIMIT_BYTES + 1);
        if (bytes.length > FIELD_LIMIT_BYTES) {
            throw new BodyTooLargeException(FIELD_LIMIT_BYTES);
        }
        return bytes;
    }

    /** Counts and hashes what is written, keeps nothing. */
    static final class Sink {
        private final MessageDigest digest = sha256();
        private long size;

        void write(byte[] bytes, int length) throws IOException {
            size += length;
            if (size > FILE_LIMIT_BYTES) {
                throw new BodyTooLargeException(FILE_LIMIT_BYTES);
            }
            digest.update(bytes, 0, length);
        }

        FilePart part(String name, @Nullable String filename, @Nullable String contentType) {
            return new FilePart(
                    name, filename, contentType, size, HexFormat.of().formatHex(digest.digest()));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
