package dev.crier.sandbox.media;

import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.wire.FilePart;
import dev.crier.sandbox.wire.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Media (§2.6) and resumable uploads for template samples (§3.1). */
public final class MediaEndpoint {
    private static final int KEPT = 100_000;
    private static final long FIRST_ID = 2762702990552401L;

    private record Media(String id, String type, long size, String sha256) {}

    private record Upload(String id, String type, long length, long offset) {}

    private final Map<String, Media> media = newest();
    private final Map<String, Upload> uploads = newest();
    private long nextId = FIRST_ID;

    public synchronized Answer upload(Call call) {
        if (!"whatsapp".equalsIgnoreCase(call.text("messaging_product"))) {
            throw GraphError.parameter("The parameter messaging_product is required.");
        }
        Optional<FilePart> file =
                call.files().stream().filter(part -> part.name().equals("file")).findFirst();
        if (file.isEmpty()) {
            throw GraphError.parameter("The parameter file is required.");
        }
        String id = Long.toString(nextId++);
        String partType = file.get().contentType();
        String type = Json.text(call.params(), "type", partType == null ? "application/octet-stream" : partType);
        media.put(id, new Media(id, type, file.get().size(), file.get().sha256()));
        return Answer.ok(Json.object().put("id", id));
    }

    public synchronized boolean has(String id) {
        return media.containsKey(id);
    }

    public synchronized Answer get(Call call) {
        Media found = media.get(call.id());
        if (found == null) {
            throw GraphError.unknownObject(call.method(), call.id());
        }
        return Answer.ok(Json.object()
                .put("url", call.origin() + "/sandbox/media/" + found.id())
                .put("mime_type", found.type())
                .put("sha256", found.sha256())
                .put("file_size", found.size())
                .put("id", found.id())
                .put("messaging_product", "whatsapp"));
    }

    public synchronized Answer delete(Call call) {
        if (media.remove(call.id()) == null) {
            throw GraphError.unknownObject(call.method(), call.id());
        }
        return Answer.success();
    }

    /** Opens a resumable upload: {@code POST /{app_id}/uploads}. */
    public synchronized Answer open(Call call) {
        String length = call.text("file_length");
        String type = call.text("file_type");
        if (length == null || type == null || !length.matches("\\d{1,12}")) {
            throw GraphError.parameter("The parameters file_length and file_type are required.");
        }
        String id = "upload:" + base64(UUID.randomUUID().toString());
        uploads.put(id, new Upload(id, type, Long.parseLong(length), 0));
        return Answer.ok(Json.object().put("id", id));
    }

    /** Takes bytes of an upload; the handle is good for {@code example.header_handle}. */
    public synchronized Answer append(Call call, long fileOffset) {
        Upload upload = opened(call);
        if (fileOffset != upload.offset()) {
            throw GraphError.parameter("Param file_offset must be " + upload.offset());
        }
        long size = call.files().stream().mapToLong(FilePart::size).sum();
        uploads.put(upload.id(), new Upload(upload.id(), upload.type(), upload.length(), upload.offset() + size));
        ObjectNode handle = Json.object()
                .put("h", "4::" + base64(upload.type()) + ":ARa" + base64(upload.id()) + ":e:" + upload.length());
        return Answer.ok(handle);
    }

    public synchronized Answer progress(Call call) {
        Upload upload = opened(call);
        return Answer.ok(Json.object().put("id", upload.id()).put("file_offset", upload.offset()));
    }

    private Upload opened(Call call) {
        Upload upload = uploads.get(call.id());
        if (upload == null) {
            throw GraphError.unknownObject(call.method(), call.id());
        }
        return upload;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static <V> Map<String, V> newest() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > KEPT;
            }
        };
    }
}
