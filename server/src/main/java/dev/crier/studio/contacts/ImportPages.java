package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.Fault;
import dev.crier.api.FormFile;
import dev.crier.api.ProblemException;
import dev.crier.contact.ColumnChoice;
import dev.crier.contact.ContactHints;
import dev.crier.contact.Exporter;
import dev.crier.contact.ImportColumns.Field;
import dev.crier.contact.ImportDesk;
import dev.crier.contact.ImportDesk.Numbers;
import dev.crier.contact.ImportDesk.Owner;
import dev.crier.contact.ImportDesk.Phase;
import dev.crier.contact.ImportDesk.Reading;
import dev.crier.contact.ImportPreview;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.tabular.CsvTableWriter;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A table of contacts: chosen, looked at, imported beside the page.
public final class ImportPages {
    private static final String PATH = "/studio/bot/{bot_id}/contacts/import";
    private static final int MAX_NAME_CHARS = 120;

    private final Pages pages;
    private final ImportDesk desk;
    private final ContactHints hints;
    private final long maxBytes;

    public ImportPages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.desk = rooms.imports();
        this.hints = new ContactHints(rooms.database());
        this.maxBytes = rooms.maxTableBytes();
    }

    public void register() {
        pages.get(PATH, Role.EDITOR, visit -> visit.page("contacts/import", Map.of("maxMegabytes", maxBytes >> 20)))
                .post(PATH, Role.EDITOR, this::take)
                .get(PATH + "/template.csv", Role.VIEWER, this::blank)
                .get(PATH + "/{table}", Role.EDITOR, this::show)
                .post(PATH + "/{table}", Role.EDITOR, this::start)
                .post(PATH + "/{table}/preview", Role.EDITOR, this::preview)
                .get(PATH + "/{table}/live", Role.EDITOR, this::live)
                .get(PATH + "/{table}/errors.csv", Role.EDITOR, this::wrong);
    }

    private static Owner owner(Visit visit) {
        return new Owner(visit.botId(), visit.member().id());
    }

    private void take(Visit visit) throws IOException {
        FormFile file = visit.upload(maxBytes);
        String name = file.filename() == null ? "" : file.filename().replaceAll("[\\p{Cntrl}]|.*[/\\\\]", "");
        String shown = name.isBlank() ? "The table" : name.substring(0, Math.min(MAX_NAME_CHARS, name.length()));
        UUID id = desk.take(owner(visit), shown, file.content());
        visit.redirect(visit.at("/contacts/import/" + id));
    }

    private void blank(Visit visit) throws IOException {
        char separator = visit.query("separator").equals("semicolon") ? ';' : ',';
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        Exporter.writeBlank(new CsvTableWriter(table, separator, CsvTableWriter.Mark.WITH_MARK));
        download(visit, "contacts-template.csv").send(table.toByteArray());
    }

    private static ServerResponse download(Visit visit, String name) {
        return visit.response()
                .header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8")
                .header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
                .header(HeaderNames.CACHE_CONTROL, "no-store");
    }

    private void show(Visit visit) {
        UUID id = visit.uuid("table");
        ImportDesk.State state = desk.state(owner(visit), id);
        boolean isAgain = state.phase() == Phase.FAILED && !visit.query("again").isEmpty();
        if (state.phase() == Phase.CHOSEN || isAgain) {
            mapping(visit, 200, new Reading(null, null, Numbers.WITH_PLUS), "");
        } else {
            visit.page("contacts/importing", Map.of("state", state, "table", id.toString()));
        }
    }

    private void mapping(Visit visit, int status, Reading reading, String fault) {
        visit.page(status, "contacts/mapping", values(visit, reading, fault));
    }

    private Map<String, Object> values(Visit visit, Reading reading, String fault) {
        UUID id = visit.uuid("table");
        Map<String, Object> values = new HashMap<>();
        values.put("table", id.toString());
        values.put("state", desk.state(owner(visit), id));
        values.put("reading", reading);
        values.put("allTags", hints.tags(visit.botId()));
        values.put("fault", fault);
        try {
            values.put("preview", desk.preview(visit.bot(), owner(visit), id, reading));
        } catch (ProblemException e) {
            values.put("problem", e.problem());
        }
        return values;
    }

    private void preview(Visit visit) {
        visit.send(visit.render("contacts/understood", values(visit, reading(visit.form()), "")));
    }

    /// What the form says about the table.
    private static Reading reading(Form form) {
        int columns = (int) form.names().stream()
                .filter(name -> name.matches("column_[0-9]{1,3}"))
                .count();
        @Nullable
        List<ColumnChoice> choices = columns == 0
                ? null
                : IntStream.range(0, columns)
                        .mapToObj(i -> ColumnChoice.of(form.text("column_" + i)))
                        .toList();
        String tag = form.text("tag");
        return new Reading(
                choices, tag.isEmpty() ? null : tag, form.has("plus") ? Numbers.PLUS_DROPPED : Numbers.WITH_PLUS);
    }

    private void start(Visit visit) {
        UUID id = visit.uuid("table");
        Reading reading = reading(visit.form());
        ImportPreview preview = desk.preview(visit.bot(), owner(visit), id, reading);
        if (preview.problem() != null) {
            mapping(visit, 422, reading, "");
            return;
        }
        try {
            if (desk.start(visit.bot(), owner(visit), id, reading)) {
                visit.audit("contact.imported", desk.state(owner(visit), id).filename(), "");
            }
        } catch (ProblemException e) {
            List<Fault> faults = e.problem().errors();
            mapping(
                    visit,
                    422,
                    reading,
                    faults.isEmpty() ? e.problem().detail() : faults.getFirst().detail());
            return;
        }
        visit.redirect(visit.at("/contacts/import/" + id));
    }

    private void live(Visit visit) throws IOException {
        UUID id = visit.uuid("table");
        Owner owner = owner(visit);
        visit.live("contacts/progress", () -> Map.of("state", desk.state(owner, id), "table", id.toString()));
    }

    private void wrong(Visit visit) throws IOException {
        try (InputStream wrong = desk.wrong(owner(visit), visit.uuid("table"));
                OutputStream out = download(visit, "import-errors.csv").outputStream()) {
            wrong.transferTo(out);
        }
    }

    /// What a column can be.
    public static Map<String, String> choices() {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", "Leave out");
        choices.put("phone", "Phone");
        choices.put("first_name", "First name");
        choices.put("last_name", "Last name");
        choices.put("email", "E-mail");
        choices.put("locale", "Locale (language)");
        choices.put("timezone", "Time zone");
        choices.put("external_id", "External id");
        choices.put("tags", "Tags");
        choices.put(Field.WHATSAPP_OPTOUT.wire(), "WhatsApp opt-out");
        choices.put(Field.USER_DATA.wire(), "Variables as JSON");
        choices.put(Field.USER_ID.wire(), "User id (not read)");
        choices.put(Field.WHATSAPP_USER_ID.wire(), "WhatsApp user id (not read)");
        choices.put("variable", "Variable");
        return choices;
    }
}
