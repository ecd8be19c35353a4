package dev.crier.cli;

import dev.crier.Stores;
import dev.crier.account.AccountStore;
import dev.crier.account.Bot;
import dev.crier.account.Token;
import dev.crier.channel.WhatsappChannel;
import dev.crier.contact.Phones;
import dev.crier.template.LanguageCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crier bot`: makes and lists bots.
@Command(
        name = "bot",
        description = "Makes and lists bots: a bot has one WhatsApp number, contacts, templates and keys.")
final class BotCommand extends Group {
    @Command(
            name = "create",
            description = {
                "Makes a bot with its REST API enabled, and prints its id and its key. The key is shown this once.",
                ""
            })
    void create(
            @Mixin ConfigOptions options,
            @Option(names = "--name", required = true, paramLabel = "NAME", description = "what people call it")
                    String name,
            @Option(
                            names = "--locale",
                            split = ",",
                            paramLabel = "CODE",
                            defaultValue = "en",
                            description = "languages of its own texts, the default first: en,nl (default: en)")
                    List<String> locales,
            @Option(
                            names = "--country",
                            paramLabel = "CODE",
                            description =
                                    "country of phone numbers in national form: NL (default: none; only +… is taken)")
                    @Nullable
                    String country,
            @Option(
                            names = "--environment",
                            paramLabel = "NAME",
                            defaultValue = "Default",
                            description = "the environment it belongs to, made if there is none (default: Default)")
                    String environment)
            throws IOException {
        List<String> codes = locales.stream().map(BotCommand::locale).toList();
        @Nullable String region = region(country);
        requireName(name, "--name");
        requireName(environment, "--environment");
        try (Stores stores = options.openOrMake()) {
            AccountStore accounts = stores.accounts();
            UUID environmentId = accounts.environment(environment.strip());
            UUID bot = accounts.createBot(environmentId, name.strip(), codes, region);
            accounts.enableRest(bot, true);
            Token token = accounts.createToken(environmentId, bot);
            tellNextSteps(out(), bot, token);
        }
    }

    private static void tellNextSteps(PrintWriter out, UUID bot, Token token) {
        out.println("Bot    " + bot);
        out.println("Key    " + token.value());
        out.println();
        out.println("Next:");
        out.println("  crier feature enable --bot " + bot + " whatsapp_broadcasting");
        out.println("  crier channel connect --bot " + bot + " --phone-number-id … --waba-id …");
        out.println("  crier channel enable --bot " + bot);
        out.flush();
    }

    @Command(name = "list", description = "Lists the bots, and what is switched on for each.")
    void list(@Mixin ConfigOptions options) throws IOException {
        try (Stores stores = options.open()) {
            List<List<String>> rows = new ArrayList<>();
            for (Bot bot : stores.accounts().bots()) {
                rows.add(List.of(
                        bot.id().toString(),
                        bot.name(),
                        String.join(",", bot.locales()),
                        bot.restEnabled() ? "on" : "off",
                        stores.channels().ofBot(bot.id()).map(BotCommand::state).orElse("not connected"),
                        bot.broadcasting() ? "ordered" : "not ordered"));
            }
            if (rows.isEmpty()) {
                out().println("No bots yet; make one by: crier bot create --name NAME");
            } else {
                Table.print(out(), List.of("id", "name", "locales", "REST API", "WhatsApp", "broadcasting"), rows);
            }
            out().flush();
        }
    }

    private static String state(WhatsappChannel channel) {
        WhatsappChannel.Hold hold = channel.hold();
        if (hold != null) {
            return "held: " + hold.code() + " " + hold.details();
        }
        return channel.enabled() ? "on" : "off";
    }

    private static String locale(String written) {
        String code = LanguageCode.canonical(written);
        if (!LanguageCode.isMeta(code) && !LanguageCode.isMeta(LanguageCode.language(code))) {
            throw new CommandFailure(
                    "--locale: " + written + " is no language that WhatsApp knows; write en, nl or pt_BR");
        }
        return code;
    }

    private static @Nullable String region(@Nullable String written) {
        if (written == null) {
            return null;
        }
        String region = written.strip().toUpperCase(Locale.ROOT);
        if (!Phones.isRegion(region)) {
            throw new CommandFailure("--country: " + written + " is no country; write two letters, such as NL");
        }
        return region;
    }

    private static void requireName(String name, String option) {
        if (name.isBlank() || name.length() > 200) {
            throw new CommandFailure(option + " must have 1 to 200 characters");
        }
    }
}
