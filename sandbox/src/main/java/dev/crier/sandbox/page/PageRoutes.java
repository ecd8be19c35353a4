package dev.crier.sandbox.page;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.control.Control;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.CallReader;
import dev.crier.sandbox.ledger.Ledger;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Serves the start page and its style sheet; nothing on it comes from elsewhere. */
public final class PageRoutes implements HttpService {
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'";

    private final StartPage page;
    private final String style = resource("style.css");

    public PageRoutes(Accounts accounts, Control control, Settings settings, Ledger ledger) {
        this.page = new StartPage(resource("start.html"), accounts, control, settings, ledger);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::start).get("/style.css", this::style).get("/favicon.ico", (request, response) -> {
            response.status(204).send();
        });
    }

    private void start(ServerRequest request, ServerResponse response) {
        response.header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Security-Policy", POLICY)
                .header("Cache-Control", "no-store")
                .send(page.render(CallReader.origin(request)).getBytes(StandardCharsets.UTF_8));
    }

    private void style(ServerRequest request, ServerResponse response) {
        response.header("Content-Type", "text/css; charset=utf-8").send(style.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalStateException("The resource " + name + " cannot be read", broken);
        }
    }
}
