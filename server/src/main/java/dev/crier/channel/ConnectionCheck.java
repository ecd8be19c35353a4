package dev.crier.channel;

import dev.crier.channel.CheckStep.State;
import dev.crier.channel.CheckStep.Topic;
import dev.crier.cloudapi.AccountClient;
import dev.crier.cloudapi.AccountClient.Account;
import dev.crier.cloudapi.AccountClient.Subscription;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.ErrorCatalogue;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphError;
import dev.crier.cloudapi.GraphException;
import dev.crier.cloudapi.NumberReport;
import dev.crier.cloudapi.TokenReport;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tries a WhatsApp channel step by step, and says of each failure how to mend it. Sends nothing to anybody.
public final class ConnectionCheck {
    /// Meta's code and subcode for "no such object, or this token may not see it".
    private static final int BAD_PARAMETER = 100;

    private static final int BAD_TOKEN = 190;

    private static final List<String> SCOPES = List.of("whatsapp_business_messaging", "whatsapp_business_management");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final GraphClient graph;
    private final AccountClient accounts;
    private final Clock clock;

    public ConnectionCheck(GraphClient graph, Clock clock) {
        this.graph = graph;
        this.accounts = new AccountClient(graph);
        this.clock = clock;
    }

    /// Runs all steps, one after the other; each is told as it ends. What cannot be tried is told as skipped.
    ///
    /// @param callback where we expect WhatsApp's webhooks
    public void run(WhatsappChannel channel, URI callback, Consumer<CheckStep> tell) {
        CheckStep first = first(channel);
        tell.accept(first);
        if (first.state() == State.FAILED) {
            for (Topic topic : Topic.values()) {
                if (topic != Topic.ADDRESS) {
                    tell.accept(CheckStep.skipped(topic, "Not tried, since nobody answers at the address"));
                }
            }
            return;
        }
        tell.accept(token(channel));
        tell.accept(number(channel));
        tell.accept(account(channel));
        tell.accept(webhooks(channel, callback));
        tell.accept(callback(channel, callback));
        tell.accept(templates(channel));
    }

    private interface Attempt {
        CheckStep run() throws GraphException;
    }

    private CheckStep attempt(Topic topic, WhatsappChannel channel, Attempt attempt) {
        try {
            return attempt.run();
        } catch (GraphException e) {
            if (e.notOffered()) {
                return CheckStep.skipped(topic, String.valueOf(e.getMessage()));
            }
            return CheckStep.failed(
                    topic,
                    String.valueOf(e.getMessage()),
                    mend(topic, channel, e.error().orElse(null)));
        }
    }

    private static String mend(Topic topic, WhatsappChannel channel, @Nullable GraphError error) {
        if (error == null) {
            return "Try again in a moment; if it stays so, look at the status page of "
                    + channel.provider().title();
        }
        if (error.code() == BAD_TOKEN) {
            return newToken(channel);
        }
        boolean isUnknown = error.code() == BAD_PARAMETER;
        return switch (topic) {
            case NUMBER ->
                isUnknown
                        ? "Check the phone number id: it is Meta's id of the number, not the number. If it is right, give"
                                + " the token's system user access to this account"
                        : ErrorCatalogue.sync(error).entry().fix();
            case ACCOUNT, WEBHOOKS, TEMPLATES ->
                isUnknown
                        ? "Check the account id (WABA), and that the token's system user has access to the account"
                        : ErrorCatalogue.sync(error).entry().fix();
            case ADDRESS, TOKEN, CALLBACK -> ErrorCatalogue.sync(error).entry().fix();
        };
    }

    private static String newToken(WhatsappChannel channel) {
        return channel.provider() == Provider.DIALOG_360
                ? "Make a new API key in the 360dialog Hub and enter it above"
                : "Make a new token in Meta's Business settings → System users, best one that never ends, and enter it"
                        + " above";
    }

    /// Whoever answers at all is there, also if they refuse.
    private CheckStep first(WhatsappChannel channel) {
        URI url = channel.endpoint().baseUrl();
        try {
            accounts.number(channel.endpoint());
        } catch (GraphException e) {
            if (e.error().isEmpty()) {
                return CheckStep.failed(
                        Topic.ADDRESS,
                        String.valueOf(e.getMessage()),
                        channel.provider() == Provider.SANDBOX
                                ? "Start the sandbox (crier sandbox), or correct its address above"
                                : "Let this server reach " + url.getHost() + " through its firewall or proxy");
            }
        }
        return CheckStep.ok(Topic.ADDRESS, url + " answers");
    }

    private CheckStep token(WhatsappChannel channel) {
        if (channel.provider() == Provider.DIALOG_360) {
            return attempt(Topic.TOKEN, channel, () -> {
                accounts.number(channel.endpoint());
                return CheckStep.ok(Topic.TOKEN, "360dialog takes the key");
            });
        }
        return attempt(Topic.TOKEN, channel, () -> judged(channel, accounts.token(channel.endpoint())));
    }

