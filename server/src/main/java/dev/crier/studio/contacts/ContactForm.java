package dev.crier.studio.contacts;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.contact.Contact;
import dev.crier.contact.ContactBook;
import dev.crier.studio.Form;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form of a contact: what its fields show, and the PATCH that they ask for.
///
/// @param seen what the contact was when the form was made, see [#stamp]; empty: it is new
/// @param fields by the names of the API; tags with commas between
/// @param faults beside which field they stand
/// @param others that belong to no field
public record ContactForm(
        String seen,
        Map<String, String> fields,
        List<Variable> variables,
        Map<String, String> faults,
        List<String> others) {
    static final List<String> FIELDS =
            List.of("phone", "first_name", "last_name", "email", "locale", "timezone", "external_id");

    private static final Map<String, String> NAMES = Map.of(
            "phone", "Phone",
            "first_name", "First name",
            "last_name", "Last name",
            "email", "E-mail address",
            "locale", "Locale",
            "timezone", "Time zone",
            "external_id", "External id",
            "tags", "Tags");

    private static final int BLANK_ROWS = 2;

    /// A row of the form's variables.
    public record Variable(String name, String value) {}

    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    public String fault(String name) {
        return faults.getOrDefault(name, "");
    }

    static ContactForm empty() {
        return new ContactForm("", Map.of(), blanks(List.of()), Map.of(), List.of());
    }

    static ContactForm of(Contact contact) {
        Map<String, String> fields = new LinkedHashMap<>();
        Contact.Profile profile = contact.profile();
        put(fields, "phone", contact.phone());
        put(fields, "first_name", profile.firstName());
        put(fields, "last_name", profile.lastName());
        put(fields, "email", profile.email());
        put(fields, "locale", profile.locale());
        put(fields, "timezone", profile.timezone());
        put(fields, "external_id", profile.externalId());
        fields.put("tags", String.join(", ", contact.tags()));
        List<Variable> variables = contact.userData().properties().stream()
                .map(each -> new Variable(each.getKey(), shown(each.getValue())))
                .toList();
        return new ContactForm(stamp(contact), fields, blanks(variables), Map.of(), List.of());
    }

    /// Differs as soon as anything does that the form writes; when the person last wrote is nothing of that.
    static String stamp(Contact contact) {
        String written = Json.MAPPER.writeValueAsString(
                List.of(String.valueOf(contact.phone()), contact.profile(), contact.tags(), contact.userData()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(written.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        fields.put(name, value == null ? "" : value);
    }

    private static List<Variable> blanks(List<Variable> variables) {
        List<Variable> rows = new ArrayList<>(variables);
        for (int i = 0; i < BLANK_ROWS; i++) {
            rows.add(new Variable("", ""));
        }
        return rows;
    }

    static String shown(JsonNode value) {
        return value.isContainer() ? value.toString() : value.asString();
    }

    /// The form as it was sent, to be mended.
    static ContactForm of(Form form, Problem problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        FIELDS.forEach(name -> fields.put(name, form.text(name)));
        fields.put("tags", form.text("tags"));
        Map<String, String> faults = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (Fault fault : problem.errors()) {
            String field = named(fault.pointer());
            if (field.isEmpty()) {
                others.add(fault.detail());
            } else {
                faults.merge(field, fault.detail(), (one, other) -> one.equals(other) ? one : one + "; " + other);
            }
        }
        if (problem.errors().isEmpty()) {
            others.add(problem.detail());
        }
        return new ContactForm(form.text("seen"), fields, blanks(variables(form)), faults, others);
    }

    /// The form as it was sent, when the contact had become `now` meanwhile: sent again it is written over that.
    static ContactForm over(Contact now, Form form) {
        ContactForm sent = of(form, new Problem(ProblemCode.WRONG_STATE, "", List.of()));
        ContactForm stored = of(now);
        List<String> differences = new ArrayList<>();
        stored.fields().forEach((name, value) -> {
            if (!value.equals(sent.field(name))) {
                String is = value.isEmpty() ? "empty" : "“" + value + "”";
                differences.add(NAMES.getOrDefault(name, name) + ": now " + is);
            }
        });
        if (!Set.copyOf(stored.variables()).equals(Set.copyOf(sent.variables()))) {
            differences.add("Variables: others now than below");
        }
        return new ContactForm(stored.seen(), sent.fields(), sent.variables(), Map.of(), differences);
    }

    /// The change that a form asks for, of the contact that it was made from.
    record Rewriting(Form form) implements ContactBook.Rewriting {
        @Override
        public boolean isOf(Contact now) {
            return stamp(now).equals(form.text("seen"));
        }

        @Override
        public ObjectNode body(Contact now) {
            return ContactForm.body(form, now);
        }
    }

    /// The field that a pointer into the API's body stands for.
    private static String named(@Nullable String pointer) {
        String name = pointer == null ? "" : pointer.replaceFirst("^/", "").replaceFirst("/.*", "");
        return FIELDS.contains(name) || name.equals("tags") || name.equals("user_data") ? name : "";
    }

    private static List<Variable> variables(Form form) {
        List<String> names = form.all("variable_name");
        List<String> values = form.all("variable_value");
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Variable variable = new Variable(
                    names.get(i).strip(), i < values.size() ? values.get(i).strip() : "");
            if (!variable.name().isEmpty() || !variable.value().isEmpty()) {
                variables.add(variable);
            }
        }
        return variables;
    }

    /// What the API would be asked for. A variable whose text is as it was stays as it is: it may be a number.
    ///
    /// @param before null: the contact is new
    static ObjectNode body(Form form, @Nullable Contact before) {
        ObjectNode body = Json.object();
        FIELDS.forEach(name -> body.put(name, form.text(name).isEmpty() ? null : form.text(name)));
        var tags = body.putArray("tags");
        for (String tag : form.text("tags").split(",", -1)) {
            if (!tag.isBlank()) {
                tags.add(tag.strip());
            }
        }
        ObjectNode data = body.putObject("user_data");
        ObjectNode known = before == null ? Json.object() : before.userData();
        known.propertyNames().forEach(data::putNull);
        for (Variable variable : variables(form)) {
            @Nullable JsonNode was = known.get(variable.name());
            if (was != null && shown(was).equals(variable.value())) {
                data.remove(variable.name());
            } else if (was != null && was.isContainer()) {
                data.set(variable.name(), parsed(variable.value()));
            } else {
                data.put(variable.name(), variable.value());
            }
        }
        return body;
    }

    private static JsonNode parsed(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException e) {
            return Json.MAPPER.getNodeFactory().stringNode(text);
        }
    }
}
