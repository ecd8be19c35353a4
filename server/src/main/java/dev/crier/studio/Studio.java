package dev.crier.studio;

import dev.crier.account.SignIn;
import dev.crier.studio.broadcasts.BroadcastPages;
import dev.crier.studio.broadcasts.Tools;
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
    public record Rooms(SignIn signIn, Optional<String> publicUrl, Tools broadcasts) {}

    public static void register(Pages pages, Rooms rooms) {
        new SignInPages(pages, rooms.signIn()).register();
        new BotPages(pages).register();
        new AccountPages(pages).register();
        new MemberPages(pages, rooms.publicUrl().orElse("")).register();
        new AuditPages(pages).register();
        new BroadcastPages(pages, rooms.broadcasts()).register();
        pages.registerRest();
    }
}
