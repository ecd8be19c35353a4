package dev.crier.cli;

import dev.crier.api.Fault;
import dev.crier.api.ProblemException;
import dev.crier.client.Person;
import dev.crier.client.Upload;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A CSV of people, and what each of its columns is: a field of a person, or a parameter of the template.
///
/// The server decides that once more when it reads the file; here it is looked at first, so that a wrong column is told
/// before anything is made.
final class CsvFile {
    private static final String STDIN = "-";

    /// Of stdin, to find the header in. A header is one line of at most 200 names.
    private static final int HEAD_BYTES = 64 * 1024;

    private static final Set<String> ADDRESSES = Set.of("phone", "phone_number", "number", "to", "user_id");
    private static final Set<String> FIELDS =
            Set.of("ref", "first_name", "last_name", "email", "locale", "external_id");
    private static final Pattern LIKE_A_PHONE = Pattern.compile("(?i).*(phone|mobile|mobiel|tel|gsm|whatsapp).*");
    private static final String PARAMETER = "params.";

    private final String name;
    private final @Nullable Path file;
    private final @Nullable InputStream stdin;
    private final Optional<Character> separator;
    private final List<String> columns;

    /// By column.
    private final Map<String, String> meanings = new LinkedHashMap<>();

    /// As the caller wrote it, by field.
    private final Map<String, String> map;

