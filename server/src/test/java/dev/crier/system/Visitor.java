package dev.crier.system;

import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A member at the pages of a shop, as a browser would be, but with what a browser keeps from happening: forms sent
/// twice, and pages left open while others write.
final class Visitor {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final Crier crier;
    private final Shop shop;
    private final Session.Ticket ticket;

    private Visitor(Crier crier, Shop shop, Session.Ticket ticket) {
        this.crier = crier;
        this.shop = shop;
        this.ticket = ticket;
    }

    static Visitor administrator(Crier crier, Shop shop) {
        MemberStore members = new MemberStore(crier.rooms().database(), Clock.systemUTC());
        SessionStore sessions = new SessionStore(crier.rooms().database(), Clock.systemUTC());
        Member owner =
                members.admit(shop.environmentId(), UUID.randomUUID() + "@example.com", "Dora", Role.ADMINISTRATOR);
        return new Visitor(crier, shop, sessions.open(owner, "Test", "127.0.0.1"));
    }

    /// A form as it stands on a page that was loaded; what is written in it goes by the names of its fields.
    record Sheet(Visitor visitor, String action, Map<String, String> hidden) {
        HttpResponse<String> send(String... written) {
            return visitor.post(action, filled(written), "X-Sent-By", "form");
        }

        /// As htmx does while somebody types.
        HttpResponse<String> sendPart(String... written) {
            return visitor.post(action, filled(written), "HX-Request", "true");
        }

        private Map<String, String> filled(String... written) {
            Map<String, String> all = new LinkedHashMap<>(hidden);
            for (int i = 0; i < written.length; i += 2) {
                all.put(written[i], written[i + 1]);
            }
            return all;
        }
    }

    String at(String path) {
        return "/studio/bot/" + shop.botId() + path;
    }

    HttpResponse<String> get(String path) {
        return ask(HttpRequest.newBuilder(URI.create(crier.url() + path)));
    }

    /// The form with that action on the page at `path`.
    Sheet form(String path, String action) {
        return form(get(path), action);
    }

    Sheet form(HttpResponse<String> page, String action) {
        for (String part : page.body().split("<form ", -1)) {
            if (part.contains("action=\"" + action + "\"")) {
                Map<String, String> hidden = new LinkedHashMap<>();
                Matcher matcher = HIDDEN.matcher(part.split("</form>", 2)[0]);
                while (matcher.find()) {
                    hidden.put(matcher.group(1), matcher.group(2));
                }
                return new Sheet(this, action, hidden);
            }
        }
        throw new AssertionError(page.statusCode() + ": no form for " + action + " on " + page.body());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields, String header, String value) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, text) -> pairs.add(encoded(name) + "=" + encoded(text)));
        return ask(HttpRequest.newBuilder(URI.create(crier.url() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(header, value)
                .header("X-CSRF-Token", ticket.session().csrf())
                .POST(BodyPublishers.ofString(String.join("&", pairs))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.header("Cookie", "crier_session=" + ticket.secret()).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
