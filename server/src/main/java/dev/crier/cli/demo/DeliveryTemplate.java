package dev.crier.cli.demo;

import dev.crier.api.Json;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cli.CommandFailure;
import dev.crier.cli.UntilStopped;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphException;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The template of the delivery example, created at WhatsApp and waited for.
final class DeliveryTemplate {
    static final String NAME = "delivery_notice";
    static final String LANGUAGE = "en";

    private static final Duration REVIEW_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private static final String DEFINITION = """
            { "name": "delivery_notice", "language": "en", "category": "UTILITY", "parameter_format": "POSITIONAL",
              "components": [
                { "type": "BODY",
                  "text": "Hello {{1}}, your order will be delivered on {{2}} between {{3}} and {{4}}.\
             Questions? Call {{5}} and we will help you.",
                  "example": { "body_text": [ [ "Ann", "3 May", "10:00", "12:00", "+31201234567" ] ] } },
                { "type": "BUTTONS", "buttons": [
                  { "type": "URL", "text": "Track your order", "url": "https://example.com/{{1}}",
                    "example": [ "https://example.com/a1" ] } ] } ] }
            """;

    private final GraphClient graph;
    private final WhatsappChannel channel;

    DeliveryTemplate(GraphClient graph, WhatsappChannel channel) {
        this.graph = graph;
        this.channel = channel;
    }

    /// Returns when WhatsApp has approved it.
    void ensure(UntilStopped stopped) throws GraphException, InterruptedException {
        if (status().isEmpty()) {
            var _ = graph.createTemplate(channel.endpoint(), Json.parseOwn(DEFINITION));
        }
        long giveUp = System.nanoTime() + REVIEW_LIMIT.toNanos();
        for (String status = status(); !status.equals("APPROVED"); status = status()) {
            if (status.equals("REJECTED") || System.nanoTime() > giveUp) {
                throw new CommandFailure("WhatsApp did not approve the template " + NAME + "; its status is " + status);
            }
            stopped.pause(LOOK_EVERY);
        }
    }

    /// Empty if WhatsApp does not have it.
    private String status() throws GraphException {
        for (JsonNode template : graph.listTemplates(channel.endpoint(), Map.of("name", NAME))) {
            if (template.path("name").asString("").equals(NAME)
                    && template.path("language").asString("").equals(LANGUAGE)) {
                return template.path("status").asString("");
            }
        }
        return "";
    }
}
