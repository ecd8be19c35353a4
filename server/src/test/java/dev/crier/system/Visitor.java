package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
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

    private final String root;
    private final String bot;
    private final Session.Ticket ticket;

    private Visitor(Crier crier, Shop shop, Session.Ticket ticket) {
        this.root = crier.url();
        this.bot = "/studio/bot/" + shop.botId();
        this.ticket = ticket;
    }

    static Visitor of(Crier crier, Shop shop, Role role) {
        MemberStore members = new MemberStore(crier.rooms().database(), Clock.systemUTC());
        SessionStore sessions = new SessionStore(crier.rooms().database(), Clock.systemUTC());
        Member member = members.admit(shop.environmentId(), UUID.randomUUID() + "@example.com", role.title(), role);
        return new Visitor(crier, shop, sessions.open(member, "Test", "127.0.0.1"));
    }

    static Visitor administrator(Crier crier, Shop shop) {
        return of(crier, shop, Role.ADMINISTRATOR);
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
        return bot + path;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create(root + (path.startsWith("/studio") || path.startsWith("/api") ? path : bot + path)))
                .header("Cookie", "crier_session=" + ticket.secret());
    }

    <T> HttpResponse<T> get(String path, BodyHandler<T> handler) {
        return send(request(path).build(), handler);
    }

    HttpResponse<String> get(String path) {
        return get(path, BodyHandlers.ofString());
    }

    /// @param fields names and values by turns
    HttpResponse<String> post(String path, String... fields) {
        StringBuilder form =
                new StringBuilder("csrf=" + encoded(ticket.session().csrf()));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(encoded(fields[i])).append('=').append(encoded(fields[i + 1]));
        }
        return post(path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form.toString()));
    }

    /// As the form on the people's page of a draft does it.
    HttpResponse<String> uploadPeople(String draft, String filename, byte[] content) {
        Matcher form = Pattern.compile("hx-post=\"([^\"]*/people/file[^\"]*)\"")
                .matcher(get(draft + "people?from=file").body());
        assertThat(form.find()).isTrue();
        return upload(form.group(1), filename, content);
    }

    /// As the form on the people's page of a draft does it.
    HttpResponse<String> pastePeople(String draft, String numbers) {
        return form(draft + "people?from=numbers", draft + "people/numbers").send("numbers", numbers);
    }

    HttpResponse<String> upload(String path, String filename, byte[] content) {
        String head = "--x-y\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: "
                + (filename.endsWith(".png") ? "image/png" : "application/octet-stream") + "\r\n\r\n";
        return post(
                path,
                "multipart/form-data; boundary=x-y",
                BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString("\r\n--x-y--\r\n")));
    }

    private HttpResponse<String> post(String path, String type, BodyPublisher body) {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .header("X-CSRF-Token", ticket.session().csrf())
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
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
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(header, value)
                        .header("X-CSRF-Token", ticket.session().csrf())
                        .POST(BodyPublishers.ofString(String.join("&", pairs)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Where an answer leads to.
    static String to(HttpResponse<?> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    /// What the next page would say.
    static String notice(HttpResponse<?> answer) {
        return answer.headers().allValues("set-cookie").stream()
                .filter(cookie -> cookie.startsWith("crier_notice="))
                .map(cookie -> cookie.substring("crier_notice=".length()).split(";", 2)[0])
                .map(value -> new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }
}
