package dev.crier.studio;

import dev.crier.docs.Descriptions;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The sentence beside each field of the Studio. Where the API takes or gives the same value, it is the contract's own
/// sentence, so that a page and the docs never say two things.
public final class Help {
    private static final Map<String, Entry> BY_FIELD =
            Entries.ALL.stream().collect(Collectors.toUnmodifiableMap(Entry::field, Function.identity()));

    private Help() {}

    /// What is said of a field.
    ///
    /// @param field its name in the Studio, such as `broadcast.max_per_second`
    /// @param title what the question mark is called by a screen reader
    /// @param contract where the contract says it; null: it is said here
    record Entry(String field, String title, @Nullable String contract, String own) {
        String html() {
            if (contract == null) {
                return own;
            }
            return Descriptions.html(contract)
                    .orElseThrow(() -> new IllegalStateException("the contract has no words for " + contract));
        }
    }

    /// The text as HTML of one paragraph.
    public static String html(String field) {
        return entry(field).html();
    }

    /// What the field is called in a sentence: "Help: pace".
    public static String title(String field) {
        return entry(field).title();
    }

    public static List<String> fields() {
        return BY_FIELD.keySet().stream().sorted().toList();
    }

    private static Entry entry(String field) {
        @Nullable Entry entry = BY_FIELD.get(field);
        if (entry == null) {
            throw new IllegalArgumentException("there is no help for " + field);
        }
        return entry;
    }

    private static Entry as(String field, String title, String contract) {
        return new Entry(field, title, contract, "");
    }

    private static Entry own(String field, String title, String html) {
        return new Entry(field, title, null, html);
    }

