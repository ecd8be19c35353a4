package dev.crier.studio.broadcasts;

import tools.jackson.databind.JsonNode;

/// What the entries of a message's timeline are called on pages.
public final class Events {
    private Events() {}

    public static String words(JsonNode event) {
        return switch (event.path("type").asString("")) {
            case "accepted" -> "Accepted by Crier";
            case "scheduled" -> "Waits for its time";
            case "attempting" -> "Being sent";
            case "in_doubt" -> "Nobody knows whether WhatsApp took it";
            case "sent" -> "Taken by WhatsApp";
            case "waiting" -> "Waits for the next try";
            case "given_up" -> "No news within the time of grace";
            case "failed" -> "Failed";
            case "retry_requested" -> "To be tried again, as somebody asked";
            case "delivered" -> "Delivered to the phone";
            case "read" -> "Read";
            default -> event.path("type").asString("").replace('_', ' ');
        };
    }

    public static String tone(JsonNode event) {
        return switch (event.path("type").asString("")) {
            case "delivered", "read", "sent" -> "good";
            case "failed", "given_up" -> "bad";
            case "waiting", "in_doubt" -> "warn";
            default -> "";
        };
    }

    /// Who told.
    public static String source(JsonNode event) {
        return switch (event.path("source").asString("")) {
            case "webhook" -> "told by a webhook of WhatsApp";
            case "api" -> "asked for by a member or the API";
            case "crier" -> "found by Crier";
            case "answer" -> "in WhatsApp's answer";
            default -> event.path("source").asString("");
        };
    }
}
