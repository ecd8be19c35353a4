package dev.crier.media;

import dev.crier.api.Json;
import dev.crier.api.Times;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A file that Meta has.
///
/// @param id our reference
/// @param phoneNumberId the number that it was uploaded for
/// @param metaId Meta's id for sends, good until `expiresAt`
/// @param handle Meta's handle for examples, if one was asked for
public record Media(
        UUID id,
        UUID botId,
        String sha256,
        String kind,
        String mimeType,
        String filename,
        long bytes,
        String phoneNumberId,
        String metaId,
        Instant expiresAt,
        @Nullable String handle,
        Instant insertedAt) {
    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id.toString())
                .put("type", kind)
                .put("mime_type", mimeType)
                .put("filename", filename)
                .put("bytes", bytes)
                .put("sha256", sha256)
                .put("media_id", metaId)
                .put("expires_at", Times.wire(expiresAt));
        if (handle != null) {
            json.put("handle", handle);
        }
        return json.put("inserted_at", Times.wire(insertedAt));
    }
}
