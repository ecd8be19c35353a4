package dev.crier.broadcast;

import dev.crier.api.Json;
import dev.crier.api.Times;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.message.MessageDetails;
import dev.crier.message.MessageDetails.Event;
import dev.crier.message.Pricing;
import dev.crier.message.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What happened to one message, in order: the ordinary from the times in its row, the rest from its events.
final class Timeline {
    /// An entry, and its place among those of the same second: Meta tells no more than seconds, we do.
    private record Entry(Instant at, int rank, ObjectNode json) {
        static final Comparator<Entry> ORDER = Comparator.comparing(
                        (Entry entry) -> entry.at().truncatedTo(ChronoUnit.SECONDS))
                .thenComparingInt(Entry::attempt)
                .thenComparingInt(Entry::rank)
                .thenComparing(Entry::at);

        private int attempt() {
            return ENDS.contains(json.path("type").asString())
                    ? LAST
                    : json.path("attempt").asInt(0);
        }
    }

    private static final List<String> ENDS = List.of("delivered", "read");

    /// The ends of a message come after each of its attempts.
    private static final int LAST = Integer.MAX_VALUE;

    /// In a message's life the later comes last.
    private static final List<String> ORDER = List.of(
            "accepted",
            "scheduled",
            "in_doubt",
            "sent",
            "waiting",
            "given_up",
            "failed",
            "retry_requested",
            "attempting",
            "delivered",
            "read");

    private final Broadcast broadcast;
    private final List<Entry> entries = new ArrayList<>();

    private Timeline(Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    /// The message as the API shows it.
    ///
    /// @param message null: nothing is known of it yet
    static ObjectNode of(Broadcast broadcast, Recipient recipient, @Nullable MessageDetails message) {
        ObjectNode json = Json.object().put("seq", recipient.seq());
        json.set("broadcast", about(broadcast));
        json.setAll(StatusReport.status(recipient, message == null ? null : message.row()));
        Timeline timeline = new Timeline(broadcast);
        timeline.begin();
        if (message != null) {
            json.put(
                    "country",
                    message.country() == null ? null : message.country().iso());
            @Nullable Pricing pricing = message.pricing();
            if (pricing != null) {
                json.putObject("pricing")
                        .put("category", pricing.category().wire())
                        .put("type", pricing.type().wire())
                        .put(
                                "charged",
                                pricing.isCharged() && message.row().stage().isProof());
            }
            timeline.add(message);
        }
        timeline.writeTo(json.putArray("events"));
        return json;
    }

    /// The broadcast in a few words.
    static ObjectNode about(Broadcast broadcast) {
        ObjectNode json = Json.object()
                .put("id", broadcast.id().toString())
                .put("kind", broadcast.kind().wire())
                .put("name", broadcast.name())
                .put("status", broadcast.state().wire());
        if (broadcast.templateName() != null) {
            ObjectNode template = json.putObject("template").put("name", broadcast.templateName());
            if (broadcast.templateLanguage() != null) {
                template.put("language", broadcast.templateLanguage());
            }
        }
        return json.put("inserted_at", Times.wire(broadcast.insertedAt()));
    }

    private void begin() {
        add("accepted", broadcast.insertedAt());
        if (broadcast.scheduledAt() != null) {
            add("scheduled", broadcast.insertedAt()).put("until", Times.wire(broadcast.scheduledAt()));
        }
    }

    private void add(MessageDetails message) {
        message.events().forEach(this::add);
        addSent(message);
        if (message.times().delivered() != null) {
            add("delivered", message.times().delivered());
        }
        if (message.times().read() != null) {
            add("read", message.times().read());
        }
        addEnd(message);
    }

    /// The row has the first time that the message was taken. Later attempts have events; the first one was taken if it
    /// failed by a webhook, or if there was no other.
    private void addSent(MessageDetails message) {
        boolean laterOnes =
                message.events().stream().anyMatch(event -> event.kind().equals("sent"));
        boolean firstFailedLater = message.events().stream()
                .anyMatch(event -> event.attempt() == 1 && event.source().equals("webhook"));
        if (message.times().sent() != null && (!laterOnes || firstFailedLater)) {
            ObjectNode sent = add("sent", message.times().sent());
            if (message.attempts() == 1) {
                put(sent, "message_id", message.row().wamid());
            }
            sent.put("attempt", laterOnes || firstFailedLater ? 1 : Math.max(1, message.attempts()));
        }
    }

    /// What its row alone knows: a failure before any attempt, and a try that is on its way.
    private void addEnd(MessageDetails message) {
        Stage stage = message.row().stage();
        if (stage == Stage.ATTEMPTING) {
            add("attempting", message.row().updatedAt()).put("attempt", message.attempts());
        }
        boolean told = message.events().stream()
                .anyMatch(event -> event.attempt() == message.attempts()
                        && (event.kind().equals("failed") || event.kind().equals("given_up")));
        if ((stage == Stage.FAILED || stage == Stage.GIVEN_UP) && !told) {
            Instant at = message.times().failed();
            ObjectNode failed = add("failed", at == null ? message.row().updatedAt() : at);
            if (message.attempts() > 0) {
                failed.put("attempt", message.attempts());
            }
            failed.put("source", "crier");
            message.row().describeFailure(failed);
        }
    }

    private void add(Event event) {
        ObjectNode json = add(event.kind(), event.at());
        if (event.attempt() > 0) {
            json.put("attempt", event.attempt());
        }
        json.put("source", event.source());
        if (event.dueAt() != null) {
            json.put("until", Times.wire(event.dueAt()));
        }
        put(json, "reason", event.reason());
        if (event.code() == null) {
            put(json, "details", event.details());
        } else {
            ErrorCatalogue.Entry entry = ErrorCatalogue.async(event.code()).entry();
            json.put("details", entry.sentence());
            json.putObject("error")
                    .put("code", event.code())
                    .put("title", entry.title())
                    .put("details", event.details());
        }
        if (event.httpStatus() != null) {
            json.put("http_status", event.httpStatus());
        }
        put(json, "fbtrace_id", event.trace());
        put(json, "message_id", event.wamid());
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /// Meta's whole seconds may lie before the moment at which the message was accepted.
    private ObjectNode add(String type, Instant at) {
        Instant sane = at.isBefore(broadcast.insertedAt()) ? broadcast.insertedAt() : at;
        ObjectNode json = Json.object().put("type", type).put("at", Times.wire(sane));
        entries.add(new Entry(sane, ORDER.indexOf(type), json));
        return json;
    }

    private void writeTo(ArrayNode events) {
        entries.stream().sorted(Entry.ORDER).forEach(entry -> events.add(entry.json()));
    }
}
