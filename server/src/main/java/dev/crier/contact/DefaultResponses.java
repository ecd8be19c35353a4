package dev.crier.contact;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Texts;
import dev.crier.db.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What a bot answers by itself: its own texts by locale (Content → Default responses), and ours where it
/// has none.
public final class DefaultResponses {
    /// WhatsApp's limit for a text message.
    public static final int MAX_CHARS = 4_096;

    private static final String FALLBACK = "en";

    private static final Map<Name, Map<String, String>> BUILT_IN = Map.of(
            Name.OPTOUT,
            Map.of(
                    "en",
                    "You are unsubscribed and will get no more WhatsApp messages from us. Send \"optin\" to subscribe again.",
                    "nl",
                    "Je bent afgemeld en krijgt geen WhatsApp-berichten meer van ons."
                            + " Stuur \"optin\" om je weer aan te melden.",
                    "de",
                    "Sie sind abgemeldet und erhalten keine WhatsApp-Nachrichten mehr von uns."
                            + " Senden Sie \"optin\", um sich wieder anzumelden.",
                    "fr",
                    "Vous êtes désabonné et ne recevrez plus de messages WhatsApp de notre part."
                            + " Envoyez \"optin\" pour vous réabonner.",
                    "es",
                    "Te has dado de baja y no recibirás más mensajes de WhatsApp nuestros."
                            + " Envía \"optin\" para volver a suscribirte."),
            Name.OPTIN,
            Map.of(
                    "en",
                    "You are subscribed again and can get WhatsApp messages from us. Send \"optout\" to unsubscribe.",
                    "nl",
                    "Je bent weer aangemeld en kunt WhatsApp-berichten van ons krijgen."
                            + " Stuur \"optout\" om je af te melden.",
                    "de",
                    "Sie sind wieder angemeldet und können WhatsApp-Nachrichten von uns erhalten."
                            + " Senden Sie \"optout\", um sich abzumelden.",
                    "fr",
                    "Vous êtes de nouveau abonné et pouvez recevoir nos messages WhatsApp."
                            + " Envoyez \"optout\" pour vous désabonner.",
                    "es",
                    "Te has suscrito de nuevo y puedes recibir nuestros mensajes de WhatsApp."
                            + " Envía \"optout\" para darte de baja."));

    private final Jdbi jdbi;
    private final ResponseVersions versions;

    public DefaultResponses(Database database) {
        this.jdbi = database.jdbi();
        this.versions = new ResponseVersions(database);
    }

    /// What is answered to.
    public enum Name {
        OPTOUT,
        OPTIN;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Our own text in the first of `locales` that we speak, else in English.
    public static String builtIn(Name name, List<String> locales) {
        Map<String, String> texts = Objects.requireNonNull(BUILT_IN.get(name));
        return first(texts, locales).or(() -> first(texts, List.of(FALLBACK))).orElseThrow();
    }

    /// The text for a person: the bot's own in their locale, else in the bot's, else ours in either.
    public static String text(Handle handle, UUID botId, Name name, @Nullable String personLocale, String botLocale) {
        List<String> locales = personLocale == null ? List.of(botLocale) : List.of(personLocale, botLocale);
        return first(own(handle, botId, name), locales).orElseGet(() -> builtIn(name, locales));
    }

    /// What a person of this locale reads now.
    public String inUse(UUID botId, Name name, String locale, String botLocale) {
        return jdbi.withHandle(handle -> text(handle, botId, name, locale, botLocale));
    }

    /// The bot's own texts by locale.
    public Map<String, String> own(UUID botId, Name name) {
        return jdbi.withHandle(handle -> own(handle, botId, name));
    }

    private static Map<String, String> own(Handle handle, UUID botId, Name name) {
        Map<String, String> texts = new TreeMap<>();
        handle.select("SELECT locale, text FROM default_response WHERE bot_id = ? AND name = ?", botId, name.wire())
                .map((row, context) -> Map.entry(row.getString("locale"), row.getString("text")))
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
        return texts;
    }

    /// Sets the bot's own text in a locale at once; null: from now on ours again. [ResponseVersions] keeps it.
    public void set(UUID botId, Name name, String locale, @Nullable String text) {
        versions.publish(new ResponseVersions.Slot(botId, name, locale), text, null);
    }

    /// The text as it is kept: with plain line ends and no blanks around it; or a problem that says what is wrong.
    static String checked(String written) {
        String text = written.replace("\r\n", "\n").strip();
        @Nullable String problem = Texts.problem(text);
        if (problem != null) {
            throw refused("invalid_text", "the text " + problem);
        }
        if (text.isEmpty()) {
            throw refused("missing_text", "write what people are answered; nothing at all would leave them in doubt");
        }
        if (text.length() > MAX_CHARS) {
            throw refused(
                    "too_long", "WhatsApp takes at most " + MAX_CHARS + " characters; these are " + text.length());
        }
        return text;
    }

    private static RuntimeException refused(String code, String detail) {
        return Problem.of(
                ProblemCode.INVALID_REQUEST, "The text is not valid", List.of(new Fault(code, detail, "/text")));
    }

    /// The text of the first locale that has one: `nl_BE` is served by `nl-be`, else by `nl`.
    private static Optional<String> first(Map<String, String> texts, List<String> locales) {
        Map<String, String> folded = new HashMap<>();
        texts.forEach((locale, text) -> folded.put(fold(locale), text));
        for (String locale : locales) {
            String exact = fold(locale);
            @Nullable String text = folded.getOrDefault(exact, folded.get(exact.split("_", 2)[0]));
            if (text != null) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    private static String fold(String locale) {
        return locale.replace('-', '_').toLowerCase(Locale.ROOT);
    }
}
