package dev.crier.studio.home;

import dev.crier.account.Bot;
import dev.crier.account.MemberStore.Access;
import dev.crier.account.Session;
import dev.crier.api.Json;
import dev.crier.studio.Menu;
import dev.crier.studio.Pages;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells the page of the docs, which is the same for everybody, who reads it and for which bots the examples can run.
/// Only our own pages can read the answer: it has the token that makes a request meant.
public final class DocsContext {
    private static final String PATH = "/studio/docs-context";

    /// Of an environment; whoever has more enters an id.
    private static final int MAX_BOTS = 100;

    private final Pages pages;

    public DocsContext(Pages pages) {
        this.pages = pages;
    }

    public void register() {
        pages.open(Method.GET, PATH, this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Optional<Session> session = pages.doors().browsers().session(request);
        if (session.isEmpty()) {
            response.status(Status.NO_CONTENT_204).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(json(session.get()).toString());
    }

    private ObjectNode json(Session session) {
        ObjectNode json = Json.object()
                .put("member", session.member().label())
                .put("csrf", session.csrf())
                .put(
                        "last",
                        session.member().lastBot() == null
                                ? null
                                : session.member().lastBot().toString());
        ArrayNode bots = json.putArray("bots");
        List<Access> accesses = pages.doors().members().accesses(session.member());
        for (Menu.Group group : Menu.groups(accesses, pages.doors(), MAX_BOTS)) {
            for (Bot bot : group.bots()) {
                bots.addObject()
                        .put("id", bot.id().toString())
                        .put("name", bot.name())
                        .put("environment", group.access().environment());
            }
        }
        return json;
    }
}
