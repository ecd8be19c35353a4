package dev.crier.studio;

import dev.crier.account.SignIn;
import dev.crier.studio.contacts.ContactRooms;
import dev.crier.studio.contacts.EditPages;
import dev.crier.studio.contacts.ImportPages;
import dev.crier.studio.contacts.ListPages;
import dev.crier.studio.contacts.MergePages;
import dev.crier.studio.contacts.PersonPages;
import dev.crier.studio.contacts.SendPages;
import dev.crier.studio.members.AccountPages;
import dev.crier.studio.members.AuditPages;
import dev.crier.studio.members.BotPages;
import dev.crier.studio.members.MemberPages;
import dev.crier.studio.members.SignInPages;
import java.util.Optional;

/// What the Studio is made of.
public final class Studio {
    private Studio() {}

    /// What its pages work with: the features' own classes, the same that the API calls.
    public record Rooms(SignIn signIn, Optional<String> publicUrl, ContactRooms contacts) {}

    public static void register(Pages pages, Rooms rooms) {
        new SignInPages(pages, rooms.signIn()).register();
        new BotPages(pages).register();
        new AccountPages(pages).register();
        new MemberPages(pages, rooms.publicUrl().orElse("")).register();
        new AuditPages(pages).register();
        ContactRooms contacts = rooms.contacts();
        new ListPages(pages, contacts).register();
        new ImportPages(pages, contacts).register();
        new EditPages(pages, contacts).register();
        new PersonPages(pages, contacts).register();
        new SendPages(pages, contacts).register();
        new MergePages(pages, contacts).register();
        pages.registerRest();
    }
}
