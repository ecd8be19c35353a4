package dev.crier.contact;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What each column of an imported table is: a field of a contact, or else a variable of that name.
public final class ImportColumns {
    /// The fields, in the order of the contract.
    public enum Field {
        FIRST_NAME,
        LAST_NAME,
        EMAIL,
        PHONE,
        LOCALE,
        TIMEZONE,
        EXTERNAL_ID,
        /// Tags to add, with commas between.
        TAGS,
        /// `all` or `marketing`: an opt-out that another system knows of. It never opts in.
        WHATSAPP_OPTOUT,
        /// In our own exports, so that a spreadsheet can name people; nothing is read from them.
        USER_ID,
        WHATSAPP_USER_ID,
        /// Variables that have no column of their own, as a JSON object.
        USER_DATA;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Field> of(String written) {
            String name = written.strip().toUpperCase(Locale.ROOT).replaceAll("[ -]+", "_");
            for (Field field : values()) {
                if (field.name().equals(name)) {
                    return Optional.of(field);
                }
            }
            return Optional.empty();
        }
    }

    private final Map<Field, Integer> fields = new HashMap<>();
    private final Map<String, Integer> variables = new HashMap<>();

    private ImportColumns() {}

    /// Says what each column of a header is.
    @FunctionalInterface
    interface Mapping {
        ImportColumns of(List<String> header);

        /// By the names of the columns, and by `map` where those are not the names of the fields.
        static Mapping named(@Nullable String map) {
            return header -> ImportColumns.of(header, map);
        }

        /// As somebody chose for each column in its order.
        static Mapping chosen(List<ColumnChoice> choices) {
            return header -> ImportColumns.of(header, choices);
        }
    }

    private static ImportColumns of(List<String> header, List<ColumnChoice> choices) {
        List<Fault> faults = new ArrayList<>();
        ImportColumns columns = new ImportColumns();
        for (int i = 0; i < header.size(); i++) {
            switch (i < choices.size() ? choices.get(i) : new ColumnChoice.Ignored()) {
                case ColumnChoice.OfField(Field field) -> {
                    if (columns.fields.put(field, i) != null) {
                        faults.add(new Fault(
                                "invalid_map", "two columns are " + field.wire() + "; choose one of them", "/" + i));
                    }
                }
                case ColumnChoice.Variable _ -> columns.variables.put(header.get(i), i);
                case ColumnChoice.Ignored _ -> {}
            }
        }
        columns.requirePhone(faults, "choose which column holds the phone number");
        columns.throwIfWrong(faults);
        return columns;
    }

    private void requirePhone(List<Fault> faults, String hint) {
        if (!fields.containsKey(Field.PHONE) && faults.isEmpty()) {
            faults.add(new Fault("missing_column", hint));
        }
    }

    private void throwIfWrong(List<Fault> faults) {
        if (variables.size() > ContactPatch.MAX_VARIABLES) {
            faults.add(new Fault(
                    "too_many",
                    "row 1: a contact may have at most " + ContactPatch.MAX_VARIABLES
                            + " variables, which is what other columns become"));
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The columns of the table are not valid", faults);
        }
    }

    /// The columns of a header, or every fault in it at once.
    ///
    /// @param map `field:Column,field:Column`: columns whose names are not those of the fields
    static ImportColumns of(List<String> header, @Nullable String map) {
        List<Fault> faults = new ArrayList<>();
        ImportColumns columns = new ImportColumns();
        Set<Integer> taken = columns.readMap(header, map, faults);
        for (int i = 0; i < header.size(); i++) {
            if (!taken.contains(i)) {
                columns.add(header.get(i), i, faults);
            }
        }
        columns.requirePhone(
                faults, "row 1: there is no column phone; name the one that holds it by ?map=phone:Its name");
        columns.throwIfWrong(faults);
        return columns;
    }

    private Set<Integer> readMap(List<String> header, @Nullable String map, List<Fault> faults) {
        Set<Integer> taken = new HashSet<>();
        if (map == null || map.isBlank()) {
            return taken;
        }
        for (String pair : map.split(",", -1)) {
            String[] parts = pair.split(":", 2);
            Optional<Field> field = Field.of(parts[0]);
            int column = parts.length < 2 ? -1 : find(header, parts[1].strip());
            if (field.isEmpty()) {
                faults.add(new Fault("invalid_map", "map names a field that contacts do not have; write phone:Mobile"));
            } else if (column < 0) {
                faults.add(new Fault(
                        "invalid_map",
                        "map names a column for " + field.get().wire() + " that the table does not have"));
            } else if (fields.put(field.get(), column) != null || !taken.add(column)) {
                faults.add(new Fault("invalid_map", "map names the same field or column twice"));
            }
            if (faults.size() >= Problem.MAX_FAULTS) {
                break;
            }
        }
        return taken;
    }

    private static int find(List<String> header, String name) {
        for (int i = 0; i < header.size(); i++) {
            if (header.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private void add(String name, int column, List<Fault> faults) {
        Optional<Field> field = Field.of(name).filter(each -> !fields.containsKey(each));
        if (field.isPresent()) {
            fields.put(field.get(), column);
        } else if (Field.of(name).isPresent()) {
            // Mapped to another column, or there in two spellings.
            faults.add(new Fault(
                    "invalid_header",
                    "row 1, column " + (column + 1) + ": "
                            + Field.of(name).orElseThrow().wire() + " is there twice"));
        } else {
            variables.put(name, column);
        }
    }

    /// The cell of a field; null if it is empty or not in the table.
    @Nullable
    String cell(List<String> cells, Field field) {
        @Nullable Integer column = fields.get(field);
        return column == null || cells.get(column).isEmpty() ? null : cells.get(column);
    }

    /// The variables and the columns they are in.
    Map<String, Integer> variables() {
        return variables;
    }
}
