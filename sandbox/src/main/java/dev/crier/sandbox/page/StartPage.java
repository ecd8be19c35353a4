package dev.crier.sandbox.page;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.Callback;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.control.Control;
import dev.crier.sandbox.fault.Behaviour;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Magic;
import dev.crier.sandbox.fault.MagicRecipients;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.ledger.Entry;
import dev.crier.sandbox.ledger.Ledger;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills the start page: placeholders {@code ${name}} in the resource become text from here. */
final class StartPage {
    private static final int SHOWN_SENDS = 20;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)\\}");
    private static final Pattern BOLD = Pattern.compile("\\*([^*\\n]+)\\*");

    private final String skeleton;
    private final Accounts accounts;
    private final Control control;
    private final Settings settings;
    private final Ledger ledger;

    StartPage(String skeleton, Accounts accounts, Control control, Settings settings, Ledger ledger) {
        this.skeleton = skeleton;
        this.accounts = accounts;
        this.control = control;
        this.settings = settings;
        this.ledger = ledger;
    }

    String render(String origin) {
        PhoneNumber number = accounts.first();
        Account account = number.account();
        Callback callback = account.callback();
        Map<String, String> values = Map.ofEntries(
                Map.entry("origin", Html.escape(origin)),
                Map.entry("display", Html.escape(number.display())),
                Map.entry("phone_number_id", Html.escape(number.id())),
                Map.entry("waba_id", Html.escape(account.wabaId())),
                Map.entry("access_token", Html.escape(account.accessToken())),
                Map.entry("app_secret", Html.escape(account.appSecret())),
                Map.entry("callback", callback == null ? "none yet" : Html.escape(callback.url())),
                Map.entry("accounts", Integer.toString(accounts.all().size())),
                Map.entry("stats", stats()),
                Map.entry("bubbles", bubbles()),
                Map.entry("effects", magic(false)),
                Map.entry("codes", magic(true)),
                Map.entry("behaviour", behaviour()));
        return PLACEHOLDER
                .matcher(skeleton)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    private String stats() {
        ObjectNode stats = control.stats();
        return stats.properties().stream()
                .map(entry -> "<div><dt>%s</dt><dd>%s</dd></div>"
                        .formatted(
                                Html.escape(entry.getKey().replace('_', ' ')),
                                "%,d".formatted(entry.getValue().asLong())))
                .collect(Collectors.joining("\n"));
    }

    private static String magic(boolean coded) {
        return MagicRecipients.all().stream()
                .filter(magic -> coded != magic.phone().startsWith("+31612"))
                .map(StartPage::magicRow)
                .collect(Collectors.joining("\n"));
    }

    private static String magicRow(Magic magic) {
        boolean hasCode = magic.code() != 0 || magic.effect() == Magic.Effect.REJECT;
        return "<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        magic.phone(), hasCode ? Integer.toString(magic.code()) : "", Html.escape(magic.description()));
    }

    private String behaviour() {
        Behaviour now = settings.now();
        ObjectNode values = now.json();
        return List.of(Knob.values()).stream()
                .map(knob -> "<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>"
                        .formatted(knob.field(), values.path(knob.field()).asString(""), Html.escape(knob.meaning())))
                .collect(Collectors.joining("\n"));
    }

    private String bubbles() {
        List<Entry> newest = ledger.newest(SHOWN_SENDS);
        if (newest.isEmpty()) {
            return "<p class=\"quiet\">Nothing was sent yet.</p>";
        }
        return newest.stream().map(StartPage::bubble).collect(Collectors.joining("\n"));
    }

    private static String bubble(Entry entry) {
        JsonNode sent = entry.json();
        JsonNode rendered = sent.path("rendered");
        StringBuilder html = new StringBuilder("<li class=\"chat\"><p class=\"to\">")
                .append(Html.escape(Json.text(sent, "to", "")))
                .append(" <span>")
                .append(Html.escape(Json.text(sent, "template", "text")))
                .append("</span></p><div class=\"bubble\">");
        paragraph(html, "head", Json.text(rendered, "header", ""));
        paragraph(html, "body", Json.text(rendered, "body", ""));
        paragraph(html, "foot", Json.text(rendered, "footer", ""));
        html.append("<p class=\"meta\">")
                .append(Html.escape(time(Json.text(sent, "at", ""))))
                .append(' ')
                .append(ticks(entry.status()))
                .append("</p></div>");
        for (JsonNode button : rendered.path("buttons")) {
            html.append("<div class=\"button\">")
                    .append(Html.escape(button.asString("")))
                    .append("</div>");
        }
        return html.append("</li>").toString();
    }

    /** WhatsApp shows words between asterisks in bold. */
    private static void paragraph(StringBuilder html, String kind, String text) {
        if (!text.isEmpty()) {
            html.append("<p class=\"").append(kind).append("\">");
            html.append(BOLD.matcher(Html.escape(text)).replaceAll("<strong>$1</strong>"));
            html.append("</p>");
        }
    }

    private static String time(String instant) {
        return instant.length() >= 19 ? instant.substring(11, 19) : instant;
    }

    private static String ticks(String status) {
        String mark = switch (status) {
            case "sent" -> "✓";
            case "delivered", "read" -> "✓✓";
            case "failed" -> "⚠";
            default -> "◷";
        };
        return "<span class=\"tick %s\" title=\"%s\">%s <span>%s</span></span>"
                .formatted(Html.escape(status), Html.escape(status), mark, Html.escape(status));
    }
}
