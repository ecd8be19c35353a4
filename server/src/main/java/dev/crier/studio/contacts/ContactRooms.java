package dev.crier.studio.contacts;

import dev.crier.account.Bot;
import dev.crier.broadcast.Operator;
import dev.crier.contact.ContactBook;
import dev.crier.contact.Exporter;
import dev.crier.contact.ImportDesk;
import dev.crier.contact.KeywordLists;
import dev.crier.db.Database;
import dev.crier.studio.Pages;
import dev.crier.studio.Readiness;
import dev.crier.studio.Studio;
import dev.crier.template.TemplateStore;
import java.time.Clock;

/// What the pages of contacts work with.
///
/// @param keywords this server's, for bots that have none of their own
/// @param wake tells the lanes that there is something to send
/// @param maxTableBytes of a file to import
public record ContactRooms(
        Readiness readiness,
        KeywordLists keywords,
        Database database,
        ContactBook book,
        Operator operator,
        TemplateStore templates,
        ImportDesk imports,
        Exporter exporter,
        Runnable wake,
        Clock clock,
        long maxTableBytes)
        implements Studio.Slice {
    /// What people write to this bot to come back; empty if no word does it.
    String optin(Bot bot) {
        return keywords.of(bot).optin().stream().findFirst().orElse("");
    }

    @Override
    public void register(Pages pages) {
        new ListPages(pages, this).register();
        new ImportPages(pages, this).register();
        new EditPages(pages, this).register();
        new PersonPages(pages, this).register();
        new SendPages(pages, this).register();
        new MergePages(pages, this).register();
    }
}
