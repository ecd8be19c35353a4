package dev.crier.studio.broadcasts;

import dev.crier.api.Fault;
import dev.crier.api.Json;
import dev.crier.api.Texts;
import dev.crier.contact.UserAddress;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reads people from a file or from pasted lines, as users of the API. Rows without a usable address are told and left
/// out: whoever brings a list wants to mend the list.
public final class PeopleReader {
    /// A number, and after a separator or a blank a name.
    private static final Pattern LINE =
            Pattern.compile("([+(]?[0-9][0-9 ().\\-\u00a0]*?)\\s*(?:[,;\\t]\\s*(.*)|\\s+(\\D.*))?");

    private static final int MAX_LINE_CHARS = 300;
    private static final int MAX_TOLD = 50;

    /// What a user is called as a parameter too, so that a template can greet them.
    private static final List<String> ALSO_PARAMETERS =
            List.of("first_name", "last_name", "email", "locale", "external_id", "phone");

    private final @Nullable String defaultCountry;

    PeopleReader(@Nullable String defaultCountry) {
        this.defaultCountry = defaultCountry;
    }

    /// Takes a user; `address` is how they are named.
    interface Sink {
        void take(ObjectNode user, UserAddress address) throws IOException;
    }

    /// What cannot be used.
    public record Refused(int row, String why) {}

    /// What was read.
    ///
    /// @param told the first of what cannot be used
    public record Summary(int usable, int refused, List<Refused> told) {
        static final Summary NOTHING = new Summary(0, 0, List.of());

        public Summary {
            told = List.copyOf(told);
        }
    }

    private static final class Count {
        private int usable;
        private int refused;
        private final List<Refused> told = new ArrayList<>();

        void refuse(int row, String why) {
            refused++;
            if (told.size() < MAX_TOLD) {
                told.add(new Refused(row, Texts.storable(why)));
            }
        }

        Summary summary() {
            return new Summary(usable, refused, told);
        }
    }

    /// Reads all of it; what makes a file unreadable as a whole is thrown.
    Summary read(Plan.People people, byte[] source, Sink sink) throws IOException {
        Count count = new Count();
        switch (people.kind()) {
            case FILE -> sheet(people.uses(), source, sink, count);
            case NUMBERS -> lines(new String(source, StandardCharsets.UTF_8), sink, count);
            case NONE, CHOSEN, FILTER -> {}
        }
        return count.summary();
    }

    private void sheet(List<String> uses, byte[] source, Sink sink, Count count) throws IOException {
        try (Table table = Sheet.open(source)) {
            for (Row row = table.next(); row != null; row = table.next()) {
                if (!row.faults().isEmpty()) {
                    count.refuse(
                            row.number(),
                            row.faults().stream().map(Fault::detail).collect(Collectors.joining("; ")));
                } else {
                    take(row.number(), user(row.cells(), uses), sink, count);
                }
            }
        }
    }

    private static ObjectNode user(List<String> cells, List<String> uses) {
        ObjectNode user = Json.object();
        ObjectNode params = Json.object();
        for (int i = 0; i < Math.min(cells.size(), uses.size()); i++) {
            String use = uses.get(i);
            String cell = cells.get(i);
            if (use.startsWith(Sheet.PARAMETER) && !cell.isEmpty()) {
                params.put(use.substring(Sheet.PARAMETER.length()), cell);
            } else if (!use.isEmpty() && !cell.isEmpty()) {
                user.put(use, cell);
                if (ALSO_PARAMETERS.contains(use)) {
                    params.put(use, cell);
                }
            }
        }
        user.set("params", params);
        return user;
    }

    private void lines(String text, Sink sink, Count count) throws IOException {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            Matcher matcher = LINE.matcher(stripped);
            if (stripped.length() > MAX_LINE_CHARS || !matcher.matches()) {
                count.refuse(number, "begin the line with a number, such as +31612345678, Ann");
                continue;
            }
            ObjectNode user = Json.object().put("phone", matcher.group(1).strip());
            ObjectNode params = user.putObject("params");
            String name = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            if (name != null && !name.isBlank()) {
                user.put("first_name", name.strip());
                params.put("first_name", name.strip()).put("name", name.strip());
            }
            take(number, user, sink, count);
        }
    }

    private void take(int row, ObjectNode user, Sink sink, Count count) throws IOException {
        String written =
                user.path("user_id").asString(user.path("phone").asString("")).strip();
        UserAddress address =
                written.isEmpty() ? new UserAddress.Unreadable("") : UserAddress.parse(written, defaultCountry);
        boolean usable = switch (address) {
            case UserAddress.ById _ -> true;
            case UserAddress.ByPhone byPhone -> byPhone.phone() != null;
            case UserAddress.Unreadable _ -> false;
        };
        if (usable) {
            count.usable++;
            sink.take(user, address);
        } else {
            count.refuse(row, written.isEmpty() ? "there is no number" : notANumber(written));
        }
    }

    private String notANumber(String written) {
        String shown = written.length() > 40 ? written.substring(0, 40) + "…" : written;
        return "“" + shown + "” is no valid number; write it in international form, such as +31612345678";
    }
}
