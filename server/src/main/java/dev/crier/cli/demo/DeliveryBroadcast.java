package dev.crier.cli.demo;

import dev.crier.api.Json;
import dev.crier.cli.CommandFailure;
import dev.crier.client.MessageStatus;
import dev.crier.client.NewBroadcast;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// The broadcast of the demo: its request, and what must become of each person.
final class DeliveryBroadcast {
    static final String OPTED_OUT_PHONE = "+31612345681";

    private static final String COMPONENTS = """
            [ { "type": "body", "parameters": [
                { "type": "text", "text": "{{ name }}" }, { "type": "text", "text": "{{ date }}" },
                { "type": "text", "text": "{{ from }}" }, { "type": "text", "text": "{{ to }}" },
                { "type": "text", "text": "+31201234567" } ] },
              { "type": "button", "sub_type": "url", "index": 0,
                "parameters": [ { "type": "text", "text": "{{ track }}" } ] } ]
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

        boolean met(MessageStatus status) {
            return expected().contains(status.status()) && text(status.reason()).equals(reason);
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

    NewBroadcast request() {
        return NewBroadcast.of(DeliveryTemplate.NAME, DeliveryTemplate.LANGUAGE)
                .components((ArrayNode) Json.parseOwn(COMPONENTS))
                .param("name", "Customer")
                .name("Deliveries of 3 May")
                .to(people.stream().map(DeliveryBroadcast::recipient).toList());
    }

    private static dev.crier.client.Person recipient(Person person) {
        var recipient = dev.crier.client.Person.phone(person.phone())
                .ref(person.ref())
                .param("date", "3 May")
                .param("from", person.from())
                .param("to", person.to())
                .param("track", person.ref());
        return person.name().isEmpty() ? recipient : recipient.param("name", person.name());
    }

    /// A row for each person.
    List<List<String>> rows(List<MessageStatus> statuses) {
        List<List<String>> rows = new ArrayList<>();
        for (Person person : people) {
            MessageStatus status = status(statuses, person);
            rows.add(List.of(
                    person.label(), person.phone(), status.status(), text(status.reason()), text(status.details())));
        }
        return rows;
    }

    /// What is not as it must be, in a sentence each.
    List<String> surprises(List<MessageStatus> statuses) {
        List<String> surprises = new ArrayList<>();
        for (Person person : people) {
            MessageStatus status = status(statuses, person);
            if (!person.met(status)) {
                surprises.add(person.label() + " " + person.phone() + " should be "
                        + (person.reason().isEmpty() ? "delivered or read" : "failure, " + person.reason())
                        + ", but is "
                        + status.status() + (status.reason() == null ? "" : ", " + status.reason()));
            }
        }
        return surprises;
    }

    private static MessageStatus status(List<MessageStatus> statuses, Person person) {
        return statuses.stream()
                .filter(status -> person.ref().equals(status.ref()))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("The report has no status of " + person.phone()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
