package dev.crier.sandbox.chat;

import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which sends went to whom. It reads on in the ledger only when somebody looks, so that a send pays nothing for it, and at
 * most the newest sends, so that a look after a million of them takes no longer.
 */
final class Threads {
    static final int READ_BACK = 20_000;
    static final int PER_CHAT = 100;

    /** A chat: a person and the number that wrote to them. */
    record Key(String numberId, String phone) {}

    private final Ledger ledger;
    private final Map<Key, Deque<Long>> sends = new LinkedHashMap<>();
    private long readUpTo;

    Threads(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The chats with sends that are still in the ledger, newest last, each with its newest send. */
    synchronized Map<Key, Entry> newest() {
        readOn();
        Map<Key, Entry> found = new LinkedHashMap<>();
        sends.forEach((key, numbers) -> ledger.find(numbers.getLast()).ifPresent(entry -> found.put(key, entry)));
        return found;
    }

    /** The newest sends of a chat in order. */
    synchronized List<Entry> of(Key key) {
        readOn();
        List<Entry> found = new ArrayList<>();
        for (long n : sends.getOrDefault(key, new ArrayDeque<>())) {
            ledger.find(n).ifPresent(found::add);
        }
        return found;
    }

    private void readOn() {
        long oldest = ledger.oldest();
        long newest = ledger.lastNumber();
        sends.values().removeIf(numbers -> numbers.getLast() < oldest);
        long n = Math.max(Math.max(readUpTo + 1, oldest), newest - READ_BACK + 1);
        for (Optional<Entry> entry = ledger.find(n); entry.isPresent(); entry = ledger.find(++n)) {
            add(entry.get());
        }
        readUpTo = n - 1;
    }

    /** The chat moves to the end, which keeps the map in the order of the newest send. */
    private void add(Entry entry) {
        JsonNode line = entry.json();
        Key key = new Key(Json.text(line, "phone_number_id", ""), Json.text(line, "to", ""));
        Deque<Long> numbers = sends.remove(key);
        if (numbers == null) {
            numbers = new ArrayDeque<>();
        }
        if (numbers.size() >= PER_CHAT) {
            numbers.removeFirst();
        }
        numbers.addLast(entry.n());
        sends.put(key, numbers);
        if (sends.size() > READ_BACK) {
            sends.remove(sends.keySet().iterator().next());
        }
    }
}
