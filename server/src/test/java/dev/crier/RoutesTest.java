package dev.crier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.db.TestDatabase;
import dev.crier.openapi.Contract;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each address of the running server is in `openapi.yaml`, and back.
class RoutesTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Set<String> REGISTERED = new TreeSet<>();
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /// A template may be called as one of our verbs; then these mean it, as `{name}` would.
    private static boolean isTemplateNamedLikeAVerb(String route) {
        return route.matches("(GET|DELETE) /api/bot/\\{bot_id}/whatsapp/templates?/(sync|preview|lint)");
    }

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Map<Setting, String> settings = Map.of(
                Setting.DATA_DIR, data.toString(),
                Setting.HTTP_PORT, "0",
                Setting.DATABASE_URL, DB.settings().url(),
                Setting.DATABASE_USER, DB.settings().user(),
                Setting.DATABASE_PASSWORD, DB.settings().password());
        Config config = Config.read(Optional.empty(), Map.of(), settings);
        try (Server server = Server.start(config, Clock.systemUTC(), listening(HttpRouting.builder()))) {
            assertThat(server.port()).isPositive();
        }
    }

    @AfterAll
    static void end() {
        DB.close();
    }

    /// Takes routes as `routing` does, whichever of its methods they come by, and writes them down.
    private static HttpRouting.Builder listening(HttpRouting.Builder routing) {
        Class<?>[] type = {HttpRouting.Builder.class};
        return (HttpRouting.Builder) Proxy.newProxyInstance(
                RoutesTest.class.getClassLoader(), type, (proxy, method, arguments) -> {
                    if (arguments != null && arguments.length > 1) {
                        String verb = arguments[0] instanceof Method given
                                ? given.text()
                                : method.getName().toUpperCase(Locale.ROOT);
                        Object path = arguments[0] instanceof Method ? arguments[1] : arguments[0];
                        if (VERBS.contains(verb) && path instanceof String written) {
                            REGISTERED.add(verb + " " + written.replaceFirst("\\[/]$", ""));
                        }
                    }
                    try {
                        Object result = method.invoke(routing, arguments);
                        return result instanceof HttpRouting.Builder ? proxy : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Set<String> documented() {
        return Contract.OURS.operations().stream()
                .flatMap(each -> Stream.concat(Stream.of(each.path()), each.aliases().stream())
                        .map(path -> each.method() + " " + path))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_route_is_in_the_document() {
        Set<String> missing = new TreeSet<>(REGISTERED);
        missing.removeIf(
                route -> Contract.isOfPages(route.replaceFirst("^(GET|POST) ", "")) || isTemplateNamedLikeAVerb(route));
        missing.removeAll(documented());
        assertThat(missing)
                .as("describe these in server/src/main/resources/docs/openapi.yaml, as paths or as x-crier-aliases")
                .isEmpty();
    }

    @Test
    void every_operation_of_the_document_is_a_route() {
        Set<String> missing = documented();
        missing.removeAll(REGISTERED);
        assertThat(missing)
                .as("openapi.yaml describes these, and the server has no such route")
                .isEmpty();
    }

    @Test
    void the_list_is_no_empty_one() {
        assertThat(REGISTERED).hasSizeGreaterThan(100).contains("POST /webhooks/whatsapp/{channel_id}", "GET /metrics");
    }
}