    /// Reads the header of a file, or of stdin if it is called `-`.
    static CsvFile open(String name, Map<String, String> map, @Nullable Separator separator) throws IOException {
        Optional<Character> given = Optional.ofNullable(separator).map(Separator::written);
        if (!name.equals(STDIN)) {
            Path file = Path.of(name);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new CommandFailure("There is no file " + file + " that can be read");
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return new CsvFile(file.getFileName().toString(), file, null, given, columns(in, given), map);
            }
        }
        byte[] head = System.in.readNBytes(HEAD_BYTES);
        List<String> columns = columns(new ByteArrayInputStream(head), given);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), System.in);
        return new CsvFile("the table on stdin", null, whole, given, columns, map);
    }

    private static List<String> columns(InputStream in, Optional<Character> separator) throws IOException {
        try (CsvTable table = new CsvTable(in, new CsvTable.Dialect(separator, true), Bounds.SHEET)) {
            return table.columns();
        } catch (ProblemException e) {
            throw told(e);
        }
    }

    private static CommandFailure told(ProblemException e) {
        String faults = e.problem().errors().stream().map(Fault::detail).collect(Collectors.joining("\n  "));
        return new CommandFailure(e.problem().detail() + (faults.isEmpty() ? "" : "\n  " + faults));
    }

    private CsvFile(
            String name,
            @Nullable Path file,
            @Nullable InputStream stdin,
            Optional<Character> separator,
            List<String> columns,
            Map<String, String> map) {
        this.name = name;
        this.file = file;
        this.stdin = stdin;
        this.separator = separator;
        this.columns = columns;
        this.map = map;
    }

    /// Decides what each column is, for a template that asks for the parameters `wanted`.
    ///
    /// @param given parameters that have a value for everybody
    /// @param texts of the template, in which its variables can be seen
    /// @throws CommandFailure that says what is missing, and what could be meant
    void fit(Set<String> wanted, Set<String> given, List<String> texts) {
        List<String> faults = new ArrayList<>();
        map.forEach((field, column) -> {
            String found = columns.stream()
                    .filter(each -> each.equalsIgnoreCase(column.strip()))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                faults.add("--map: " + name + " has no column " + column);
            } else if (meanings.put(found, meaning(field.strip(), wanted)) != null) {
                faults.add("--map: the column " + found + " is mapped twice");
            }
        });
        for (String column : columns) {
            meanings.computeIfAbsent(column, _ -> unmapped(column, wanted));
        }
        if (meanings.values().stream().noneMatch(ADDRESSES::contains)) {
            faults.add("No column is phone; say which one holds the numbers by --map phone="
                    + columns.stream()
                            .filter(each -> LIKE_A_PHONE.matcher(each).matches())
                            .findFirst()
                            .orElse("COLUMN"));
        }
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(given);
        missing.removeAll(parameters());
        if (!missing.isEmpty()) {
            faults.add("The template needs " + String.join(", ", missing) + ", which no column and no --param gives");
            texts.forEach(text -> faults.add("  " + text.replaceAll("\\s+", " ")));
            faults.add("Try: --map " + missing.stream().map(this::suggestion).collect(Collectors.joining(",")));
        }
        if (!faults.isEmpty()) {
            faults.add("The columns of " + name + ": " + String.join(", ", columns));
            throw new CommandFailure(String.join("\n", faults));
        }
    }

    /// A parameter of the template may be called as a field of a person is.
    private static String meaning(String field, Set<String> wanted) {
        boolean isAddress = field.equals("phone") || field.equals("user_id");
        return !isAddress && wanted.contains(field) ? PARAMETER + field : field;
    }

    private static String unmapped(String column, Set<String> wanted) {
        String field = column.toLowerCase(Locale.ROOT).replace(' ', '_');
        if (wanted.contains(column)) {
            return meaning(column, wanted);
        }
        return ADDRESSES.contains(field) || FIELDS.contains(field) ? field : column;
    }

    /// Of a draft that was made elsewhere nobody here knows the template's parameters: a column that could be one of
    /// them
    /// or something of the person must be mapped.
    void requireClear() {
        List<String> unclear = columns.stream()
                .filter(column -> !map.containsValue(column))
                .filter(column -> {
                    String meaning = meanings.get(column);
                    boolean ofThePerson = FIELDS.contains(meaning) && !"ref".equals(meaning);
                    boolean address = ADDRESSES.contains(meaning)
                            && !List.of("phone", "user_id").contains(meaning);
                    return ofThePerson || address;
                })
                .toList();
        if (!unclear.isEmpty()) {
            String column = unclear.getFirst();
            String meaning = String.valueOf(meanings.get(column));
            throw new CommandFailure("Of each person or parameters of the template: " + String.join(", ", unclear)
                    + "?\nSay which, by --map " + PARAMETER + meaning + "=" + column + " or --map "
                    + (ADDRESSES.contains(meaning) ? "phone" : meaning) + "=" + column);
        }
    }

    private Set<String> parameters() {
        return meanings.values().stream()
                .filter(each -> !ADDRESSES.contains(each) && !FIELDS.contains(each))
                .map(CsvFile::key)
                .collect(Collectors.toSet());
    }

    private static String key(String meaning) {
        return meaning.startsWith(PARAMETER) ? meaning.substring(PARAMETER.length()) : meaning;
    }

    /// `name=First name`, if a column looks like it.
    private String suggestion(String key) {
        String plain = plain(key);
        String column = columns.stream()
                .filter(each -> !plain(each).isEmpty()
                        && (plain(each).contains(plain) || plain.contains(plain(each)))
                        && plain.length() > 1)
                .findFirst()
                .orElse("COLUMN");
        String pair = key + "=" + column;
        return pair.contains(" ") ? "'" + pair + "'" : pair;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /// Parameters that were mapped and that the template does not ask for.
    Set<String> unused(Set<String> wanted) {
        Set<String> unused = new LinkedHashSet<>(map.keySet());
        unused.removeIf(each -> wanted.contains(each) || ADDRESSES.contains(each) || FIELDS.contains(each));
        return unused;
    }

    String name() {
        return name;
    }

    boolean isStdin() {
        return file == null;
    }

    /// In bytes; 0 if it is not known.
    long size() throws IOException {
        return file == null ? 0 : Files.size(file);
    }

    /// The file on its way to the server.
    Upload upload() {
        Upload upload = file == null ? Upload.csv(stdin()) : Upload.csv(file);
        meanings.forEach((column, meaning) -> {
            if (!meaning.equals(column)) {
                upload.map(meaning, column);
            }
        });
        separator.ifPresent(upload::separator);
        return upload;
    }

    private InputStream stdin() {
        return java.util.Objects.requireNonNull(stdin);
    }

    /// Adds all that makes this table what it is.
    void digest(MessageDigest digest) throws IOException {
        digest.update((meanings + " " + separator).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(java.util.Objects.requireNonNull(file))) {
            byte[] buffer = new byte[HEAD_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
    }

    /// Its rows as people, read anew by each iterator.
    Iterable<Person> people() {
        return () -> {
            try {
                InputStream in = file == null ? stdin() : Files.newInputStream(file);
                return new People(new CsvTable(in, new CsvTable.Dialect(separator, true), Bounds.SHEET));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ProblemException e) {
                throw told(e);
            }
        };
    }

    private final class People implements Iterator<Person> {
        private final CsvTable table;
        private @Nullable Row next;

        People(CsvTable table) {
            this.table = table;
            advance();
        }

        private void advance() {
            try {
                next = table.next();
                if (next == null) {
                    table.close();
                }
            } catch (ProblemException e) {
                throw told(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Person next() {
            Row row = next;
            if (row == null) {
                throw new NoSuchElementException();
            }
            advance();
            return person(row);
        }
    }

    private Person person(Row row) {
        var json = dev.crier.api.Json.object();
        for (int i = 0; i < columns.size(); i++) {
            String meaning = String.valueOf(meanings.get(columns.get(i)));
            String cell = row.cells().get(i);
            if (!cell.isEmpty()) {
                boolean isField = ADDRESSES.contains(meaning) || FIELDS.contains(meaning);
                (isField ? json : json.withObject("/params")).put(key(meaning), cell);
            }
        }
        return Person.of(json);
    }
}
