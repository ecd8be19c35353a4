package dev.crier.sandbox.page;

import dev.crier.sandbox.account.Accounts;
import dev.crier.sandbox.control.Control;
import dev.crier.sandbox.fault.Settings;
import dev.crier.sandbox.graph.CallReader;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Serves the pages, their style sheet and their script; nothing on them comes from elsewhere. */
public final class PageRoutes implements HttpService {
    /** Crier's Studio shows the phones beside itself; there is nothing here that a frame could steal. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors http: https:";

    private final Pages pages;

    public PageRoutes(Accounts accounts, Control control, Settings settings) {
        this.pages = new Pages(accounts, control, settings);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", page(origin -> pages.phones()))
                .get("/magic", page(origin -> pages.magic()))
                .get("/behaviour", page(pages::behaviour))
                .get("/accounts", page(pages::accounts))
                .get("/style.css", file("style.css", "text/css"))
                .get("/script.js", file("script.js", "text/javascript"))
                .get("/favicon.ico", (request, response) -> {
                    response.status(204).send();
                });
    }

    private static Handler page(UnaryOperator<String> page) {
        return (request, response) -> response.header("Content-Type", "text/html; charset=utf-8")
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .send(page.apply(CallReader.origin(request)).getBytes(StandardCharsets.UTF_8));
    }

    private static Handler file(String name, String type) {
        byte[] content = Resource.text(name).getBytes(StandardCharsets.UTF_8);
        return (request, response) -> response.header("Content-Type", type + "; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache")
                .send(content);
    }
}
