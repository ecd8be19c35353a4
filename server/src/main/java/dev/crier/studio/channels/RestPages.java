package dev.crier.studio.channels;

import dev.crier.account.AccountStore;
import dev.crier.account.Role;
import dev.crier.account.Token;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import dev.crier.template.ReengagementTemplate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The REST API channel: on and off, its keys, and the line that sends a first message.
public final class RestPages {
    private static final String ROOT = "/studio/bot/{bot_id}/channels/rest";

    private final Pages pages;
    private final AccountStore accounts;
    private final String publicUrl;

    /// Pages of the REST API channel.
    ///
    /// @param publicUrl how the world reaches us; empty: as the browser does
    public RestPages(Pages pages, String publicUrl) {
        this.pages = pages;
        this.accounts = pages.doors().accounts();
        this.publicUrl = publicUrl;
    }

    public void register() {
        pages.get(ROOT, Role.VIEWER, visit -> show(visit, Map.of()))
                .post(ROOT + "/enable", Role.ADMINISTRATOR, visit -> switchTo(visit, Switch.ON))
                .post(ROOT + "/disable", Role.ADMINISTRATOR, visit -> switchTo(visit, Switch.OFF))
                .post(ROOT + "/key", Role.ADMINISTRATOR, visit -> regenerate(visit, visit.botId()))
                .post(ROOT + "/environment-key", Role.ADMINISTRATOR, visit -> regenerate(visit, null));
    }

    private enum Switch {
        ON,
        OFF
    }

    private void show(Visit visit, Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(more);
        accounts.key(visit.environmentId(), visit.botId()).ifPresent(key -> values.put("key", key));
        accounts.key(visit.environmentId(), null).ifPresent(key -> values.put("environmentKey", key));
        values.put("curl", curl(visit, values.containsKey("fresh") ? String.valueOf(values.get("fresh")) : ""));
        visit.page("channels/rest", values);
    }

    private void switchTo(Visit visit, Switch to) {
        accounts.enableRest(visit.botId(), to == Switch.ON);
        visit.audit(to == Switch.ON ? "channel.enabled" : "channel.disabled", "REST API", "");
        visit.redirect(
                visit.at("/channels/rest"), to == Switch.ON ? "The REST API is enabled" : "The REST API is disabled");
    }

    /// The page itself shows the key, this once: it goes through no address and no store.
    private void regenerate(Visit visit, @Nullable UUID botId) {
        Optional<Token> token = visit.once(() -> accounts.regenerate(visit.environmentId(), botId));
        if (token.isEmpty()) {
            visit.redirect(
                    visit.at("/channels/rest"),
                    "The key was made by this form already, and shown once; whoever missed it regenerates it");
            return;
        }
        boolean ofBot = botId != null;
        visit.audit(
                "key.regenerated",
                ofBot ? visit.bot().name() : visit.access().environment(),
                ofBot ? "the bot's key" : "the environment's key");
        show(visit, Map.of(ofBot ? "fresh" : "freshOfEnvironment", token.get().value()));
    }

    private String curl(Visit visit, String key) {
        String language = ReengagementTemplate.definition(visit.bot().locale())
                .path("language")
                .asString();
        return """
                curl -X POST '%s/api/bot/%s/whatsapp/broadcast' \\
                  -H "Authorization: Bearer %s" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"template": {"name": "%s", "language": "%s", "components": [
                        {"type": "body", "parameters": [{"type": "text", "text": "{{ name }}"}]}]},
                       "users": [{"phone": "+31612345678", "params": {"name": "Ann"}}]}'""".formatted(
                        Addresses.root(visit, publicUrl),
                        visit.botId(),
                        key.isEmpty() ? "$CRIER_KEY" : key,
                        ReengagementTemplate.NAME,
                        language);
    }
}
