package dev.crier.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.restfb.DefaultFacebookClient;
import com.restfb.DefaultJsonMapper;
import com.restfb.DefaultWebRequestor;
import com.restfb.FacebookEndpoints;
import com.restfb.Parameter;
import com.restfb.Version;
import com.restfb.json.Json;
import com.restfb.json.JsonObject;
import com.restfb.types.GraphResponse;
import com.restfb.types.whatsapp.WhatsAppMessageTemplate;
import com.restfb.types.whatsapp.platform.SuccessfulResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// An account at the running sandbox that no other test class shares, and restfb's client for it.
final class Waba {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SANDBOX = sandbox();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final String id;
    final String number;
    final String secret;
    final DefaultFacebookClient client;

    private Waba(String id, String number, String token, String secret) {
        this.id = id;
        this.number = number;
        this.secret = secret;
        this.client = clientWith(token);
    }

    private static String sandbox() {
        String url = System.getenv("CRIER_SANDBOX_URL");
        if (url == null || url.isBlank()) {
            throw new IllegalStateException("CRIER_SANDBOX_URL is not set; run these tests by `make test-conformance`");
        }
        return url.replaceAll("/+$", "");
    }

    static Waba open() {
        control(
                "PUT",
                "/behaviour",
                Json.object().add("review_ms", 20).add("latency_ms", 0).add("status_delay_ms", 20));
        long n = ThreadLocalRandom.current().nextLong(1_000_000_000L, 10_000_000_000L);
        String token = "token-" + n;
        JsonObject made = control(
                "POST",
                "/accounts",
                Json.object()
                        .add("waba_id", "5" + n)
                        .add("phone_number_id", "6" + n)
                        .add("display_phone_number", "+1555" + Long.toString(n).substring(0, 7))
                        .add("access_token", token)
                        .add("app_secret", "secret-" + n));
        return new Waba(
                made.getString("waba_id", ""),
                made.getString("phone_number_id", ""),
                token,
                made.getString("app_secret", ""));
    }

    static DefaultFacebookClient clientWith(String token) {
        DefaultFacebookClient client =
                new DefaultFacebookClient(token, new Requestor(), new DefaultJsonMapper(), Version.VERSION_24_0);
        client.setFacebookEndpointUrls(new FacebookEndpoints() {
            @Override
            public String getGraphEndpoint() {
                return SANDBOX;
            }
        });
        return client;
    }

    /// restfb makes links of pages https, as Meta's are; the sandbox speaks http.
    private static final class Requestor extends DefaultWebRequestor {
        @Override
        protected HttpURLConnection openConnection(URL url) throws IOException {
            String address = url.toString();
            String secure = SANDBOX.replaceFirst("^http://", "https://");
            return super.openConnection(
                    address.startsWith(secure)
                            ? URI.create(SANDBOX + address.substring(secure.length()))
                                    .toURL()
                            : url);
        }
    }

    /// A call of the sandbox's control interface.
    static JsonObject control(String method, String path, JsonObject body) {
        return Json.parse(call(method, path, body.toString())).asObject();
    }

    private static String call(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SANDBOX + "/sandbox" + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// What the recipient of a message sees, from the sandbox's ledger.
    static JsonObject seen(String wamid) {
        JsonObject send = call("GET", "/sends", null)
                .lines()
                .map(line -> Json.parse(line).asObject())
                .filter(line -> wamid.equals(line.getString("wamid", "")))
                .findFirst()
                .orElseThrow();
        return send.get("rendered").asObject();
    }

    /// Creates a template by a form whose components are JSON in a string, as restfb writes it.
    String create(String name, String category, Object components, Parameter... more) {
        Parameter[] all = new Parameter[more.length + 4];
        all[0] = Parameter.with("name", name);
        all[1] = Parameter.with("language", "en_US");
        all[2] = Parameter.with("category", category);
        all[3] = Parameter.with("components", components);
        System.arraycopy(more, 0, all, 4, more.length);
        GraphResponse made = client.publish(id + "/message_templates", GraphResponse.class, all);
        return Objects.requireNonNull(made.getId());
    }

    /// Waits for the review, then reads the template.
    WhatsAppMessageTemplate approved(String templateId) {
        var _ = approvedJson(templateId);
        return client.fetchObject(
                templateId,
                WhatsAppMessageTemplate.class,
                Parameter.withFields("name,language,status,category,parameter_format,components,quality_score"));
    }

    /// The same as JSON: the library's types do not know every kind of button.
    JsonObject approvedJson(String templateId) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> client.fetchObject(templateId, JsonObject.class),
                        template -> template.getString("status", "").equals("APPROVED"));
    }

    SuccessfulResponse sendTemplate(String to, String name, String components) {
        JsonObject template = Json.object()
                .add("name", name)
                .add("language", Json.object().add("code", "en_US"))
                .add("components", Json.parse(components.replace('\'', '"')));
        return client.publish(
                number + "/messages",
                SuccessfulResponse.class,
                Parameter.with("messaging_product", "whatsapp"),
                Parameter.with("to", to),
                Parameter.with("type", "template"),
                Parameter.with("template", template.toString()));
    }
}
