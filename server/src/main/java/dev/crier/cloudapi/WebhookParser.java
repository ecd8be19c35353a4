package dev.crier.cloudapi;

import dev.crier.cloudapi.WebhookPayload.FieldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// Reads a webhook's body in one pass, without a tree of the whole.
///
/// Meta often writes `field` after `value`. A value is therefore read as messages while it streams by; only if the
/// field turns out to be another one, its bytes are read again, as a tree.
public final class WebhookParser {
    /// Meta states up to 3 MB.
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /// The fields whose values [ValueReader] knows.
    private static final Set<String> MESSAGE_FIELDS = Set.of("messages", "user_preferences");

    private final byte[] body;
    private final ValueReader.Sink sink = new ValueReader.Sink();
    private final List<FieldChange> changes = new ArrayList<>();

    /// A change of another field, until its entry's id and time are known.
    private record OtherChange(String field, JsonNode value) {}

    private WebhookParser(byte[] body) {
        this.body = body;
    }

    public static WebhookPayload parse(byte[] body) throws MalformedWebhook {
        if (body.length > MAX_BYTES) {
            throw new MalformedWebhook("A webhook of " + body.length + " bytes is longer than " + MAX_BYTES);
        }
        try (JsonParser parser = WireJson.parser(body)) {
            return new WebhookParser(body).document(parser);
        } catch (JacksonException e) {
            throw new MalformedWebhook("A webhook's body is not JSON within bounds: " + e.getOriginalMessage());
        }
    }

    private WebhookPayload document(JsonParser parser) throws MalformedWebhook {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedWebhook("A webhook's body is not a JSON object");
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if ("entry".equals(name)) {
                skip(WireJson.eachObject(parser, this::entry));
            } else {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedWebhook("Something follows a webhook's JSON object");
        }
        return new WebhookPayload(
                sink.statuses, sink.messages, sink.preferences, sink.numberErrors, changes, sink.skipped);
    }

    private void entry(JsonParser parser) {
        List<OtherChange> others = new ArrayList<>();
        String wabaId = "";
        Instant time = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "id" -> wabaId = orEmpty(WireJson.string(parser));
                case "time" -> time = WireJson.instant(WireJson.string(parser));
                case "changes" -> skip(WireJson.eachObject(parser, each -> change(each, others)));
                default -> parser.skipChildren();
            }
        }
        for (OtherChange other : others) {
            changes.add(new FieldChange(wabaId, other.field(), other.value(), time));
        }
    }

    private void change(JsonParser parser, List<OtherChange> others) {
        String field = null;
        ValueReader messages = null;
        JsonNode tree = null;
        long from = 0;
        long to = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if ("field".equals(name)) {
                field = WireJson.string(parser);
            } else if (!"value".equals(name)) {
                parser.skipChildren();
            } else if (token == JsonToken.START_OBJECT && (field == null || MESSAGE_FIELDS.contains(field))) {
                from = parser.currentTokenLocation().getByteOffset();
                messages = ValueReader.read(parser);
                to = parser.currentLocation().getByteOffset();
            } else {
                tree = WireJson.tree(parser);
            }
        }
        if (messages != null && field != null && !MESSAGE_FIELDS.contains(field)) {
            tree = WireJson.tree(body, (int) from, (int) to);
        }
        settle(field, messages, tree, others);
    }

    private void settle(
            @Nullable String field, @Nullable ValueReader messages, @Nullable JsonNode tree, List<OtherChange> others) {
        if (field != null && tree != null && !MESSAGE_FIELDS.contains(field)) {
            others.add(new OtherChange(field, tree));
        } else if (field != null && messages != null) {
            messages.emit(sink);
        } else {
            skip(1);
        }
    }

    /// Not `skipped += read(…)`: that would forget what the reading itself skipped.
    private void skip(int pieces) {
        sink.skipped += pieces;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
