package dev.crier.contact;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Texts;
import dev.crier.contact.ImportColumns.Field;
import dev.crier.tabular.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A row of an imported table as a contact; what is empty says nothing.
///
/// @param data variables as JSON
public record ImportRow(
        int number,
        String phone,
        Contact.Profile profile,
        String data,
        Set<String> tags,
        @Nullable Optout optout) {
    public ImportRow {
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
    }

    private static final Predicate<String> BARE =
            Pattern.compile("[1-9][0-9]{7,14}").asMatchPredicate();

    /// How the numbers of a table are written.
    ///
    /// @param defaultCountry of those in national form; null: there are none
    /// @param plusDropped whether a spreadsheet took +31612345678 for a number. Only the caller can know: the same
    /// digits may be a national number of another country, and a stranger's.
    record Numbers(@Nullable String defaultCountry, boolean plusDropped) {}

    /// Whether that is a whole international number but for its plus.
    static boolean isBare(String written) {
        return BARE.test(written);
    }

    /// What reading a row gave: a contact, or what is wrong.
    record Result(@Nullable ImportRow row, List<Fault> faults) {}

    static Result read(Row row, ImportColumns columns, Numbers numbers) {
        Reader reader = new Reader(row, columns, new ArrayList<>(row.faults()));
        if (!reader.faults.isEmpty()) {
            return new Result(null, reader.faults);
        }
        @Nullable String phone = reader.phone(numbers);
        Contact.Profile profile = new Contact.Profile(
                reader.text(Field.FIRST_NAME),
                reader.text(Field.LAST_NAME),
                reader.shaped(Field.EMAIL, ContactPatch.EMAIL, "an address like ann@example.com"),
                reader.shaped(Field.LOCALE, ContactPatch.LOCALE, "a locale like nl or pt_BR"),
                reader.shaped(Field.TIMEZONE, ContactPatch::isZone, "a zone like Europe/Paris"),
                reader.text(Field.EXTERNAL_ID));
        String data = reader.variables();
        Set<String> tags = reader.tags();
        @Nullable Optout optout = reader.optout();
        return phone == null || !reader.faults.isEmpty()
                ? new Result(null, reader.faults)
                : new Result(new ImportRow(row.number(), phone, profile, data, tags, optout), List.of());
    }

    /// Collects what is wrong with a row.
    private record Reader(Row row, ImportColumns columns, List<Fault> faults) {
        private @Nullable String phone(Numbers numbers) {
            @Nullable String written = columns.cell(row.cells(), Field.PHONE);
            if (written == null) {
                faults.add(new Fault("no_phone_number", "phone is empty"));
                return null;
            }
            boolean bare = BARE.test(written);
            @Nullable
            String phone = numbers.plusDropped() && bare
                    ? Phones.normalise("+" + written, null)
                    : Phones.normalise(written, numbers.defaultCountry());
            if (phone == null) {
                String hint = bare && !numbers.plusDropped()
                        ? "; if a spreadsheet dropped the plus of all numbers, say plus=dropped"
                        : "";
                faults.add(new Fault("invalid_phone_number", "phone must be a number in international form" + hint));
            }
            return phone;
        }

        private @Nullable String text(Field field) {
            @Nullable String text = columns.cell(row.cells(), field);
            if (text != null && text.length() > ContactPatch.MAX_TEXT_CHARS) {
                faults.add(new Fault(
                        "too_long", field.wire() + " may have at most " + ContactPatch.MAX_TEXT_CHARS + " characters"));
            }
            return text;
        }

        private @Nullable String shaped(Field field, java.util.function.Predicate<String> shape, String expected) {
            @Nullable String text = text(field);
            boolean tooLong = field == Field.LOCALE && text != null && text.length() > ContactPatch.MAX_LOCALE_CHARS;
            if (text != null && (tooLong || !shape.test(text))) {
                faults.add(new Fault("invalid_value", field.wire() + " must be " + expected));
            }
            return text;
        }

        private String variables() {
            ObjectNode data = Json.object();
            columns.variables().forEach((name, column) -> {
                String cell = row.cells().get(column);
                if (!cell.isEmpty()) {
                    data.put(name, cell);
                }
            });
            @Nullable String others = columns.cell(row.cells(), Field.USER_DATA);
            if (others != null) {
                addTo(data, others);
            }
            String json = data.toString();
            if (json.getBytes(StandardCharsets.UTF_8).length > ContactPatch.MAX_VARIABLES_BYTES) {
                faults.add(new Fault(
                        "too_long",
                        "the variables may have at most " + ContactPatch.MAX_VARIABLES_BYTES + " bytes in all"));
            }
            return json;
        }

        /// What an export has no column for. A column of its own says more.
        private void addTo(ObjectNode data, String others) {
            try {
                if (Json.MAPPER.readTree(others) instanceof ObjectNode object
                        && object.values().stream().noneMatch(JsonNode::isNull)) {
                    object.properties().stream()
                            .filter(entry -> !data.has(entry.getKey()))
                            .forEach(entry -> data.set(entry.getKey(), entry.getValue()));
                    List<Fault> wrong = new ArrayList<>();
                    Texts.check(object, "", wrong);
                    wrong.stream().limit(1).forEach(fault -> faults.add(new Fault(fault.code(), fault.detail())));
                    return;
                }
            } catch (JacksonException e) {
                // Told below.
            }
            faults.add(new Fault("invalid_value", "user_data must be a JSON object, as an export writes it"));
        }

        private Set<String> tags() {
            Set<String> tags = new LinkedHashSet<>();
            @Nullable String written = columns.cell(row.cells(), Field.TAGS);
            for (String tag : written == null ? new String[0] : written.split(",", -1)) {
                if (!tag.isBlank() && !ContactPatch.isTag(tag)) {
                    faults.add(new Fault("invalid_value", ContactPatch.TAG_RULE));
                } else if (!tag.isBlank()) {
                    tags.add(tag.strip());
                }
            }
            if (tags.size() > ContactPatch.MAX_TAGS) {
                faults.add(new Fault("too_many", "a contact may have at most " + ContactPatch.MAX_TAGS + " tags"));
            }
            return tags;
        }

        private @Nullable Optout optout() {
            @Nullable String written = columns.cell(row.cells(), Field.WHATSAPP_OPTOUT);
            if (written == null) {
                return null;
            }
            for (Optout optout : Optout.OF_CONTACTS) {
                if (optout.wire().equalsIgnoreCase(written)) {
                    return optout;
                }
            }
            faults.add(new Fault("invalid_value", "whatsapp_optout must be all or marketing"));
            return null;
        }
    }
}
