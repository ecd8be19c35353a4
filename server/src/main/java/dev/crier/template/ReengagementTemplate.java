package dev.crier.template;

import dev.crier.content.ParameterFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The template that each new WhatsApp channel gets, so that there is one to send before anybody wrote any.
///
/// Its category is MARKETING: it names no order or account, so Meta would not leave it in UTILITY. Hence the footer
/// says how to stop.
public final class ReengagementTemplate {
    public static final String NAME = "botsqd_reengagement";

    private record Words(String body, String example, String footer, String button) {}

    private static final String FALLBACK = "en";

    private static final Map<String, Words> WORDS = Map.of(
            "en",
            new Words(
                    "Hello {{1}}, we have an update for you. Reply to this message to continue the conversation.",
                    "Ann", "Reply optout to stop these messages", "Continue"),
            "nl",
            new Words(
                    "Hallo {{1}}, we hebben nieuws voor je. Beantwoord dit bericht om het gesprek voort te zetten.",
                    "Anna", "Antwoord optout om geen berichten meer te krijgen", "Verder"),
            "de",
            new Words(
                    "Hallo {{1}}, wir haben Neuigkeiten für Sie. Antworten Sie auf diese Nachricht, um das Gespräch"
                            + " fortzusetzen.",
                    "Anna", "Mit optout antworten, um dies abzubestellen", "Fortsetzen"),
            "fr",
            new Words(
                    "Bonjour {{1}}, nous avons des nouvelles pour vous. Répondez à ce message pour poursuivre la"
                            + " conversation.",
                    "Anne", "Répondez optout pour ne plus recevoir ces messages", "Continuer"),
            "es",
            new Words(
                    "Hola {{1}}, tenemos novedades para usted. Responda a este mensaje para continuar la"
                            + " conversación.",
                    "Ana", "Responda optout para no recibir más mensajes", "Continuar"));

    private ReengagementTemplate() {}

    /// The languages it is written in.
    public static Set<String> languages() {
        return WORDS.keySet();
    }

    /// The definition to submit to Meta. `nl_BE` gets the Dutch words under its own code; a language that it is not
    /// written in gets the English template, under `en`.
    public static ObjectNode definition(String language) {
        Words own = WORDS.get(LanguageCode.language(language));
        Words words = own == null
                ? WORDS.getOrDefault(FALLBACK, WORDS.values().iterator().next())
                : own;
        String code = LanguageCode.canonical(language);
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        definition.put("name", NAME);
        definition.put("language", own != null && LanguageCode.isMeta(code) ? code : languageOf(own, language));
        definition.put("category", "MARKETING");
        definition.put("parameter_format", ParameterFormat.POSITIONAL.name());
        ArrayNode components = definition.putArray("components");
        ObjectNode body = components.addObject().put("type", "BODY").put("text", words.body());
        body.putObject("example").putArray("body_text").addArray().add(words.example());
        components.addObject().put("type", "FOOTER").put("text", words.footer());
        ArrayNode buttons = components.addObject().put("type", "BUTTONS").putArray("buttons");
        buttons.addObject().put("type", "QUICK_REPLY").put("text", words.button());
        return definition;
    }

    private static String languageOf(@Nullable Words own, String language) {
        return own == null ? FALLBACK : LanguageCode.language(language);
    }
}
