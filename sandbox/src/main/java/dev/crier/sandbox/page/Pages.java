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
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Fills the pages: placeholders {@code ${name}} in a resource become text from here. */
final class Pages {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z_]+)\\}");
    private static final String EFFECTS = "+31612";

    private final Accounts accounts;
    private final Control control;
    private final Settings settings;

    Pages(Accounts accounts, Control control, Settings settings) {
        this.accounts = accounts;
        this.control = control;
        this.settings = settings;
    }

    /** A page in the frame, whose menu marks it. */
    private static String framed(String name, String title, Map<String, String> values) {
        String content = fill(Resource.text(name + ".html"), values);
        return fill(
                Resource.text("frame.html").replace("data-page=\"" + name + "\"", "aria-current=\"page\""),
                Map.of("title", title, "name", name, "content", content));
    }

    private static String fill(String skeleton, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(skeleton)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    String phones() {
        return framed("phones", "Phones", Map.of());
    }

    String magic() {
        Predicate<Magic> effect = magic -> magic.phone().startsWith(EFFECTS);
        return framed("magic", "Magic recipients", Map.of("effects", magic(effect), "codes", magic(effect.negate())));
    }

    private static String magic(Predicate<Magic> wanted) {
        return MagicRecipients.all().stream()
                .filter(wanted)
                .map(Pages::magicRow)
                .collect(Collectors.joining("\n"));
    }

    private static String magicRow(Magic magic) {
        boolean hasCode = magic.code() != 0 || magic.effect() == Magic.Effect.REJECT;
        return "<tr><td><a href=\"/?phone=%%2B%s\">%s</a></td><td>%s</td><td>%s</td></tr>"
                .formatted(
                        magic.phone().substring(1),
                        magic.phone(),
                        hasCode ? Integer.toString(magic.code()) : "",
                        Html.escape(magic.description()));
    }

    String behaviour(String origin) {
        Behaviour now = settings.now();
        String knobs = List.of(Knob.values()).stream()
                .map(knob -> "<div class=\"knob\">%s<p id=\"about-%s\">%s</p></div>"
                        .formatted(control(knob, now), knob.field(), Html.escape(knob.meaning())))
                .collect(Collectors.joining("\n"));
        return framed("behaviour", "Behaviour", Map.of("knobs", knobs, "origin", Html.escape(origin)));
    }

    private static String control(Knob knob, Behaviour now) {
        String name = knob.field();
        String label = "<label for=\"%s\">%s</label>".formatted(name, name.replace('_', ' '));
        if (knob.kind() == Knob.Kind.SWITCH) {
            return label
                    + "<input type=\"checkbox\" id=\"%s\" name=\"%1$s\" aria-describedby=\"about-%1$s\" data-initial=\"%s\"%s>"
                            .formatted(name, knob.initial() != 0, now.on(knob) ? " checked" : "");
        }
        return label
                + "<input type=\"number\" id=\"%s\" name=\"%1$s\" aria-describedby=\"about-%1$s\" required min=\"%s\" max=\"%s\" step=\"%s\" value=\"%s\" data-initial=\"%s\">"
                        .formatted(
                                name,
                                plain(knob.min()),
                                plain(knob.max()),
                                knob.kind() == Knob.Kind.RATE ? "any" : "1",
                                plain(now.rate(knob)),
                                plain(knob.initial()));
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    String accounts(String origin) {
        PhoneNumber number = accounts.first();
        String cards = accounts.all().stream()
                .flatMap(account -> account.numbers().stream())
                .map(Pages::account)
                .collect(Collectors.joining("\n"));
        return framed(
                "accounts",
                "Accounts",
                Map.of(
                        "origin", Html.escape(origin),
                        "phone_number_id", Html.escape(number.id()),
                        "waba_id", Html.escape(number.account().wabaId()),
                        "access_token", Html.escape(number.account().accessToken()),
                        "accounts", cards,
                        "stats", stats()));
    }

    private static String account(PhoneNumber number) {
        Account account = number.account();
        Callback callback = account.callback();
        return "<section class=\"card\"><h3>%s</h3><dl class=\"facts\">%s</dl></section>"
                .formatted(
                        Html.escape(number.display()),
                        fact("Phone number id", number.id())
                                + fact("WABA id", account.wabaId())
                                + fact("Access token", account.accessToken())
                                + fact("App secret", account.appSecret())
                                + (callback == null
                                        ? "<div><dt>Callback</dt><dd>none yet</dd></div>"
                                        : fact("Callback", callback.url())));
    }

    private static String fact(String term, String value) {
        String start = "<div><dt>%s</dt><dd><code>%s</code> <button type=\"button\" class=\"copy\" data-copy=\"%2$s\">";
        return (start + "Copy<span class=\"hidden\"> %1$s</span></button></dd></div>")
                .formatted(term, Html.escape(value));
    }

    private String stats() {
        ObjectNode stats = control.stats();
        return stats.properties().stream()
                .map(entry -> "<div><dt>%s</dt><dd>%,d</dd></div>"
                        .formatted(
                                Html.escape(entry.getKey().replace('_', ' ')),
                                entry.getValue().asLong()))
                .collect(Collectors.joining("\n"));
    }
}
