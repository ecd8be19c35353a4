package dev.crier.broadcast;

import dev.crier.api.Ids;
import dev.crier.api.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The users of a chunk ↔ compressed JSON with one-letter names: about 40 bytes a user in the database.
public final class ChunkCodec {
    /// A chunk is read as a whole to send or report any of it: large enough to compress, small enough to hold many.
    public static final int USERS_PER_CHUNK = 1_000;

    /// How the id of a contact begins in the text. A quotation mark inside of a value is escaped, so this is no
    /// value's.
    private static final String CONTACT = "\"c\":\"";

    private static final int UUID_CHARS = 36;

    private ChunkCodec() {}

    static byte[] encode(List<Recipient> recipients) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream compressed = new DeflaterOutputStream(bytes, deflater, 8 * 1024);
                JsonGenerator json = Json.MAPPER.createGenerator(compressed)) {
            json.writeStartArray();
            for (Recipient recipient : recipients) {
                write(json, recipient);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Recipient recipient) {
        json.writeStartObject();
        text(
                json,
                "c",
                recipient.contactId() == null ? null : recipient.contactId().toString());
        text(json, "g", recipient.given());
        text(json, "p", recipient.phone());
        text(json, "w", recipient.whatsappUserId());
        text(json, "r", recipient.ref());
        text(json, "l", recipient.language());
        if (!recipient.sendable()) {
            json.writeBooleanProperty("x", true);
        }
        if (!recipient.params().isEmpty()) {
            json.writeObjectPropertyStart("v");
            recipient.params().forEach((key, value) -> json.writeStringProperty(key, value));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    /// Whether one of `people` may be in the chunk: never a wrong no. Their ids are looked for in its text, which takes
    /// a fraction of the time that reading it takes.
    static boolean mayName(byte[] stored, Set<UUID> people) {
        String text = new String(inflate(stored), StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf(CONTACT); at >= 0; at = text.indexOf(CONTACT, at + 1)) {
            int from = at + CONTACT.length();
            @Nullable UUID id = Ids.parse(text.substring(from, Math.min(text.length(), from + UUID_CHARS)));
            if (id != null && people.contains(id)) {
                return true;
            }
        }
        return false;
    }

    /// Those of `people` who are in a chunk, in order. The others are not read, only counted, which takes a fraction of
    /// the time.
    static List<Recipient> find(byte[] stored, int firstSeq, Set<UUID> people) {
        byte[] text = inflate(stored);
        List<Recipient> found = new ArrayList<>(1);
        boolean inString = false;
        int depth = 0;
        int begin = 0;
        int seq = firstSeq;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (inString) {
                inString = c != '"';
                i += c == '\\' ? 1 : 0; // what is escaped is not looked at
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' && depth++ == 0) {
                begin = i;
            } else if (c == '}' && --depth == 0) {
                if (isOneOf(people, text, begin + 1)) {
                    found.add(read(text, begin, i + 1 - begin, seq));
                }
                seq++;
            }
        }
        return found;
    }

    /// Whether the user whose fields begin here has one of these ids. It comes first, if there is one.
    private static boolean isOneOf(Set<UUID> people, byte[] text, int at) {
        int from = at + CONTACT.length();
        if (from + UUID_CHARS > text.length
                || !CONTACT.equals(new String(text, at, CONTACT.length(), StandardCharsets.ISO_8859_1))) {
            return false;
        }
        @Nullable UUID id = Ids.parse(new String(text, from, UUID_CHARS, StandardCharsets.ISO_8859_1));
        return id != null && people.contains(id);
    }

    private static Recipient read(byte[] text, int from, int length, int seq) {
        try (JsonParser json = Json.MAPPER.createParser(text, from, length)) {
            json.nextToken();
            return read(json, seq);
        }
    }

    private static byte[] inflate(byte[] stored) {
        try (InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(stored))) {
            return inflated.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All users of a chunk, in order.
    static List<Recipient> decode(byte[] stored, int firstSeq, int count) {
        List<Recipient> recipients = new ArrayList<>(count);
        InputStream inflated = new InflaterInputStream(new ByteArrayInputStream(stored));
        try (JsonParser json = Json.MAPPER.createParser(inflated)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                recipients.add(read(json, firstSeq + recipients.size()));
            }
        }
        return recipients;
    }

    private static Recipient read(JsonParser json, int seq) {
        @Nullable UUID contactId = null;
        @Nullable String given = null;
        @Nullable String phone = null;
        @Nullable String whatsappUserId = null;
        @Nullable String ref = null;
        @Nullable String language = null;
        boolean sendable = true;
        Map<String, String> params = Map.of();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "c" -> contactId = Ids.parse(json.getString());
                case "g" -> given = json.getString();
                case "p" -> phone = json.getString();
                case "w" -> whatsappUserId = json.getString();
                case "r" -> ref = json.getString();
                case "l" -> language = json.getString();
                case "x" -> sendable = false;
                case "v" -> params = params(json);
                default -> json.skipChildren();
            }
        }
        return new Recipient(seq, contactId, given, phone, whatsappUserId, ref, language, params, sendable);
    }

    private static Map<String, String> params(JsonParser json) {
        Map<String, String> params = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            params.put(key, json.getString());
        }
        return params;
    }
}
