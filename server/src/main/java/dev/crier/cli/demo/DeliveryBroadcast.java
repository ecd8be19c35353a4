package dev.crier.cli.demo;

import dev.crier.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The broadcast of the demo: its request, and what must become of each person.
final class DeliveryBroadcast {
    static final String OPTED_OUT_PHONE = "+31612345681";

    private static final String TEMPLATE = """
            { "template": { "name": "delivery_notice", "language": "en",
                "components": [
                  { "type": "body", "parameters": [
                    { "type": "text", "text": "{{ name }}" }, { "type": "text", "text": "{{ date }}" },
                    { "type": "text", "text": "{{ from }}" }, { "type": "text", "text": "{{ to }}" },
                    { "type": "text", "text": "+31201234567" } ] },
                  { "type": "button", "sub_type": "url", "index": 0,
                    "parameters": [ { "type": "text", "text": "{{ track }}" } ] } ] },
              "params": { "name": "Customer" }, "name": "Deliveries of 3 May" }
            """;

    private static final Set<String> ARRIVED = Set.of("delivered", "read");
    private static final Set<String> FAILED = Set.of("failure");

    /// A recipient.
    ///
    /// @param name empty: the broadcast's default is used
    /// @param reason the reason of the failure that must come; empty if it must arrive
    private record Person(String ref, String name, String phone, String from, String to, String reason) {
        Set<String> expected() {
            return reason.isEmpty() ? ARRIVED : FAILED;
        }

        String label() {
            return name.isEmpty() ? "(no name)" : name;
        }

        boolean met(JsonNode status) {
            return expected().contains(status.path("status").asString(""))
                    && status.path("reason").asString("").equals(reason);
        }
    }

    private final List<Person> people;

    /// @param unreachablePhone a number that is not on WhatsApp
    DeliveryBroadcast(String unreachablePhone) {
        this.people = List.of(
                new Person("a1", "Ann", "+31612345678", "10:00", "12:00", ""),
                new Person("b2", "", "+31612345679", "12:00", "14:00", ""),
                new Person("c3", "Carl", "+31612345680", "14:00", "16:00", ""),
                new Person("d4", "Dora", OPTED_OUT_PHONE, "16:00", "18:00", "optout"),
                new Person("e5", "Eve", unreachablePhone, "18:00", "20:00", "recipient_unreachable"));
    }

    ObjectNode request() {
        ObjectNode request = (ObjectNode) Json.parseOwn(TEMPLATE);
        var users = request.putArray("users");
        for (Person person : people) {
            ObjectNode user = users.addObject().put("phone", person.phone()).put("ref", person.ref());
            ObjectNode params = user.putObject("params");
            if (!person.name().isEmpty()) {
                params.put("name", person.name());
            }
            params.put("date", "3 May")
                    .put("from", person.from())
                    .put("to", person.to())
                    .put("track", person.ref());
        }
        return request;
    }

    /// A row for each person.
    List<List<String>> rows(JsonNode broadcast) {
        List<List<String>> rows = new ArrayList<>();
        for (Person person : people) {
            JsonNode status = status(broadcast, person);
            rows.add(List.of(
                    person.label(),
                    person.phone(),
                    status.path("status").asString("missing"),
                    status.path("reason").asString(""),
                    status.path("details").asString("")));
        }
        return rows;
    }

    /// What is not as it must be, in a sentence each.
    List<String> surprises(JsonNode broadcast) {
        List<String> surprises = new ArrayList<>();
        for (Person person : people) {
            JsonNode status = status(broadcast, person);
            if (!person.met(status)) {
                surprises.add(person.label() + " " + person.phone() + " should be "
                        + (person.reason().isEmpty() ? "delivered or read" : "failure, " + person.reason())
                        + ", but is "
                        + status.path("status").asString("missing")
                        + Optional.of(status.path("reason").asString(""))
                                .filter(reason -> !reason.isEmpty())
                                .map(reason -> ", " + reason)
                                .orElse(""));
            }
        }
        return surprises;
    }

    private static JsonNode status(JsonNode broadcast, Person person) {
        return broadcast
                .path("statuses")
                .valueStream()
                .filter(status -> status.path("ref").asString("").equals(person.ref()))
                .findFirst()
                .orElseGet(Json::object);
    }
}
