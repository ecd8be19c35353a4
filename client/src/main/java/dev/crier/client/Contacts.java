package dev.crier.client;

import dev.crier.client.Http.Repeat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Contacts of the bot. Where one is named it is by id, by `+31612345678` or by `whatsapp+31612345678`.
public final class Contacts {
    private static final String ROOT = "/user";

    private final Http http;

    Contacts(Http http) {
        this.http = http;
    }

    public Contact get(String user) {
        return http.get(at(user), Contact.class);
    }

    /// Makes the contact of the body's phone, or changes it if there is one; what the body does not name stays.
    public Contact upsert(ObjectNode contact) {
        return http.send("POST", ROOT, Repeat.ALWAYS, contact, Contact.class);
    }

    /// Changes the fields that `change` names; JSON's null clears one.
    public Contact patch(String user, ObjectNode change) {
        return http.send("PATCH", at(user), Repeat.ALWAYS, change, Contact.class);
    }

    /// Erases the person; an opt-out is remembered without the number.
    public void delete(String user) {
        var _ = http.send("DELETE", at(user), Repeat.UNSENT, null, JsonNode.class);
    }

    /// Fetched page by page while they are read.
    public Stream<Contact> list(ContactFilter filter) {
        return Pages.stream(after -> {
            ContactPage page = http.get(ROOT + filter.query(Pages.LIMIT, after), ContactPage.class);
            return new Pages.Page<>(Lists.of(page.users()), page.next());
        });
    }

    private record ContactPage(
            @Nullable List<Contact> users, @Nullable String next) {}

    /// Makes and changes contacts by a table. The same one once more changes nothing, so a file is sent again if the
    /// connection breaks.
    public ImportResult importTable(Upload people) {
        return bring(people, false);
    }

    /// What an import would do.
    public ImportResult dryRunImport(Upload people) {
        return bring(people, true);
    }

    private ImportResult bring(Upload people, boolean dryRun) {
        String query =
                Http.query("map", people.map(), "separator", people.separator(), "dry_run", dryRun ? "true" : null);
        Repeat repeat = people.isRepeatable() ? Repeat.ALWAYS : Repeat.UNSENT;
        Http.Call call = http.upload(ROOT + "/import" + query, repeat, people.contentType());
        return http.send(call, people::body, ImportResult.class);
    }

    public void exportCsv(ContactFilter filter, OutputStream out) throws IOException {
        http.copy(ROOT + "/export.csv" + filter.query(null, null), "text/csv", out);
    }

    public void exportXlsx(ContactFilter filter, OutputStream out) throws IOException {
        http.copy(ROOT + "/export.xlsx" + filter.query(null, null), "*/*", out);
    }

    private static String at(String user) {
        return ROOT + "/" + Http.segment(user);
    }
}
