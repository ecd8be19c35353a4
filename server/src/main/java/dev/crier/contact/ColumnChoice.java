package dev.crier.contact;

import dev.crier.contact.ImportColumns.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What somebody wants a column of a table to be.
public sealed interface ColumnChoice {
    /// A field of each contact.
    record OfField(Field field) implements ColumnChoice {}

    /// A variable of the column's name.
    record Variable() implements ColumnChoice {}

    /// Left out.
    record Ignored() implements ColumnChoice {}

    /// What columns that mean a field are called elsewhere, in the languages of our users; only ever suggested.
    Map<String, Field> OTHER_NAMES = Map.ofEntries(
            Map.entry("mobile", Field.PHONE),
            Map.entry("mobile_number", Field.PHONE),
            Map.entry("mobile_phone", Field.PHONE),
            Map.entry("phone_number", Field.PHONE),
            Map.entry("telephone", Field.PHONE),
            Map.entry("tel", Field.PHONE),
            Map.entry("number", Field.PHONE),
            Map.entry("whatsapp", Field.PHONE),
            Map.entry("whatsapp_number", Field.PHONE),
            Map.entry("cell", Field.PHONE),
            Map.entry("telefon", Field.PHONE),
            Map.entry("handy", Field.PHONE),
            Map.entry("telefoon", Field.PHONE),
            Map.entry("telefoonnummer", Field.PHONE),
            Map.entry("name", Field.FIRST_NAME),
            Map.entry("firstname", Field.FIRST_NAME),
            Map.entry("given_name", Field.FIRST_NAME),
            Map.entry("vorname", Field.FIRST_NAME),
            Map.entry("voornaam", Field.FIRST_NAME),
            Map.entry("lastname", Field.LAST_NAME),
            Map.entry("surname", Field.LAST_NAME),
            Map.entry("family_name", Field.LAST_NAME),
            Map.entry("nachname", Field.LAST_NAME),
            Map.entry("achternaam", Field.LAST_NAME),
            Map.entry("e_mail", Field.EMAIL),
            Map.entry("mail", Field.EMAIL),
            Map.entry("email_address", Field.EMAIL),
            Map.entry("e_mail_address", Field.EMAIL),
            Map.entry("language", Field.LOCALE),
            Map.entry("lang", Field.LOCALE),
            Map.entry("time_zone", Field.TIMEZONE),
            Map.entry("tag", Field.TAGS),
            Map.entry("labels", Field.TAGS),
            Map.entry("id", Field.EXTERNAL_ID),
            Map.entry("customer_id", Field.EXTERNAL_ID));

    /// The word for it in a form.
    default String wire() {
        return switch (this) {
            case OfField(Field field) -> field.wire();
            case Variable _ -> "variable";
            case Ignored _ -> "";
        };
    }

    /// What `wire` said; anything unknown is left out.
    static ColumnChoice of(String wire) {
        if (wire.equals("variable")) {
            return new Variable();
        }
        return Field.of(wire).<ColumnChoice>map(OfField::new).orElse(new Ignored());
    }

    /// The likeliest for each column: its name is that of a field, then another word for one, each field once.
    static List<ColumnChoice> suggested(List<String> header) {
        Set<Field> taken = EnumSet.noneOf(Field.class);
        header.forEach(name -> Field.of(name).ifPresent(taken::add));
        Set<Field> given = EnumSet.noneOf(Field.class);
        List<ColumnChoice> choices = new ArrayList<>();
        for (String name : header) {
            Optional<Field> own = Field.of(name).filter(given::add);
            choices.add(own.or(() -> otherName(name).filter(taken::add))
                    .<ColumnChoice>map(OfField::new)
                    .orElse(new Variable()));
        }
        return List.copyOf(choices);
    }

    private static Optional<Field> otherName(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}0-9]+", "_");
        return Optional.ofNullable(OTHER_NAMES.get(plain));
    }
}
