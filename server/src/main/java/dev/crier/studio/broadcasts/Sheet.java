package dev.crier.studio.broadcasts;

import dev.crier.api.Fault;
import dev.crier.api.Texts;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import dev.crier.tabular.XlsxTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file of people, and what its columns are.
///
/// A column's use is `phone`, another field of a user as the API calls it, `params.` and the name of a parameter, or
/// empty: it is not used.
public final class Sheet {
    public static final String PHONE = "phone";
    public static final String PARAMETER = "params.";

    /// What a workbook begins with.
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private static final int SAMPLES = 3;
    private static final int MAX_SAMPLE_CHARS = 80;

    private static final Map<String, List<String>> NAMES = Map.of(
            PHONE,
            List.of(
                    "phone",
                    "phonenumber",
                    "mobile",
                    "mobilenumber",
                    "number",
                    "telephone",
                    "tel",
                    "whatsapp",
                    "msisdn",
                    "telefoon",
                    "telefoonnummer",
                    "mobiel",
                    "nummer",
                    "telefon",
                    "handy"),
            "first_name",
            List.of("firstname", "first", "name", "givenname", "voornaam", "naam", "vorname"),
            "last_name",
            List.of("lastname", "last", "surname", "familyname", "achternaam", "nachname"),
            "email",
            List.of("email", "mail", "emailaddress"),
            "locale",
            List.of("locale", "language", "lang", "taal", "sprache"),
            "external_id",
            List.of("externalid", "customerid", "customernumber", "klantnummer"),
            "ref",
            List.of("ref", "reference", "orderid", "ordernumber"),
            "user_id",
            List.of("userid", "contactid"));

    private Sheet() {}

    static boolean isWorkbook(byte[] file) {
        for (int i = 0; i < ZIP.length; i++) {
            if (file.length <= i || file[i] != ZIP[i]) {
                return false;
            }
        }
        return true;
    }

    static Table open(byte[] file) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        return isWorkbook(file)
                ? new XlsxTable(in, Bounds.SHEET)
                : new CsvTable(in, CsvTable.Dialect.DETECTED, Bounds.SHEET);
    }

    /// A column and the first values in it.
    public record Column(String name, List<String> samples) {
        public Column {
            samples = List.copyOf(samples);
        }
    }

    static List<Column> columns(byte[] file) throws IOException {
        try (Table table = open(file)) {
            List<List<String>> samples = new ArrayList<>();
            table.columns().forEach(_ -> samples.add(new ArrayList<>()));
            for (int rows = 0; rows < SAMPLES; rows++) {
                @Nullable Row row = table.next();
                if (row == null) {
                    break;
                }
                for (int i = 0; i < samples.size(); i++) {
                    samples.get(i).add(shortened(row.cells().get(i)));
                }
            }
            List<Column> columns = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                columns.add(new Column(Texts.storable(table.columns().get(i)), samples.get(i)));
            }
            return columns;
        }
    }

    private static String shortened(String cell) {
        return Texts.storable(cell.length() <= MAX_SAMPLE_CHARS ? cell : cell.substring(0, MAX_SAMPLE_CHARS) + "…");
    }

    /// The uses that the names of the columns suggest, each at most once.
    ///
    /// @param wanted the parameters that columns are to fill, and what people call them
    static List<String> suggest(List<Column> columns, Map<String, String> wanted) {
        Map<String, String> byName = new LinkedHashMap<>();
        NAMES.forEach((use, names) -> names.forEach(name -> byName.put(name, use)));
        wanted.forEach((parameter, label) -> {
            byName.put(plain(label), PARAMETER + parameter);
            byName.put(plain(parameter), PARAMETER + parameter);
        });
        Set<String> taken = new HashSet<>();
        List<String> uses = new ArrayList<>();
        for (Column column : columns) {
            String use = byName.getOrDefault(plain(column.name()), "");
            uses.add(!use.isEmpty() && taken.add(use) ? use : "");
        }
        return uses;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /// What is wrong with the uses as a whole; empty if nothing is.
    static List<Fault> faults(List<String> uses) {
        List<Fault> faults = new ArrayList<>();
        if (!uses.contains(PHONE) && !uses.contains("user_id")) {
            faults.add(new Fault("missing_column", "Say which column holds the phone numbers"));
        }
        Set<String> seen = new HashSet<>();
        for (String use : uses) {
            if (!use.isEmpty() && !seen.add(use)) {
                faults.add(new Fault("invalid_map", "Two columns are said to be the same: " + use));
            }
        }
        return faults;
    }
}