    private CheckStep judged(WhatsappChannel channel, TokenReport token) {
        if (!token.valid()) {
            return CheckStep.failed(Topic.TOKEN, "The token is not valid any more", newToken(channel));
        }
        List<String> missing =
                SCOPES.stream().filter(scope -> !token.scopes().contains(scope)).toList();
        if (!missing.isEmpty()) {
            return CheckStep.failed(
                    Topic.TOKEN,
                    "The token lacks " + String.join(" and ", missing),
                    "Grant it in Meta's Business settings → System users, make a new token and enter it above");
        }
        if (token.endsAt() == null) {
            return CheckStep.ok(Topic.TOKEN, "Valid, and does not end");
        }
        String valid = "Valid until " + DAY.format(token.endsAt());
        return token.endsAt().isBefore(clock.instant().plus(NumberHealth.TOKEN_WARNING))
                ? CheckStep.failed(Topic.TOKEN, valid, newToken(channel) + " before that day")
                : CheckStep.ok(Topic.TOKEN, valid);
    }

    private CheckStep number(WhatsappChannel channel) {
        Endpoint endpoint = channel.endpoint();
        return attempt(Topic.NUMBER, channel, () -> {
            NumberReport number = accounts.number(endpoint);
            if (number.id() != null && !number.id().equals(endpoint.phoneNumberId())) {
                return CheckStep.failed(
                        Topic.NUMBER,
                        "The key belongs to the number with the id " + number.id(),
                        "Enter this id above, or the other number's key");
            }
            if ("BLOCKED".equals(number.canSend())) {
                return CheckStep.failed(
                        Topic.NUMBER,
                        "Meta does not let the number send",
                        "Open WhatsApp Manager: it says what Meta wants to be done");
            }
            String name = number.displayNumber() == null
                    ? "The number is there"
                    : number.displayNumber() + (number.verifiedName() == null ? "" : ", " + number.verifiedName());
            return CheckStep.ok(Topic.NUMBER, name);
        });
    }

    private CheckStep account(WhatsappChannel channel) {
        Endpoint endpoint = channel.endpoint();
        if (channel.provider() == Provider.DIALOG_360) {
            return attempt(Topic.ACCOUNT, channel, () -> {
                String wabaId = accounts.number(endpoint).wabaId();
                return Objects.equals(wabaId, endpoint.wabaId())
                        ? CheckStep.ok(Topic.ACCOUNT, "The number belongs to the account")
                        : CheckStep.failed(
                                Topic.ACCOUNT,
                                "The number belongs to the account " + (wabaId == null ? "of another id" : wabaId),
                                "Enter this account id above");
            });
        }
        return attempt(Topic.ACCOUNT, channel, () -> {
            Account account = accounts.account(endpoint);
            if (!accounts.numbersOf(endpoint).contains(endpoint.phoneNumberId())) {
                return CheckStep.failed(
                        Topic.ACCOUNT,
                        "The account " + account.name() + " has no number with the id " + endpoint.phoneNumberId(),
                        "Enter the id of the account that the number belongs to");
            }
            return CheckStep.ok(Topic.ACCOUNT, account.name() + " has the number");
        });
    }

    private CheckStep webhooks(WhatsappChannel channel, URI callback) {
        return attempt(Topic.WEBHOOKS, channel, () -> {
            Subscription subscription = accounts.subscription(channel.endpoint());
            if (subscription.callbacks().contains(callback.toString())) {
                return CheckStep.ok(Topic.WEBHOOKS, "They come to this channel's address");
            }
            boolean maySetElsewhere =
                    !subscription.apps().isEmpty() && subscription.callbacks().isEmpty();
            if (maySetElsewhere && channel.provider() == Provider.META) {
                return CheckStep.ok(
                        Topic.WEBHOOKS,
                        String.join(", ", subscription.apps())
                                + " gets them; the address is the one entered in the app's dashboard");
            }
            return CheckStep.failed(
                    Topic.WEBHOOKS,
                    subscription.callbacks().isEmpty()
                            ? "Nobody gets the account's webhooks, so no status and no answer would arrive"
                            : "They go to " + subscription.callbacks().getFirst(),
                    "Press “Send webhooks here” below");
        });
    }

    private static CheckStep callback(WhatsappChannel channel, URI callback) {
        if (channel.provider() == Provider.SANDBOX) {
            return CheckStep.ok(Topic.CALLBACK, "The sandbox calls " + callback);
        }
        return "https".equals(callback.getScheme())
                ? CheckStep.ok(Topic.CALLBACK, callback.toString())
                : CheckStep.failed(
                        Topic.CALLBACK,
                        channel.provider().title() + " calls https addresses only, and this server says that it is at "
                                + callback.getScheme() + "://" + callback.getAuthority(),
                        "Set public.url to the https address by which the world reaches this server, and start again");
    }

    private CheckStep templates(WhatsappChannel channel) {
        return attempt(Topic.TEMPLATES, channel, () -> {
            int count = graph.listTemplates(channel.endpoint(), Map.of()).size();
            return CheckStep.ok(
                    Topic.TEMPLATES, count == 1 ? "1 template can be read" : count + " templates can be read");
        });
    }
}
