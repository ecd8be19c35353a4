package dev.crier.studio.contacts;

import dev.crier.account.Role;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.broadcast.ContactParams;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.contact.UserAddress;
import dev.crier.content.Examples;
import dev.crier.content.Preview;
import dev.crier.content.Skeleton;
import dev.crier.content.TemplateStructure;
import dev.crier.studio.Form;
import dev.crier.studio.Once;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.template.TemplateStore;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// One template to one contact: choose it, fill it in beside its preview, send it as an operator's action.
public final class SendPages {
    private static final String PATH = "/studio/bot/{bot_id}/contacts/{id}/template";
    private static final int SHOWN = 50;

    private final Pages pages;
    private final ContactRooms rooms;
    private final ContactBook book;

    public SendPages(Pages pages, ContactRooms rooms) {
        this.pages = pages;
        this.rooms = rooms;
        this.book = rooms.book();
    }

    public void register() {
        pages.get(PATH, Role.EDITOR, this::choose)
                .get(PATH + "/{name}/{language}", Role.EDITOR, this::fill)
                .post(PATH + "/{name}/{language}/preview", Role.EDITOR, this::preview)
                .post(PATH + "/{name}/{language}", Role.EDITOR, this::send);
    }

    /// A template to choose.
    public record Choice(String name, String language, String category, String body) {}

    private void choose(Visit visit) {
        Contact contact = book.find(visit.bot(), PersonPages.address(visit));
        String search = visit.query("search").strip().toLowerCase(Locale.ROOT);
        List<Choice> choices =
                rooms
                        .templates()
                        .list(visit.botId(), new TemplateStore.Filter(null, null, StoredTemplate.APPROVED))
                        .stream()
                        .map(each -> new Choice(
                                each.name(),
                                each.language(),
                                each.category().toLowerCase(Locale.ROOT),
                                TemplateStructure.parse(each.definition())
                                        .body()
                                        .text()))
                        .filter(each -> (each.name() + " " + each.body())
                                .toLowerCase(Locale.ROOT)
                                .contains(search))
                        .limit(SHOWN)
                        .toList();
        Map<String, Object> values = new HashMap<>(Map.of("contact", contact, "choices", choices, "search", search));
        if (visit.isPart()) {
            visit.send(visit.render("contacts/choices", values));
        } else {
            values.put("optin", rooms.optin(visit.bot()));
            values.put("missing", rooms.readiness().missing(visit.bot()));
            visit.page("contacts/choose", values);
        }
    }

    /// A template being filled in.
    ///
    /// @param values by key
    /// @param examples what its author thought of
    /// @param faults by key
    public record Filling(
            StoredTemplate template,
            List<String> keys,
            Map<String, String> values,
            Map<String, String> examples,
            Map<String, String> faults,
            Preview preview) {
        /// What a key stands for, in words.
        public String label(String key) {
            if (key.matches("[0-9]+")) {
                return "Value of {{" + key + "}}";
            }
            if (key.matches("button_[0-9]{1,2}")) {
                int index = Integer.parseInt(key.substring("button_".length()));
                return "Value of the button " + preview.buttons().get(index).label();
            }
            String words = key.replace('_', ' ');
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        }
    }

    private StoredTemplate template(Visit visit) {
        return rooms.templates().named(visit.botId(), visit.path("name")).stream()
                .filter(each -> each.language().equals(visit.path("language")))
                .filter(StoredTemplate::approved)
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        ProblemCode.TEMPLATE_NOT_FOUND, "There is no such approved template; choose another one"));
    }

    private void fill(Visit visit) {
        Contact contact = book.find(visit.bot(), PersonPages.address(visit));
        StoredTemplate template = template(visit);
        Skeleton skeleton = Skeleton.of(TemplateStructure.parse(template.definition()));
        Map<String, String> known = new ContactParams(new LinkedHashSet<>(skeleton.keys())).of(contact);
        show(visit, 200, contact, filling(template, known, Map.of()), Map.of());
    }

    private static Filling filling(StoredTemplate template, Map<String, String> values, Map<String, String> faults) {
        TemplateStructure structure = TemplateStructure.parse(template.definition());
        Skeleton skeleton = Skeleton.of(structure);
        Map<String, String> given = new HashMap<>(values);
        given.values().removeIf(String::isBlank);
        return new Filling(
                template,
                skeleton.keys(),
                values,
                Examples.of(template.definition(), structure),
                faults,
                Preview.of(structure, skeleton.with(given)));
    }

    private void show(Visit visit, int status, Contact contact, Filling filling, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        values.put("contact", contact);
        values.put("filling", filling);
        values.put("optin", rooms.optin(visit.bot()));
        values.put("missing", rooms.readiness().missing(visit.bot()));
        visit.page(status, "contacts/fill", values);
    }

    private static Map<String, String> values(Form form, List<String> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, form.text("v_" + key)));
        return values;
    }

    private void preview(Visit visit) {
        StoredTemplate template = template(visit);
        List<String> keys =
                Skeleton.of(TemplateStructure.parse(template.definition())).keys();
        Filling filling = filling(template, values(visit.form(), keys), Map.of());
        visit.send(visit.render("contacts/preview", Map.of("preview", filling.preview())));
    }

    private void send(Visit visit) throws SQLException {
        Contact contact = book.find(visit.bot(), PersonPages.address(visit));
        StoredTemplate template = template(visit);
        Skeleton skeleton = Skeleton.of(TemplateStructure.parse(template.definition()));
        Map<String, String> values = values(visit.form(), skeleton.keys());
        Map<String, String> faults = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value.isEmpty()) {
                faults.put(key, "Fill this in");
            }
        });
        if (!faults.isEmpty()) {
            show(visit, 422, contact, filling(template, values, faults), Map.of());
            return;
        }
        try {
            Once once = Once.of(visit.form());
            rooms.readiness().require(visit.bot());
            UserAddress address = new UserAddress.ById(contact.id());
            if (rooms.operator().act(visit.bot(), address, action(template, skeleton, values), once.key())) {
                rooms.wake().run();
                String what = template.name() + " (" + template.language() + ")";
                visit.audit("contact.sent_template", contact.id().toString(), what);
            }
        } catch (ProblemException e) {
            Once.Again again = Once.again(visit.form(), e.problem());
            show(
                    visit,
                    422,
                    contact,
                    filling(template, values, Map.of()),
                    Map.of("problem", again.problem(), "once", again.once()));
            return;
        }
        visit.redirect(visit.at("/contacts/" + contact.id()), "The template " + template.name() + " is on its way");
    }

    private static ObjectNode action(StoredTemplate template, Skeleton skeleton, Map<String, String> values) {
        ObjectNode action = Json.object().put("type", "template");
        ObjectNode payload = action.putObject("payload")
                .put("template_type", "whatsapp")
                .put("template_id", template.name())
                .put("language_code", template.language());
        payload.set("components", skeleton.components());
        ObjectNode params = payload.putObject("params");
        values.forEach(params::put);
        return action;
    }
}
