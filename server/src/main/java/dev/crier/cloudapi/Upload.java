package dev.crier.cloudapi;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.FileEntity;
import tools.jackson.databind.JsonNode;

/// A file on its way to Meta, streamed from disk.
///
/// @param mimeType such as `image/jpeg`
/// @param filename as people shall see it
/// @param length bytes of the file
public record Upload(Path file, String mimeType, String filename, long length) {
    private static final int MAX_FIELD_CHARS = 4_096;

    /// Graph's upload sessions; their name goes into an address, so nothing else may be in it.
    private static final Pattern SESSION =
            Pattern.compile("upload:[A-Za-z0-9+/=_-]{1,1000}(\\?[A-Za-z0-9=&._-]{1,1000})?");

    /// The form that takes files for sends.
    HttpEntity form() {
        return MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.EXTENDED)
                .addTextBody("messaging_product", "whatsapp")
                .addTextBody("type", mimeType)
                .addBinaryBody("file", file.toFile(), ContentType.create(mimeType), filename)
                .build();
    }

    /// What opens a resumable upload.
    Map<String, String> description() {
        return Map.of("file_name", filename, "file_length", Long.toString(length), "file_type", mimeType);
    }

    HttpEntity bytes() {
        return new FileEntity(file.toFile(), ContentType.APPLICATION_OCTET_STREAM);
    }

    static String session(JsonNode answer) throws GraphException {
        String session = field(answer, "id");
        if (!SESSION.matcher(session).matches()) {
            throw GraphException.unusable("an upload whose name is none");
        }
        return session;
    }

    static String field(JsonNode answer, String name) throws GraphException {
        String value = WireJson.id(answer, name);
        if (value == null || value.isBlank() || value.length() > MAX_FIELD_CHARS) {
            throw GraphException.unusable("the upload's " + name + " is missing");
        }
        return value;
    }
}
