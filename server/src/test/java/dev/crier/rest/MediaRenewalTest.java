package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class MediaRenewalTest {
    private static final String REFUSAL = "{\"error\": {\"message\": \"Not now\", \"code\": 100}}";

    private Api api;
    private GraphStub graph;
    private Api.Customer customer;

    @BeforeEach
    void start() throws IOException {
        api = new Api();
        graph = new GraphStub();
        customer = api.customer(graph.url());
    }

    @AfterEach
    void stop() {
        graph.close();
        api.close();
    }

    private Answer get(String path) {
        return api.send(api.anonymous("/api/bot/" + customer.botId() + path)
                .header("Authorization", "Bearer " + customer.token().value())
                .GET());
    }

    private Answer upload(String text) {
        return api.send(api.anonymous("/api/bot/" + customer.botId() + "/whatsapp/media?filename=terms.pdf")
                .header("Authorization", "Bearer " + customer.token().value())
                .setHeader("Content-Type", "application/pdf")
                .POST(BodyPublishers.ofString(text)));
    }

    private void renewIn(Duration later) {
        api.library(Clock.offset(Clock.systemUTC(), later)).renew(List.of(api.channel(customer)));
    }

    @Test
    void a_file_is_renewed_before_whatsapp_forgets_it_and_not_earlier() {
        JsonNode media = upload("%PDF-1.7 terms").json();
        String address = "/whatsapp/media/" + media.path("id").asString();
        assertThat(media.path("media_id").asString()).isEqualTo("900");
        assertThat(graph.created).hasSize(1).first().asString().contains("terms.pdf", "%PDF-1.7 terms", "whatsapp");

        graph.creates("{\"id\": \"901\"}");
        renewIn(Duration.ofDays(18));
        assertThat(get(address).json().path("media_id").asString()).isEqualTo("900");
        graph.creates(REFUSAL);
        renewIn(Duration.ofDays(20));
        assertThat(get(address).json().path("media_id").asString()).isEqualTo("900");
        graph.creates("{\"id\": \"902\"}");
        renewIn(Duration.ofDays(20));
        JsonNode renewed = get(address).json();
        assertThat(renewed.path("media_id").asString()).isEqualTo("902");
        assertThat(renewed.path("expires_at").asString())
                .isGreaterThan(media.path("expires_at").asString());
    }

    @Test
    void a_file_that_whatsapp_refuses_leaves_nothing_behind() {
        graph.creates(REFUSAL);
        Answer refused = upload("%PDF-1.7 terms");
        assertThat(refused.status() + refused.code()).isEqualTo("400whatsapp_error");
        assertThat(refused.json().path("errors").path(0).path("code").asString())
                .isEqualTo("100");
        assertThat(refused.text()).doesNotContain("secret-access-token");
        assertThat(get("/whatsapp/media").json().path("media").size()).isZero();
        graph.close();
        assertThat(upload("%PDF-1.7 terms").status()).isEqualTo(503);
    }

    @Test
    void a_bot_keeps_only_so_many_files_and_sees_only_its_own() {
        JsonNode media = upload("%PDF-1.7 terms").json();
        api.sql("""
                INSERT INTO media (id, bot_id, sha256, kind, mime_type, filename, bytes, phone_number_id, meta_id,
                                   expires_at)
                SELECT uuidv7(), ?, lpad(n::text, 64, '0'), 'document', 'text/plain', 'f', 1, 'n', 'm', now()
                  FROM generate_series(1, 499) n""", customer.botId());
        assertThat(upload("%PDF-1.7 other").code()).isEqualTo("wrong_state");
        assertThat(upload("%PDF-1.7 terms").status()).isEqualTo(200);
        assertThat(get("/whatsapp/media?limit=200").json().path("next").asString())
                .isNotEmpty();
        assertThat(get("/whatsapp/media?limit=1000").code()).isEqualTo("invalid_request");
        Api.Customer other = api.customer(graph.url());
        assertThat(api.send(api.anonymous("/api/bot/" + other.botId() + "/whatsapp/media/"
                                        + media.path("id").asString())
                                .header(
                                        "Authorization",
                                        "Bearer " + other.token().value())
                                .GET())
                        .status())
                .isEqualTo(404);
    }
}
