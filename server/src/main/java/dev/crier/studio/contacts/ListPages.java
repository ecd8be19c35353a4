package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.contact.BulkTags;
import dev.crier.contact.Census;
import dev.crier.contact.ContactBook;
import dev.crier.contact.ContactFilter;
import dev.crier.contact.ContactHints;
import dev.crier.contact.Exporter;
import dev.crier.contact.Segment;
import dev.crier.contact.TagChange;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.tabular.CsvTableWriter;
import dev.crier.tabular.TableWriter;
import dev.crier.tabular.XlsxTableWriter;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The list of contacts, and what is done with many of them: those chosen one by one, or all that a filter finds.
public final class ListPages {
    private static final int ROWS = 50;
    private static final int BUFFER_BYTES = 32 * 1024;

    /// A change of tags goes on beside the page if it takes longer.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pages pages;
    private final ContactBook book;
    private final ContactHints hints;
    private final Census census;
    private final TagRuns runs;
    private final Exporter exporter;

    public ListPages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.book = rooms.book();
        this.hints = new ContactHints(rooms.database());
        this.census = new Census(rooms.database());
        this.runs = new TagRuns(new BulkTags(rooms.database()));
        this.exporter = rooms.exporter();
    }

    public void register() {
        pages.get("/studio/bot/{bot_id}/contacts", Role.VIEWER, this::list)
                .post("/studio/bot/{bot_id}/contacts/tags", Role.EDITOR, this::tag)
                .get("/studio/bot/{bot_id}/contacts/tags/{run}", Role.EDITOR, this::tagging)
                .get("/studio/bot/{bot_id}/contacts/tags/{run}/live", Role.EDITOR, this::taggingLive)
                .post("/studio/bot/{bot_id}/contacts/export", Role.VIEWER, this::export);
    }

    /// What the list shows.
    ///
    /// @param fault why the filter finds nobody
    /// @param audience the filter as broadcasts take it
    public record View(
            ContactBook.Part part,
            String search,
            List<String> tags,
            List<String> allTags,
            String size,
            String fault,
            String audience,
            boolean isEverybody,
            boolean isFirst) {
        /// The list with these tags and the search, from its start.
        public String query(List<String> with) {
            StringBuilder query = new StringBuilder();
            if (!search.isEmpty()) {
                query.append("&search=").append(Show.encoded(search));
            }
            with.forEach(tag -> query.append("&tag=").append(Show.encoded(tag)));
            return query.isEmpty() ? "" : "?" + query.substring(1);
        }

        public String without(String tag) {
            return query(tags.stream().filter(each -> !each.equals(tag)).toList());
        }

        public @Nullable String next() {
            String query = query(tags);
            return part.next() == null ? null : query + (query.isEmpty() ? "?" : "&") + "after=" + part.next();
        }
    }

    private void list(Visit visit) {
        String search = visit.query("search").strip();
        List<String> tags = visit.queries("tag").stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        @Nullable UUID after = Ids.parse(visit.query("after"));
        View view = view(visit, search, tags, after);
        Map<String, Object> values = Map.of("view", view);
        if (visit.isPart()) {
            visit.send(visit.render("contacts/people", values));
        } else {
            visit.page("contacts/list", values);
        }
    }

    private View view(Visit visit, String search, List<String> tags, @Nullable UUID after) {
        String fault = "";
        ContactBook.Part part = new ContactBook.Part(List.of(), null);
        boolean isEverybody = search.isEmpty() && tags.isEmpty();
        try {
            part = book.list(visit.bot(), ContactFilter.of(search, tags), new Page(ROWS, after));
        } catch (ProblemException e) {
            Problem problem = e.problem();
            fault = problem.errors().isEmpty()
                    ? problem.detail()
                    : problem.errors().getFirst().detail();
        }
        return new View(
                part,
                search,
                tags,
                visit.isPart() ? List.of() : hints.tags(visit.botId()),
                visit.isPart() ? "" : size(visit.botId()),
                fault,
                audience(search, tags).toString(),
                isEverybody,
                after == null);
    }

    private String size(UUID botId) {
        Census.Size size = census.size(botId);
        return size.isExact()
                ? Show.count(size.contacts(), "contact", "contacts")
                : "About " + Show.number(rounded(size.contacts())) + " contacts";
    }

    /// An estimate has no more than two digits that mean something.
    private static long rounded(long number) {
        long unit = 1;
        while (number / unit >= 100) {
            unit *= 10;
        }
        return number / unit * unit;
    }

    private static ObjectNode audience(String search, List<String> tags) {
        ObjectNode json = Json.object();
        if (search.isEmpty() && tags.isEmpty()) {
            return json.put("all", true);
        }
        if (!search.isEmpty()) {
            json.put("search", search);
        }
        if (!tags.isEmpty()) {
            tags.forEach(json.putArray("tags")::add);
        }
        return json;
    }

    /// Whom a form means: contacts chosen one by one, or a filter.
    private static ContactFilter chosen(Form form) {
        List<UUID> ids = new ArrayList<>();
        for (String written : form.all("contact")) {
            @Nullable UUID id = Ids.parse(written);
            if (id == null || ids.size() == Segment.MAX_IDS) {
                throw Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "Choose at most " + Show.number(Segment.MAX_IDS) + " contacts, or a filter");
            }
            ids.add(id);
        }
        if (!ids.isEmpty()) {
            return ContactFilter.of(ids);
        }
        if (!form.has("everybody")) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "Nobody is chosen; tick contacts in the list first");
        }
        return ContactFilter.of(
                form.text("search"),
                form.all("tag").stream().filter(tag -> !tag.isBlank()).toList());
    }

    /// For the log, which is never changed: what would bring back an erased person does not belong there.
    private static String described(ContactFilter filter) {
        if (!filter.ids().isEmpty()) {
            return Show.count(filter.ids().size(), "contact", "contacts");
        }
        return filter.isEverybody()
                ? "all contacts"
                : "contacts " + (filter.search() == null ? "" : "found by a search ")
                        + (filter.tags().isEmpty() ? "" : "with " + String.join(", ", filter.tags()));
    }

    private void tag(Visit visit) throws InterruptedException {
        ContactFilter filter = chosen(visit.form());
        ObjectNode body = Json.object();
        tags(visit.form().text("add")).forEach(body.putArray("add")::add);
        tags(visit.form().text("remove")).forEach(body.putArray("remove")::add);
        TagChange change = TagChange.read(body);
        TagRuns.Run run = runs.start(visit.botId(), filter, change);
        visit.audit("contact.tagged", described(filter), words(change));
        if (run.isOverWithin(PATIENCE) && run.phase() == TagRuns.Phase.DONE) {
            visit.redirect(visit.at("/contacts"), told(run.outcome()));
        } else {
            visit.redirect(visit.at("/contacts/tags/" + run.id()));
        }
    }

    /// How far a change of tags is, or what came of it.
    ///
    /// @param change so far
    public record Tagging(boolean isOver, boolean isBroken, BulkTags.Outcome change) {}

    private Tagging tagging(Visit visit, UUID id) {
        TagRuns.Run run = runs.find(visit.botId(), id)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.NOT_FOUND,
                        "What came of this change is not known any more; look at the contacts, or change their tags"
                                + " once more, which does no harm"));
        TagRuns.Phase phase = run.phase(); // before the outcome, which is final only then
        return new Tagging(phase != TagRuns.Phase.RUNNING, phase == TagRuns.Phase.BROKEN_OFF, run.outcome());
    }

    private void tagging(Visit visit) {
        UUID id = visit.uuid("run");
        visit.page("contacts/tagging", Map.of("tagging", tagging(visit, id), "run", id.toString()));
    }

    private void taggingLive(Visit visit) throws IOException {
        UUID id = visit.uuid("run");
        var _ = tagging(visit, id);
        visit.live("contacts/tagged", () -> Map.of("tagging", tagging(visit, id)));
    }

    /// What the audit log says of a change of tags.
    static String words(TagChange change) {
        String added = change.add().isEmpty() ? "" : "added " + String.join(", ", change.add());
        String removed = change.remove().isEmpty() ? "" : "removed " + String.join(", ", change.remove());
        return added + (added.isEmpty() || removed.isEmpty() ? "" : "; ") + removed;
    }

    private static Set<String> tags(String written) {
        Set<String> tags = new LinkedHashSet<>();
        for (String tag : written.split(",", -1)) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        return tags;
    }

    /// What came of a change.
    public static String told(BulkTags.Outcome outcome) {
        String refused = outcome.refused() == 0
                ? ""
                : "; " + Show.count(outcome.refused(), "has", "have") + " too many tags already";
        return "Tags of " + Show.count(outcome.changed(), "contact", "contacts") + " changed" + refused;
    }

    /// How an export is written.
    private enum Format {
        COMMA("text/csv; charset=utf-8", "contacts.csv"),
        SEMICOLON("text/csv; charset=utf-8", "contacts.csv"),
        XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "contacts.xlsx");

        private final String type;
        private final String file;

        Format(String type, String file) {
            this.type = type;
            this.file = file;
        }

        static Format of(String wire) {
            return switch (wire) {
                case "xlsx" -> XLSX;
                case "semicolon" -> SEMICOLON;
                default -> COMMA;
            };
        }

        TableWriter on(OutputStream out) throws IOException {
            return switch (this) {
                case COMMA -> new CsvTableWriter(out, ',', CsvTableWriter.Mark.WITH_MARK);
                case SEMICOLON -> new CsvTableWriter(out, ';', CsvTableWriter.Mark.WITH_MARK);
                case XLSX -> new XlsxTableWriter(out, "Contacts");
            };
        }
    }

    private void export(Visit visit) throws IOException {
        ContactFilter filter = chosen(visit.form());
        Format format = Format.of(visit.form().text("format"));
        visit.audit("contact.exported", described(filter), format.file);
        ServerResponse response = visit.response();
        response.header(HeaderNames.CONTENT_TYPE, format.type);
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + format.file + "\"");
        // Closed only when all is written: closing a stream that broke off would make it look whole.
        OutputStream out = new BufferedOutputStream(response.outputStream(), BUFFER_BYTES);
        exporter.write(visit.botId(), filter, format.on(out));
        out.close();
    }

    /// Options of a select of tags.
    public static Map<String, String> options(View view) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("", "Any tag");
        view.allTags().stream().filter(tag -> !view.tags().contains(tag)).forEach(tag -> options.put(tag, tag));
        return options;
    }
}