    /// The table.
    private static final class Entries {
        private static final List<Entry> ALL = List.of(
                as("broadcast.name", "name", "BroadcastRequest.name"),
                as("broadcast.language", "language", "LanguageChoice"),
                as("broadcast.scheduled_at", "start time", "BroadcastRequest.scheduled_at"),
                as("broadcast.max_per_second", "pace", "BroadcastRequest.max_per_second"),
                as("broadcast.on_unknown", "unknown outcomes", "BroadcastRequest.on_unknown"),
                as("audience.tags", "all of these tags", "Audience.tags"),
                own(
                        "audience.match",
                        "how many of the tags",
                        "Whether somebody must have each of the tags above, or is in already with one of them."),
                as("audience.without_tags", "none of these tags", "Audience.without_tags"),
                as("audience.locale", "locale", "Audience.locale"),
                as("audience.user_data", "variables", "Audience.user_data"),
                as("audience.wrote_after", "wrote after", "Audience.wrote_after"),
                own(
                        "contact.phone",
                        "phone number",
                        "In international form, such as <code>+31612345678</code>. Blanks and dashes are dropped, and a"
                                + " national number is taken if the bot has a default country."),
                as("contact.locale", "locale", "ContactPatch.locale"),
                as("contact.timezone", "time zone", "ContactPatch.timezone"),
                as("contact.external_id", "external id", "ContactPatch.external_id"),
                as("contact.tags", "tags", "Tag"),
                own(
                        "contact.user_data",
                        "variables",
                        "Up to 100, and 16 KiB in all. A template is filled from them, and a broadcast finds its people by"
                                + " them."),
                as("template.language", "language", "TemplateDefinition.language"),
                own(
                        "template.category",
                        "category",
                        "What the message is for. Its price and its limits follow the category, and Meta changes one that"
                                + " does not fit the text."),
                own(
                        "template.header",
                        "header",
                        "A line of text, a file or a place above the text. The kind is fixed with the template; each"
                                + " message may show another file."),
                own("template.footer", "footer", "A small grey line below the text, the same for everybody."),
                own(
                        "template.offer",
                        "limited-time offer",
                        "A line that names the offer. WhatsApp shows beside it until when the offer is good."),
                own(
                        "template.buttons",
                        "buttons",
                        "What people tap instead of writing. What they tap comes to you as a message of theirs; an"
                                + " address or a number opens on their phone."),
                own(
                        "template.button_url",
                        "address of a button",
                        "Where a tap leads. All but the end is fixed with the template; the end may differ for each"
                                + " person."),
                as("template.ttl", "time to live", "TemplateEdit.message_send_ttl_seconds"),
                own(
                        "template.name",
                        "name",
                        "Small letters, digits and <code>_</code>. Calls to the API and broadcasts name the template by"
                                + " it, and Meta never lets it change."),
                own(
                        "template.parameter_format",
                        "variables",
                        "How variables are written: numbered as <code>{{1}}</code>, or named as"
                                + " <code>{{first_name}}</code>. One template uses one of the two."),
                own(
                        "template.example",
                        "example",
                        "A value as a person might get it. Meta's reviewers read it, nobody is sent it."),
                own(
                        "channel.bot_id",
                        "bot id",
                        "Stands in the address of each call: <code>/api/bot/{bot_id}/…</code>. It is no secret."),
                own(
                        "channel.key",
                        "authorization key",
                        "Goes with each call as <code>Authorization: Bearer …</code>. Whoever has it can send for this"
                                + " bot, so it belongs into your back office and nowhere else."),
                own(
                        "channel.provider",
                        "provider",
                        "Who hosts your number: Meta's own Cloud API, 360dialog, or the sandbox, which sends to nobody."),
                own(
                        "channel.phone_number_id",
                        "phone number id",
                        "Meta's id of the sending number, in the WhatsApp Manager beside the number. It is not the"
                                + " number itself."),
                own(
                        "channel.waba_id",
                        "account id",
                        "Meta's id of the WhatsApp Business Account that the number and its templates belong to."),
                own(
                        "channel.access_token",
                        "access token",
                        "Of a system user, with the permissions <code>whatsapp_business_messaging</code> and"
                                + " <code>whatsapp_business_management</code>. Kept encrypted and never shown again."),
                own(
                        "channel.app_secret",
                        "app secret",
                        "Of your app at Meta, under its basic settings. It proves that a webhook really comes from"
                                + " Meta."),
                own(
                        "channel.verify_token",
                        "verify token",
                        "Enter the same word at Meta beside the callback address; Meta repeats it once to see that the"
                                + " address is yours."),
                own(
                        "channel.callback",
                        "callback address",
                        "Where Meta tells what became of your messages and what people write. Enter it at Meta as the"
                                + " webhook of your app."),
                as("channel.throughput", "throughput", "Number.throughput"),
                as("webhook.url", "address", "WebhookDraft.url"),
                own(
                        "webhook.event",
                        "events",
                        "Which events are posted to the address. The others are not kept for it, and a later choice does"
                                + " not bring them back."),
                own(
                        "webhook.secret",
                        "signing secret",
                        "Your system checks with it that an event comes from this server. It is shown in full once,"
                                + " when it is made."),
                as("figures.total", "messages", "Figures.total"),
                as("figures.delivery_rate", "delivery rate", "Figures.delivery_rate"),
                as("figures.read_rate", "read rate", "Figures.read_rate"),
                as("figures.failed", "failed", "Figures.failed"),
                own(
                        "figures.waiting",
                        "waiting",
                        "Messages without an outcome yet: they wait for their turn, for another try, or for WhatsApp to"
                                + " say what became of them."),
                own(
                        "content.response",
                        "default response",
                        "What the bot answers by itself, at once, to somebody who wrote a keyword."),
                own(
                        "content.keywords",
                        "keywords",
                        "A message counts if, without blanks around it, end punctuation and capitals, it <em>is</em>"
                                + " one of these. \"How do I opt out?\" is a question, and changes nothing."),
                own(
                        "member.role",
                        "role",
                        "A viewer sees everything but secrets. An editor also writes templates, contacts, broadcasts"
                                + " and content. An administrator also sets up channels, bots, keys and members."),
                own(
                        "bot.locales",
                        "locales",
                        "The languages of the bot's own texts, such as <code>nl</code> or <code>pt_BR</code>. The first"
                                + " is used where nothing else is known."),
                own(
                        "bot.default_country",
                        "default country",
                        "Two letters, such as <code>NL</code>: in which country a number without a country code is."
                                + " Left out, only international numbers are taken."));
    }
}
