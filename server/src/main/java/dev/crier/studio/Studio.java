package dev.crier.studio;

import dev.crier.account.SignIn;
import dev.crier.channel.ConnectionCheck;
import dev.crier.contact.KeywordLists;
import dev.crier.studio.channels.ChannelPages;
import dev.crier.studio.channels.RestPages;
import dev.crier.studio.channels.WhatsappPages;
import dev.crier.studio.content.ContentPages;
import dev.crier.studio.home.DocsContext;
import dev.crier.studio.home.HomePages;
import dev.crier.studio.members.AccountPages;
import dev.crier.studio.members.AuditPages;
import dev.crier.studio.members.BotPages;
import dev.crier.studio.members.MemberPages;
import dev.crier.studio.members.SignInPages;
import dev.crier.studio.settings.SettingsPages;
import dev.crier.studio.store.StorePages;
import dev.crier.studio.webhooks.WebhookPages;
import dev.crier.webhook.HookDesk;
import java.util.Optional;

/// What the Studio is made of.
public final class Studio {
    private Studio() {}

    /// What its pages work with: the features' own classes, the same that the API calls.
    public record Rooms(
            SignIn signIn,
            Optional<String> publicUrl,
            HomePages.Parts home,
            KeywordLists keywords,
            WhatsappPages.Parts whatsapp,
            ConnectionCheck connectionCheck,
            HookDesk hooks) {}

    public static void register(Pages pages, Rooms rooms) {
        new SignInPages(pages, rooms.signIn()).register();
        new BotPages(pages).register();
        new AccountPages(pages).register();
        new MemberPages(pages, rooms.publicUrl().orElse("")).register();
        new AuditPages(pages).register();
        new HomePages(pages, rooms.home()).register();
        new ContentPages(pages, rooms.home().database(), rooms.keywords()).register();
        new DocsContext(pages).register();
        String publicUrl = rooms.publicUrl().orElse("");
        new ChannelPages(pages, rooms.whatsapp().channels(), rooms.whatsapp().health()).register();
        new RestPages(pages, publicUrl).register();
        new WhatsappPages(pages, rooms.whatsapp(), rooms.connectionCheck()).register();
        new WebhookPages(pages, rooms.hooks()).register();
        new StorePages(pages).register();
        new SettingsPages(pages).register();
        pages.registerRest();
    }
}
