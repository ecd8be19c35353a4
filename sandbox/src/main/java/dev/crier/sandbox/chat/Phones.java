package dev.crier.sandbox.chat;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.user.UserIds;
import dev.crier.sandbox.user.Users;
import dev.crier.sandbox.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of phones and the chat of each, for the page. */
public final class Phones {
    static final int SHOWN = 200;
    private static final int LINE_LENGTH = 120;
    private static final int LONGEST_PHONE = 64;

    private final Accounts accounts;
    private final Letters letters;
    private final Threads threads;
    private final Bubbles bubbles;
    private final Users users;

    /** A row of the list. */
    private record Row(String phone, Instant at, String line, boolean own, String status) {}

    public Phones(Accounts accounts, Ledger ledger, Letters letters, TemplateStore templates, Users users) {
        this.accounts = accounts;
        this.letters = letters;
        this.threads = new Threads(ledger);
        this.bubbles = new Bubbles(templates);
        this.users = users;
    }

    /** The phones that got or wrote something, newest first. */
    public ObjectNode list(String numberId, String search) {
        PhoneNumber number = accounts.number(numberId).orElseGet(accounts::first);
        ObjectNode json = Json.object().put("phone_number_id", number.id());
        ArrayNode numbers = json.putArray("numbers");
        for (Account account : accounts.all()) {
            account.numbers()
                    .forEach(each -> numbers.addObject()
                            .put("phone_number_id", each.id())
                            .put("display_phone_number", each.display()));
        }
        ArrayNode list = json.putArray("phones");
        rows(number).stream()
                .filter(row -> fits(row, search.strip().toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparing(Row::at).reversed())
                .limit(SHOWN)
                .forEach(row -> list.addObject()
                        .put("phone", row.phone())
                        .put("name", name(row.phone()))
                        .put("at", row.at().toString())
                        .put("line", row.line())
                        .put("own", row.own())
                        .put("status", row.status()));
        return json;
    }

    private static boolean fits(Row row, String search) {
        return row.phone().toLowerCase(Locale.ROOT).contains(search)
                || row.phone().contains(search.replaceAll("[\\s()-]", ""))
                || name(row.phone()).toLowerCase(Locale.ROOT).contains(search);
    }

    private List<Row> rows(PhoneNumber number) {
        Map<String, Row> rows = new HashMap<>();
        threads.newest().forEach((key, entry) -> {
            if (key.numberId().equals(number.id())) {
                rows.put(key.phone(), row(key.phone(), entry));
            }
        });
        for (Said said : letters.all()) {
            Row present = rows.get(said.phone());
            if (said.numberId().equals(number.id())
                    && (present == null || !said.at().isBefore(present.at()))) {
                rows.put(said.phone(), new Row(said.phone(), said.at(), line(said.text()), true, ""));
            }
        }
        return new ArrayList<>(rows.values());
    }

    private static Row row(String phone, Entry entry) {
        JsonNode sent = entry.json();
        JsonNode rendered = sent.path("rendered");
        String body = Json.text(rendered, "body", "");
        String line = body.isEmpty() ? Json.text(rendered, "header", "A message") : body;
        return new Row(phone, Instant.parse(Json.text(sent, "at", "")), line(line), false, entry.status());
    }

    private static String line(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.codePointCount(0, flat.length()) <= LINE_LENGTH
                ? flat
                : flat.substring(0, flat.offsetByCodePoints(0, LINE_LENGTH)) + "…";
    }

    /** One chat. Without a number it is the one with the newest message; empty when nobody can have such a phone. */
    public Optional<ObjectNode> chat(String spelled, @Nullable String numberId) {
        String phone = phone(spelled);
        if (phone.isEmpty()) {
            return Optional.empty();
        }
        PhoneNumber number = numberId == null
                ? lastToWrite(phone)
                : accounts.number(numberId).orElseGet(accounts::first);
        List<ObjectNode> messages = new ArrayList<>();
        threads.of(new Threads.Key(number.id(), phone))
                .forEach(entry ->
                        messages.add(bubbles.sent(entry, number.account().wabaId())));
        letters.all().stream()
                .filter(said -> said.phone().equals(phone) && said.numberId().equals(number.id()))
                .forEach(said -> messages.add(Bubbles.said(said)));
        messages.sort(Comparator.comparing(message -> Instant.parse(Json.text(message, "at", ""))));
        ObjectNode json = Json.object()
                .put("phone", phone)
                .put("name", name(phone))
                .put("phone_number_id", number.id())
                .put("display_phone_number", number.display())
                .put(
                        "marketing_stopped",
                        users.hasStoppedMarketing(number.account().wabaId(), key(phone)));
        ArrayNode list = json.putArray("messages");
        messages.subList(Math.max(0, messages.size() - SHOWN), messages.size()).forEach(list::add);
        return Optional.of(json);
    }

    private PhoneNumber lastToWrite(String phone) {
        PhoneNumber found = accounts.first();
        Instant newest = Instant.MIN;
        for (Account account : accounts.all()) {
            for (PhoneNumber number : account.numbers()) {
                List<Entry> sends = threads.of(new Threads.Key(number.id(), phone));
                Instant last = sends.isEmpty()
                        ? Instant.MIN
                        : row(phone, sends.getLast()).at();
                if (last.isAfter(newest)) {
                    found = number;
                    newest = last;
                }
            }
        }
        return found;
    }

    /** A phone as the ledger spells it; "" if it is none. A user id has a dot behind its country. */
    static String phone(String spelled) {
        String text = spelled.strip();
        if (text.length() > LONGEST_PHONE) {
            return "";
        }
        if (text.matches("[A-Z]{2}\\.\\w+")) {
            return text;
        }
        String digits = text.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? "" : "+" + digits;
    }

    private static String name(String phone) {
        return UserIds.nameOf(key(phone));
    }

    private static String key(String phone) {
        return phone.startsWith("+") ? phone.substring(1) : phone;
    }
}
