package dev.crier.studio;

import dev.crier.account.SignIn;
import dev.crier.channel.ChannelStore;
import dev.crier.contact.KeywordLists;
import dev.crier.db.Database;
import dev.crier.studio.content.ContentPages;
import dev.crier.studio.home.DocsContext;
import dev.crier.studio.home.HomePages;
import dev.crier.studio.members.AccountPages;
import dev.crier.studio.members.AuditPages;
import dev.crier.studio.members.BotPages;
import dev.crier.studio.members.MemberPages;
import dev.crier.studio.members.SignInPages;
import dev.crier.webhook.WebhookStore;
import java.time.Clock;
import java.util.Optional;

/// What the Studio is made of.
public final class Studio {
    private Studio() {}

    /// What its pages work with: the features' own classes, the same that the API calls.
    public record Rooms(
            SignIn signIn,
            Optional<String> publicUrl,
            Database database,
            ChannelStore channels,
            WebhookStore webhooks,
            KeywordLists keywords,
            Runnable wake,
            Clock clock) {}

    public static void register(Pages pages, Rooms rooms) {
        new SignInPages(pages, rooms.signIn()).register();
        new BotPages(pages).register();
        new AccountPages(pages).register();
        new MemberPages(pages, rooms.publicUrl().orElse("")).register();
        new AuditPages(pages).register();
        new HomePages(pages, rooms.database(), rooms.channels(), rooms.webhooks(), rooms.wake(), rooms.clock())
                .register();
        new ContentPages(pages, rooms.database(), rooms.keywords()).register();
        new DocsContext(pages).register();
        pages.registerRest();
    }
}
