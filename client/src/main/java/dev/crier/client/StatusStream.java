package dev.crier.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/// The `statuses` of a report, one at a time while it arrives. An answer that is cut off is an error, not an end.
final class StatusStream implements Iterator<MessageStatus> {
    /// More of the report follows each value.
    private static final ObjectReader READER =
            ClientJson.MAPPER.readerFor(MessageStatus.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Http http;
    private final JsonParser json;
    private boolean begun;
    private boolean ended;
    private @Nullable MessageStatus next;

    private StatusStream(Http http, JsonParser json) {
        this.http = http;
        this.json = json;
    }

    static Stream<MessageStatus> of(Http http, InputStream report) {
        StatusStream statuses = new StatusStream(http, ClientJson.MAPPER.createParser(report));
        return Pages.stream(statuses).onClose(() -> {
            try {
                report.close();
            } catch (IOException e) {
                // It is of no use any more.
            }
        });
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = begun || begin() ? read() : null;
                ended = next == null;
            } catch (JacksonException e) {
                throw http.broken(e);
            }
        }
        return next != null;
    }

    private boolean begin() {
        begun = true;
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = json.currentName().equals("statuses");
            json.nextToken();
            if (found) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private @Nullable MessageStatus read() {
        return json.nextToken() == JsonToken.START_OBJECT ? READER.readValue(json) : null;
    }

    @Override
    public MessageStatus next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        MessageStatus status = next;
        next = null;
        return status;
    }
}
