package dev.crier.sandbox.http;

import dev.crier.sandbox.account.Account;
import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.account.Callback;
import dev.crier.sandbox.account.NumberEndpoint;
import dev.crier.sandbox.account.PhoneNumber;
import dev.crier.sandbox.account.TokenEndpoint;
import dev.crier.sandbox.fault.Knob;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.Answer;
import dev.crier.sandbox.graph.Call;
import dev.crier.sandbox.graph.GraphError;
import dev.crier.sandbox.limit.ManagementQuota;
import dev.crier.sandbox.media.MediaEndpoint;
import dev.crier.sandbox.message.MessageEndpoint;
import dev.crier.sandbox.template.Template;
import dev.crier.sandbox.template.TemplateEndpoint;
import dev.crier.sandbox.template.TemplateStore;
import dev.crier.sandbox.webhook.CallbackClient;
import dev.crier.sandbox.wire.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the object a call names and the method for its edge, as Graph does: by id, whatever the kind. */
final class GraphRouter {
    /** The endpoints calls go to. */
    record Endpoints(
            MessageEndpoint messages,
            TemplateEndpoint templates,
            MediaEndpoint media,
            NumberEndpoint numbers,
            TokenEndpoint tokens) {}

    private final Accounts accounts;
    private final TemplateStore templates;
    private final Endpoints endpoints;
    private final CallbackClient callbacks;
    private final Settings settings;
    private final ManagementQuota quota;

    GraphRouter(
            Accounts accounts,
            TemplateStore templates,
            Endpoints endpoints,
            CallbackClient callbacks,
            Settings settings,
            ManagementQuota quota) {
        this.accounts = accounts;
        this.templates = templates;
        this.endpoints = endpoints;
        this.callbacks = callbacks;
        this.settings = settings;
        this.quota = quota;
    }

    Answer route(Call call) throws InterruptedException {
        if (call.path().isEmpty() || call.path().size() > 2) {
            List<String> tail =
                    call.path().size() > 2 ? call.path().subList(2, call.path().size()) : call.path();
            throw GraphError.unknownPath("/" + String.join("/", tail));
        }
        String token = call.token();
        if (token == null || token.isBlank()) {
            throw GraphError.noToken();
        }
        Account caller = accounts.withToken(token).orElseThrow(GraphError::badToken);
        if (caller.isTokenOver()) {
            throw GraphError.expiredToken();
        }
        if (call.id().equals("debug_token") && call.edge().isEmpty()) {
            return endpoints.tokens().debug(call);
        }
        Optional<PhoneNumber> number = accounts.number(call.id());
        if (number.isPresent()) {
            authorise(call, number.get().account());
            return number(call, number.get());
        }
        Optional<Account> account = accounts.waba(call.id());
        if (account.isPresent()) {
            authorise(call, account.get());
            countManagement(account.get());
            return account(call, account.get());
        }
        Optional<Template> template = templates.find(call.id());
        if (template.isPresent()) {
            Account owner = accounts.waba(template.get().wabaId()).orElseThrow();
            authorise(call, owner);
            countManagement(owner);
            return template(call, template.get());
        }
        return other(call);
    }

    /** The account a call concerns, for the usage headers. */
    Optional<Account> accountOf(Call call) {
        if (call.path().isEmpty()) {
            return Optional.empty();
        }
        return accounts.number(call.id()).map(PhoneNumber::account).or(() -> accounts.waba(call.id()));
    }

    /** An object of another account looks as if it did not exist. */
    private static void authorise(Call call, Account account) {
        if (!account.accessToken().equals(call.token())) {
            throw GraphError.unknownObject(call.method(), call.id());
        }
    }

    private void countManagement(Account account) {
        long limit = settings.now().count(Knob.MANAGEMENT_PER_HOUR);
        if (!quota.take(account.wabaId(), limit, System.nanoTime())) {
            throw GraphError.of(80007);
        }
    }

    private Answer number(Call call, PhoneNumber number) throws InterruptedException {
        return switch (call.method() + " " + call.edge()) {
            case "POST messages" -> endpoints.messages().send(call, number);
            case "POST marketing_messages" -> endpoints.messages().sendMarketing(call, number);
            case "POST media" -> endpoints.media().upload(call);
            case "POST register", "POST deregister" -> Answer.success();
            case "GET " -> endpoints.numbers().get(call, number);
            case "POST " -> override(call, number);
            default -> throw unknown(call);
        };
    }

