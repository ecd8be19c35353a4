package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemException;
import dev.crier.contact.Census;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.contact.ContactFilter;
import dev.crier.contact.UserAddress;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Two contacts who turned out to be one person.
public final class MergePages {
    private static final String PATH = "/studio/bot/{bot_id}/contacts/{id}/merge";
    private static final int FOUND = 10;

    private final Pages pages;
    private final ContactBook book;
    private final Census census;

    public MergePages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.book = rooms.book();
        this.census = new Census(rooms.database());
    }

    public void register() {
        pages.get(PATH, Role.EDITOR, this::show).post(PATH, Role.EDITOR, this::merge);
    }

    /// A field of both, and what it will be.
    public record Field(String name, String stays, String goes, String after) {
        public boolean differs() {
            return !stays.equals(goes);
        }
    }

    private void show(Visit visit) {
        Contact contact = book.find(visit.bot(), PersonPages.address(visit));
        @Nullable UUID with = Ids.parse(visit.query("with"));
        if (with == null) {
            choose(visit, contact);
        } else {
            compare(visit, 200, contact, book.find(visit.bot(), new UserAddress.ById(with)), null);
        }
    }

    private void choose(Visit visit, Contact contact) {
        String search = visit.query("search").strip();
        String fault = "";
        List<Contact> found = List.of();
        try {
            if (!search.isEmpty()) {
                found = book.list(visit.bot(), ContactFilter.of(search, List.of()), new Page(FOUND, null))
                        .people();
            }
        } catch (ProblemException e) {
            fault = e.problem().errors().getFirst().detail();
        }
        visit.page(
                "contacts/duplicates",
                Map.of(
                        "contact",
                        contact,
                        "lookalikes",
                        census.lookalikes(visit.botId(), contact),
                        "search",
                        search,
                        "fault",
                        fault,
                        "found",
                        found.stream()
                                .filter(each -> !each.id().equals(contact.id()))
                                .toList()));
    }

    /// @param stays the contact that keeps its id and, where both have one, its value
    private void compare(Visit visit, int status, Contact stays, Contact goes, @Nullable Problem problem) {
        Map<String, Object> values = new HashMap<>(Map.of("stays", stays, "goes", goes));
        @Nullable Problem why = problem;
        try {
            values.put("fields", fields(stays, goes, ContactBook.mergedFrom(goes, stays)));
        } catch (ProblemException e) {
            why = e.problem();
            values.put("fields", List.of());
        }
        if (why != null) {
            values.put("problem", why);
        }
        visit.page(status, "contacts/merge", values);
    }

    private static List<Field> fields(Contact stays, Contact goes, Contact after) {
        List<Field> fields = new ArrayList<>();
        Map<String, String> one = ContactForm.of(stays).fields();
        Map<String, String> other = ContactForm.of(goes).fields();
        Map<String, String> both = ContactForm.of(after).fields();
        one.forEach((name, value) -> {
            String theirs = other.getOrDefault(name, "");
            if (!value.isEmpty() || !theirs.isEmpty()) {
                fields.add(new Field(title(name), value, theirs, both.getOrDefault(name, "")));
            }
        });
        Set<String> names = new LinkedHashSet<>(stays.userData().propertyNames());
        names.addAll(goes.userData().propertyNames());
        for (String name : names) {
            fields.add(new Field(name, variable(stays, name), variable(goes, name), variable(after, name)));
        }
        fields.add(new Field(
                "WhatsApp",
                Words.consent(stays.optout()),
                Words.consent(goes.optout()),
                Words.consent(after.optout())));
        return fields;
    }

    private static String variable(Contact contact, String name) {
        return contact.userData().has(name)
                ? ContactForm.shown(contact.userData().path(name))
                : "";
    }

    private static String title(String name) {
        String words = name.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private void merge(Visit visit) {
        Contact stays = book.find(visit.bot(), PersonPages.address(visit));
        Contact goes = book.find(visit.bot(), UserAddress.parse(visit.form().text("with"), null));
        try {
            Contact merged = book.merge(visit.bot(), new UserAddress.ById(goes.id()), new UserAddress.ById(stays.id()));
            visit.audit("contact.merged", merged.id().toString(), goes.id() + " went into it");
            visit.redirect(visit.at("/contacts/" + merged.id()), "Both are one contact now");
        } catch (ProblemException e) {
            compare(visit, 422, stays, goes, e.problem());
        }
    }
}
