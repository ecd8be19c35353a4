package dev.crier.studio.contacts;

import dev.crier.broadcast.Conversation.Ours;
import dev.crier.contact.Contact;
import dev.crier.contact.Optout;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How things of contacts are called on pages.
public final class Words {
    private Words() {}

    /// The name, else the number, else what else there is.
    public static String name(Contact contact) {
        Contact.Profile profile = contact.profile();
        String name = Stream.of(profile.firstName(), profile.lastName())
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? address(contact) : name;
    }

    /// Where the person is reached.
    public static String address(Contact contact) {
        if (contact.phone() != null) {
            return contact.phone();
        }
        return contact.whatsappUserId() == null ? "No number" : contact.whatsappUserId();
    }

    /// What a person can be sent, in a word.
    public static String consent(@Nullable Optout optout) {
        return switch (optout) {
            case null -> "Gets everything";
            case MARKETING -> "No marketing";
            case ALL, ERASED -> "Opted out";
        };
    }

    public static String consentTone(@Nullable Optout optout) {
        return switch (optout) {
            case null -> "good";
            case MARKETING -> "warn";
            case ALL, ERASED -> "bad";
        };
    }

    /// The same for an entry of the history, as the API writes it.
    public static String consent(String wire) {
        return consent(wire.isEmpty() ? null : Optout.of(wire));
    }

    public static String consentTone(String wire) {
        return consentTone(wire.isEmpty() ? null : Optout.of(wire));
    }

    /// Where a change of consent came from.
    public static String source(String wire, String member) {
        return switch (wire) {
            case "keyword" -> "The person wrote so";
            case "user_preferences" -> "By the switch in WhatsApp";
            case "whatsapp_error" -> "WhatsApp refused a message for it";
            case "api" -> "By the API";
            case "studio" -> member.isEmpty() ? "In the Studio" : "In the Studio, by " + member;
            case "import" -> "By an import";
            case "merge" -> "From a contact merged into this one";
            case "remembered" -> "Kept from when the number was erased";
            default -> wire;
        };
    }

    /// What the contacts share that may be one person.
    public static String shared(String what) {
        return switch (what) {
            case "external_id" -> "same id in your system";
            case "email" -> "same e-mail address";
            default -> "same name";
        };
    }

    /// How far a message of ours has come.
    public static String status(Ours line) {
        return switch (line.status()) {
            case PENDING -> line.inDoubt() ? "Sent, not confirmed" : line.trouble() == null ? "On its way" : "Not sent";
            case SENT -> "Sent";
            case DELIVERED -> "Delivered";
            case READ -> "Read";
            case FAILURE -> "Failed";
        };
    }

    public static String tone(Ours line) {
        return switch (line.status()) {
            case PENDING -> line.trouble() == null ? "" : "warn";
            case SENT, DELIVERED -> "info";
            case READ -> "good";
            case FAILURE -> "bad";
        };
    }

    /// The marks that WhatsApp shows.
    public static String ticks(Ours line) {
        return switch (line.status()) {
            case PENDING -> "◷";
            case SENT -> "✓";
            case DELIVERED, READ -> "✓✓";
            case FAILURE -> "!";
        };
    }
}
