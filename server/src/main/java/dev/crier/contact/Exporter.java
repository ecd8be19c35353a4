package dev.crier.contact;

import dev.crier.api.Json;
import dev.crier.contact.ImportColumns.Field;
import dev.crier.db.Database;
import dev.crier.tabular.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Contacts as a table that [Importer] reads again: fields, then a column for each variable.
///
/// They are read in parts, each by a query of its own: a slow reader holds nothing open.
public final class Exporter {
    private static final int CONTACTS_PER_QUERY = 1_000;

    /// With the fields, fewer than the columns an import takes. What has no column, or is more than a text or a number,
    /// goes into `user_data` as JSON.
    private static final int MAX_VARIABLE_COLUMNS = 100;

    private static final String OTHERS = Field.USER_DATA.wire();

    private static final List<Field> FIELDS =
            Stream.of(Field.values()).filter(field -> field != Field.USER_DATA).toList();

    private final ContactList contacts;
    private final Jdbi jdbi;

    public Exporter(Database database) {
        this.contacts = new ContactList(database);
        this.jdbi = database.jdbi();
    }

    public void write(UUID botId, ContactFilter filter, TableWriter table) throws IOException {
        List<String> variables = variables(botId);
        table.row(header(variables));
        @Nullable Contact after = null;
        List<Contact> part;
        do {
            part = contacts.find(botId, filter, after, CONTACTS_PER_QUERY);
            for (Contact contact : part) {
                table.row(row(contact, variables));
                after = contact;
            }
        } while (part.size() == CONTACTS_PER_QUERY);
        table.finish();
    }

    /// An empty table to fill in: what people know of somebody, without what only an export has.
    public static void writeBlank(TableWriter table) throws IOException {
        table.row(FIELDS.stream()
                .filter(field -> field != Field.USER_ID && field != Field.WHATSAPP_USER_ID)
                .map(Field::wire)
                .toList());
        table.finish();
    }

    /// Those that most contacts have, by name; not those that would be taken for a field.
    private List<String> variables(UUID botId) {
        return jdbi
                .withHandle(handle -> handle.select("""
                        SELECT name FROM contact c, jsonb_object_keys(c.user_data) AS name
                         WHERE c.bot_id = ? AND c.user_data <> '{}'
                         GROUP BY lower(name), name ORDER BY count(*) DESC, name LIMIT ?""", botId, 10 * MAX_VARIABLE_COLUMNS)
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(name -> Field.of(name).isEmpty() && name.equals(name.strip()))
                .filter(new Once()::isFirst)
                .limit(MAX_VARIABLE_COLUMNS)
                .sorted()
                .toList();
    }

    /// Columns are the same in upper and in lower case, variables are not.
    private static final class Once {
        private final Set<String> seen = new HashSet<>();

        boolean isFirst(String name) {
            return seen.add(name.toLowerCase(java.util.Locale.ROOT));
        }
    }

    private static List<String> header(List<String> variables) {
        return Stream.concat(FIELDS.stream().map(Field::wire), Stream.concat(variables.stream(), Stream.of(OTHERS)))
                .toList();
    }

    private static List<String> row(Contact contact, List<String> variables) {
        List<String> cells = new ArrayList<>();
        for (Field field : FIELDS) {
            @Nullable String cell = cell(contact, field);
            cells.add(cell == null ? "" : cell);
        }
        ObjectNode others = contact.userData().deepCopy();
        for (String name : variables) {
            @Nullable JsonNode value = others.get(name);
            boolean plain = value != null && !value.isContainer();
            cells.add(plain ? value.asString() : "");
            if (plain) {
                others.remove(name);
            }
        }
        cells.add(others.isEmpty() ? "" : Json.MAPPER.writeValueAsString(others));
        return cells;
    }

    private static @Nullable String cell(Contact contact, Field field) {
        Contact.Profile profile = contact.profile();
        return switch (field) {
            case FIRST_NAME -> profile.firstName();
            case LAST_NAME -> profile.lastName();
            case EMAIL -> profile.email();
            case PHONE -> contact.phone();
            case LOCALE -> profile.locale();
            case TIMEZONE -> profile.timezone();
            case EXTERNAL_ID -> profile.externalId();
            case TAGS -> String.join(",", contact.tags());
            case WHATSAPP_OPTOUT ->
                contact.optout() == null ? null : contact.optout().wire();
            case USER_ID -> contact.id().toString();
            case WHATSAPP_USER_ID -> contact.whatsappUserId();
            case USER_DATA -> null; // comes last, without what has a column
        };
    }
}
