package dev.crier.webhook;

import dev.crier.api.Fault;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of a webhook; every fault is in one problem.
final class WebhookReader {
    /// The original's spelling, and what its users try.
    private static final List<String> EVENT_ALIASES = List.of("event", "filter", "type");

    private static final int MAX_URL_CHARS = 2_048;

    private final Networks networks;
    private final List<Fault> faults = new ArrayList<>();

    private WebhookReader(Networks networks) {
        this.networks = networks;
    }

    /// @param before what a field that is left out stays; null: the webhook is new
    static WebhookStore.Draft read(ObjectNode body, WebhookStore.@Nullable Draft before, Networks networks) {
        WebhookReader reader = new WebhookReader(networks);
        String url = reader.url(body, before == null ? null : before.url());
        EventFilter event = reader.event(body, before == null ? EventFilter.ALL : before.event());
        boolean enabled = reader.enabled(body, before == null || before.enabled());
        if (!reader.faults.isEmpty()) {
            String count = reader.faults.size() == 1 ? "1 problem" : reader.faults.size() + " problems";
            throw Problem.of(ProblemCode.INVALID_REQUEST, count + " in the webhook", reader.faults);
        }
        return new WebhookStore.Draft(url, event, enabled);
    }

    private void fault(String code, String detail, String pointer) {
        faults.add(new Fault(code, detail, pointer));
    }

    private String url(ObjectNode body, @Nullable String before) {
        JsonNode value = body.get("url");
        if (value == null || value.isNull()) {
            if (before == null) {
                fault("required", "url is the address that events are posted to", "/url");
            }
            return before == null ? "" : before;
        }
        if (!value.isString()) {
            fault("invalid_type", "url must be a string", "/url");
            return "";
        }
        String url = value.asString().strip();
        String wrong =
                url.length() > MAX_URL_CHARS ? "url may have at most " + MAX_URL_CHARS + " characters" : wrong(url);
        if (wrong != null) {
            fault("invalid_value", wrong, "/url");
        }
        return url;
    }

    private @Nullable String wrong(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "url must be an address like https://example.com/events";
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || uri.getHost() == null) {
            return "url must begin with https:// or http:// and name a host";
        }
        if (uri.getRawUserInfo() != null) {
            return "url must not hold a user or a password; events are signed instead";
        }
        if (uri.getRawFragment() != null) {
            return "url must not hold a fragment (#…)";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "url must have a port from 1 to 65535, or none";
        }
        return isForbiddenLiteral(uri.getHost())
                ? "url leads to a private network; webhooks.allowed_networks can allow it"
                : null;
    }

    /// A courtesy: what counts is the check when we connect, which sees names and odd spellings too.
    private boolean isForbiddenLiteral(String host) {
        try {
            return !networks.permits(InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private EventFilter event(ObjectNode body, EventFilter before) {
        for (String name : EVENT_ALIASES) {
            JsonNode value = body.get(name);
            if (value == null) {
                continue;
            }
            if (value.isNull()) {
                return EventFilter.ALL;
            }
            if (!value.isString()) {
                fault("invalid_type", name + " must be a string", "/" + name);
                return before;
            }
            EventFilter event = EventFilter.of(value.asString().strip()).orElse(null);
            if (event == null) {
                fault("invalid_value", name + " must be one of " + EventFilter.names(), "/" + name);
                return before;
            }
            return event;
        }
        return before;
    }

    private boolean enabled(ObjectNode body, boolean before) {
        JsonNode value = body.get("enabled");
        if (value == null || value.isNull()) {
            return before;
        }
        if (!value.isBoolean()) {
            fault("invalid_type", "enabled must be true or false", "/enabled");
            return before;
        }
        return value.booleanValue();
    }
}
