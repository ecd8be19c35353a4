package dev.crier.contact;

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

    public DefaultResponses(Database database) {
        this.jdbi = database.jdbi();
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

    /// Sets the bot's own text in a locale; null: from now on ours again.
    public void set(UUID botId, Name name, String locale, @Nullable String text) {
        if (text == null) {
            jdbi.useHandle(handle -> handle.execute(
                    "DELETE FROM default_response WHERE bot_id = ? AND name = ? AND locale = ?",
                    botId,
                    name.wire(),
                    locale));
            return;
        }
        if (text.isBlank() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("a response has 1 to " + MAX_CHARS + " characters");
        }
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO default_response (bot_id, name, locale, text) VALUES (?, ?, ?, ?)
                ON CONFLICT (bot_id, name, locale) DO UPDATE SET text = excluded.text, updated_at = now()""", botId, name.wire(), locale, text));
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
