package dev.crier.system;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What reached people, by the sandbox's book: broadcasts' messages only, no replies.
record Ledger(List<JsonNode> sends) {
    static Ledger of(SandboxProcess sandbox) {
        return new Ledger(sandbox.sends().stream()
                .filter(send -> send.path("template").asString("").equals(Crier.DELIVERY))
                .toList());
    }

    /// What reached these people.
    Ledger of(Collection<String> phones) {
        Set<String> asked = Set.copyOf(phones);
        return new Ledger(sends.stream()
                .filter(send -> asked.contains(send.path("to").asString()))
                .toList());
    }

    /// How often each person was reached.
    Map<String, Long> people() {
        return sends.stream()
                .collect(Collectors.groupingBy(send -> send.path("to").asString(), Collectors.counting()));
    }

    /// Who was reached more than once, with the moment and our id of each time.
    Map<String, List<String>> twice() {
        Map<String, List<String>> times = sends.stream()
                .collect(Collectors.groupingBy(
                        send -> send.path("to").asString(),
                        Collectors.mapping(
                                send -> at(send) + " "
                                        + send.path("biz_opaque_callback_data").asString(),
                                Collectors.toList())));
        times.values().removeIf(each -> each.size() == 1);
        return times;
    }

    long count(String phone) {
        return people().getOrDefault(phone, 0L);
    }

    static Instant at(JsonNode send) {
        return Instant.parse(send.path("at").asString());
    }
}