    private Answer account(Call call, Account account) throws InterruptedException {
        return switch (call.method() + " " + call.edge()) {
            case "GET " -> endpoints.numbers().account(call, account);
            case "GET phone_numbers" -> endpoints.numbers().list(call, account);
            case "GET message_templates" -> endpoints.templates().list(call, account);
            case "POST message_templates" -> endpoints.templates().create(call, account);
            case "DELETE message_templates" -> endpoints.templates().delete(call, account);
            case "POST upsert_message_templates" -> endpoints.templates().upsert(call, account);
            case "GET subscribed_apps" -> subscriptions(account);
            case "POST subscribed_apps" -> subscribe(call, account);
            case "DELETE subscribed_apps" -> {
                account.callback(null);
                yield Answer.success();
            }
            default -> throw unknown(call);
        };
    }

    private Answer template(Call call, Template template) {
        return switch (call.method() + " " + call.edge()) {
            case "GET " -> endpoints.templates().get(call, template);
            case "POST " -> endpoints.templates().edit(call, template);
            case "POST unpause" -> endpoints.templates().unpause(template);
            default -> throw unknown(call);
        };
    }

    private Answer other(Call call) {
        if (call.id().startsWith("upload:") && call.edge().isEmpty()) {
            return call.method().equals("GET")
                    ? endpoints.media().progress(call)
                    : endpoints.media().append(call, fileOffset(call));
        }
        if (call.method().equals("POST") && call.edge().equals("uploads")) {
            return endpoints.media().open(call);
        }
        if (endpoints.media().has(call.id()) && call.edge().isEmpty()) {
            return switch (call.method()) {
                case "GET" -> endpoints.media().get(call);
                case "DELETE" -> endpoints.media().delete(call);
                default -> throw unknown(call);
            };
        }
        if (call.id().chars().allMatch(Character::isDigit)) {
            throw GraphError.unknownObject(call.method(), call.id());
        }
        throw GraphError.unknownPath("/" + String.join("/", call.path()));
    }

    private static long fileOffset(Call call) {
        String offset = call.text("file_offset");
        try {
            return offset == null ? 0 : Long.parseLong(offset.strip());
        } catch (NumberFormatException notANumber) {
            throw GraphError.parameter("Param file_offset must be a number");
        }
    }

    private static Answer subscriptions(Account account) {
        ObjectNode answer = Json.object();
        Callback callback = account.callback();
        ArrayNode data = answer.putArray("data");
        if (!account.isSubscribed()) {
            return Answer.ok(answer);
        }
        ObjectNode app = data.addObject();
        app.putObject("whatsapp_business_api_data").put("id", "1").put("name", "Sandbox");
        if (callback != null) {
            app.put("override_callback_uri", callback.url());
        }
        return Answer.ok(answer);
    }

    /** Subscribes; with an override Meta verifies the callback first (§3.1, §4.1). */
    private Answer subscribe(Call call, Account account) throws InterruptedException {
        String url = call.text("override_callback_uri");
        if (url != null) {
            verified(account, url, Json.text(call.params(), "verify_token", ""));
        }
        account.subscribe();
        return Answer.success();
    }

    private Answer override(Call call, PhoneNumber number) throws InterruptedException {
        var configuration = call.params().path("webhook_configuration");
        String url = Json.text(configuration, "override_callback_uri");
        if (url == null) {
            throw GraphError.parameter("The parameter webhook_configuration is required.");
        }
        verified(number.account(), url, Json.text(configuration, "verify_token", ""));
        return Answer.success();
    }

    private void verified(Account account, String url, String token) throws InterruptedException {
        Callback callback = new Callback(url, token);
        Optional<String> problem = callbacks.verify(callback);
        if (problem.isPresent()) {
            throw GraphError.callback(problem.get());
        }
        account.callback(callback);
    }

    private static GraphError unknown(Call call) {
        if (call.edge().isEmpty()) {
            return GraphError.unknownObject(call.method(), call.id());
        }
        return GraphError.unknownPath("/" + call.edge());
    }
}
