package dev.crier.client;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A broadcast to be made.
public final class NewBroadcast {
    /// People are written in pieces of this size, so that a hundred thousand are never one text.
    private static final int PIECE_BYTES = 64 * 1024;

    private final ObjectNode json = ClientJson.object();
    private Iterable<Person> people = List.of();
    private @Nullable String idempotencyKey;

    private NewBroadcast(String template, @Nullable String language) {
        ObjectNode named = json.putObject("template").put("name", template);
        if (language != null) {
            named.put("language", language);
        }
    }

    /// Of a template whose components the caller writes.
    ///
    /// @param language null: the only one, or each person's own
    public static NewBroadcast of(String template, @Nullable String language) {
        return new NewBroadcast(template, language);
    }

    /// Of a template each variable of which takes the parameter of its name, see [TemplateParameters].
    ///
    /// @throws IllegalArgumentException if the template has parts that must be written by hand
    public static NewBroadcast of(Template template) {
        return of(template.name(), template.language()).components(TemplateParameters.componentsFor(template));
    }

    /// WhatsApp's component objects; `{{ key }}` in their texts is replaced for each person.
    public NewBroadcast components(ArrayNode components) {
        json.withObject("/template").set("components", components);
        return this;
    }

    /// For everybody who has no value of their own.
    public NewBroadcast param(String key, String value) {
        json.withObject("/params").put(key, value);
        return this;
    }

    public NewBroadcast params(Map<String, String> params) {
        params.forEach(this::param);
        return this;
    }

    public NewBroadcast to(Person... people) {
        return to(List.of(people));
    }

    /// Up to 100,000. They are read when the request is sent, and once more at each attempt.
    public NewBroadcast to(Iterable<Person> people) {
        this.people = people;
        return this;
    }

    public NewBroadcast name(String name) {
        json.put("name", name);
        return this;
    }

    public NewBroadcast scheduledAt(Instant time) {
        json.put("scheduled_at", time.toString());
        return this;
    }

    public NewBroadcast maxPerSecond(BigDecimal pace) {
        json.put("max_per_second", pace);
        return this;
    }

    /// What becomes of messages whose outcome stays unknown: `hold`, `retry` or `fail`.
    public NewBroadcast onUnknown(String policy) {
        json.put("on_unknown", policy);
        return this;
    }

    /// Waits for people to be added, and for a start.
    public NewBroadcast draft() {
        json.put("draft", true);
        return this;
    }

    /// Of the caller's choice, where the same request must make one broadcast over runs of the program too; unless
    /// said, each call has its own.
    public NewBroadcast idempotencyKey(String key) {
        this.idempotencyKey = key;
        return this;
    }

    @Nullable
    String idempotencyKey() {
        return idempotencyKey;
    }

    /// What is fixed, without the people.
    public JsonNode withoutPeople() {
        return json.deepCopy();
    }

    /// The body in pieces.
    Iterable<byte[]> body() {
        return () -> new Pieces(json.toString(), people.iterator());
    }

    private static final class Pieces implements Iterator<byte[]> {
        private final Iterator<Person> people;
        private @Nullable String head;
        private boolean first = true;
        private boolean ended;

        Pieces(String fixed, Iterator<Person> people) {
            this.people = people;
            this.head = fixed.substring(0, fixed.length() - 1) + ",\"users\":[";
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public byte[] next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE_BYTES + 1024);
            if (head != null) {
                piece.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                head = null;
            }
            while (piece.size() < PIECE_BYTES && people.hasNext()) {
                if (!first) {
                    piece.write(',');
                }
                first = false;
                piece.writeBytes(
                        ClientJson.MAPPER.writeValueAsBytes(people.next().json()));
            }
            if (!people.hasNext()) {
                piece.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
                ended = true;
            }
            return piece.toByteArray();
        }
    }
}
