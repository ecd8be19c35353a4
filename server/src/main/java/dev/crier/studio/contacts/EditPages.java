package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.ProblemException;
import dev.crier.contact.Consent;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.contact.UserAddress;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A new contact, and a change of one.
public final class EditPages {
    private final Pages pages;
    private final ContactBook book;

    public EditPages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.book = rooms.book();
    }

    public void register() {
        pages.get(
                        "/studio/bot/{bot_id}/contacts/new",
                        Role.EDITOR,
                        visit -> form(visit, 200, ContactForm.empty(), null))
                .post("/studio/bot/{bot_id}/contacts", Role.EDITOR, this::create)
                .get("/studio/bot/{bot_id}/contacts/{id}/edit", Role.EDITOR, this::edit)
                .post("/studio/bot/{bot_id}/contacts/{id}", Role.EDITOR, this::change);
    }

    static Consent.Author author(Visit visit) {
        return new Consent.Author(Consent.Source.STUDIO, visit.member().label());
    }

    private void form(Visit visit, int status, ContactForm form, @Nullable Contact contact) {
        Map<String, Object> values = new HashMap<>();
        values.put("form", form);
        if (contact != null) {
            values.put("contact", contact);
        }
        visit.page(status, "contacts/edit", values);
    }

    private void create(Visit visit) {
        Contact made;
        try {
            made = book.create(visit.bot(), ContactForm.body(visit.form(), null), author(visit));
        } catch (ProblemException e) {
            form(visit, 422, ContactForm.of(visit.form(), e.problem()), null);
            return;
        }
        visit.audit("contact.created", made.id().toString(), "");
        visit.redirect(visit.at("/contacts/" + made.id()), Words.name(made) + " is a contact now");
    }

    private void edit(Visit visit) {
        Contact contact = book.find(visit.bot(), new UserAddress.ById(visit.uuid("id")));
        form(visit, 200, ContactForm.of(contact), contact);
    }

    private void change(Visit visit) {
        UserAddress address = new UserAddress.ById(visit.uuid("id"));
        Contact after;
        try {
            after = book.rewrite(visit.bot(), address, new ContactForm.Rewriting(visit.form()), author(visit));
        } catch (ContactBook.Overtaken e) {
            Map<String, Object> values = new HashMap<>();
            values.put("form", ContactForm.over(e.now(), visit.form()));
            values.put("contact", e.now());
            values.put("overtaken", true);
            visit.page(409, "contacts/edit", values);
            return;
        } catch (ProblemException e) {
            form(visit, 422, ContactForm.of(visit.form(), e.problem()), book.find(visit.bot(), address));
            return;
        }
        visit.audit("contact.changed", after.id().toString(), "");
        visit.redirect(visit.at("/contacts/" + after.id()), "The contact is saved");
    }
}
