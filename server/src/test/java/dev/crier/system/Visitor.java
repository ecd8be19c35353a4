package dev.crier.system;

import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SessionStore;
import java.io.IOException;
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
import java.util.Base64;
import java.util.UUID;

/// A member of a shop who uses the Studio without a browser: by its pages and forms.
final class Visitor {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

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
        Member member = members.admit(shop.environmentId(), UUID.randomUUID() + "@example.com", role.title(), role);
        return new Visitor(
                crier,
                shop,
                new SessionStore(crier.rooms().database(), Clock.systemUTC()).open(member, "Test", "127.0.0.1"));
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

    private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
