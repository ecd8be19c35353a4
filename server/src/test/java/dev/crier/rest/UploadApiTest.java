package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Users added to a draft, as JSON, NDJSON and CSV.
@SuppressWarnings("NullAway.Init")
class UploadApiTest {
    private static final String PATH = "/api/bot/{bot}/whatsapp/broadcast";
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
        api.template(api.customer.botId(), Api.resource("greeting.json"));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static String draft() {
        Answer answer = api.post(PATH, """
                {"template": {"name": "greeting", "components": [{"type": "body", "parameters":
                  [{"type": "text", "text": "{{ name }}"}]}]}, "params": {"name": "you"}, "draft": true, "users": []}""");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("id").asString();
    }

    private static Answer upload(String id, String query, String type, byte[] body) {
        return api.send(api.request(PATH + "/" + id + "/users" + query)
                .setHeader("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode added(String id, String query, String type, String body) {
        Answer answer = upload(id, query, type, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static void assertCounts(JsonNode answer, int rows, int added, int duplicates, int refused) {
        assertThat(answer.path("rows").asInt()).as(answer.toString()).isEqualTo(rows);
        assertThat(answer.path("added").asInt()).as(answer.toString()).isEqualTo(added);
        assertThat(answer.path("duplicates").asInt()).as(answer.toString()).isEqualTo(duplicates);
        assertThat(answer.path("refused").asInt()).as(answer.toString()).isEqualTo(refused);
    }

    private static JsonNode statuses(String id) {
        return api.get(PATH + "/" + id).json().path("statuses");
    }

    @Test
    void a_table_is_added_row_by_row_and_its_further_columns_are_parameters() {
        String id = draft();
        JsonNode answer = added(id, "", "text/csv", """
                First name;Phone;ref;name
                Ann;+31 6 2000 0001;o-1;Ann
                Bob;12;o-2;Bob

                Carl;+31620000003;o-3;
                """);
        assertCounts(answer, 3, 2, 0, 1);
        assertThat(answer.path("errors").path(0).path("row").asInt()).isEqualTo(3);
        assertThat(answer.path("errors")
                        .path(0)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("invalid_phone_number");
        assertThat(answer.path("total").asInt()).isEqualTo(2);
        assertThat(statuses(id).path(0).path("ref").asString()).isEqualTo("o-1");
        assertThat(statuses(id).path(1).path("phone").asString()).isEqualTo("+31620000003");
        assertThat(api.count("SELECT count(*) FROM contact WHERE phone = '+31620000001' AND first_name = 'Ann'"))
                .isEqualTo(1);
    }

    @Test
    void a_parameter_may_be_called_as_a_field_of_a_person_is() {
        String id = draft();
        JsonNode answer = added(
                id,
                "?map=phone:Mobile,params.first_name:First,params.to:Until",
                "text/csv",
                "Mobile,First,Until\n+31620100001,Ann,12:00\n");
        assertCounts(answer, 1, 1, 0, 0);
        assertThat(statuses(id).path(0).path("phone").asString()).isEqualTo("+31620100001");
        assertThat(api.count("SELECT count(*) FROM contact WHERE phone = '+31620100001' AND first_name IS NULL"))
                .isEqualTo(1);
    }

    @Test
    void the_same_table_once_more_adds_nobody_twice() {
        String id = draft();
        String table = IntStream.range(0, 2_500)
                .mapToObj("+3162100%04d"::formatted)
                .collect(Collectors.joining("\n", "phone\n", "\n+31621000000\n"));
        assertCounts(added(id, "", "text/csv", table), 2_501, 2_500, 1, 0);
        assertCounts(added(id, "", "text/csv", table), 2_501, 0, 2_501, 0);
        assertCounts(added(id, "", "text/csv", "phone\n+31621009999\n"), 1, 1, 0, 0);
        assertThat(statuses(id)).hasSize(2_501);
        JsonNode started = api.post(PATH + "/" + id + "/start", "").json();
        assertThat(started.path("statistics").path("total").asInt()).isEqualTo(2_501);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json     | ["+31622000001", {"phone": "+31622000002", "params": {"name": "B"}}]
            application/json     | {"users": ["+31622000001", {"number": "+31622000002"}]}
            application/x-ndjson | "+31622000001" {"phone": "+31622000002"}
            """)
    void json_comes_as_a_list_as_an_object_or_line_by_line(String type, String body) {
        assertCounts(added(draft(), "", type, body), 2, 2, 0, 0);
    }

    @Test
    void columns_are_mapped_by_the_caller() {
        String id = draft();
        JsonNode answer = added(
                id, "?map=phone:Mobile,name:First&separator=comma", "text/csv", "First,Mobile\nAnn,+31623000001\n");
        assertCounts(answer, 1, 1, 0, 0);
        JsonNode preview = api.post(PATH + "/" + id + "/start", "").json();
        assertThat(preview.path("statistics").path("pending").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'name\nAnn\n', missing_column",
        "?map=phone:Mobile, 'phone\n+31623000001\n', unknown_column",
        "?map=phone, 'phone\n+31623000001\n', invalid_map",
        "?separator=x, 'phone\n+31623000001\n', invalid_separator",
        "'', 'phone\n\"+31623000001\n+31623000002\n', unclosed_quote",
        "'', '', missing_header"
    })
    void a_table_that_cannot_be_read_adds_nobody(String query, String table, String code) {
        String id = draft();
        Answer answer = upload(id, query, "text/csv", table.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("code").asString()).isEqualTo(code);
        assertThat(statuses(id)).isEmpty();
    }

    @Test
    void what_spreadsheets_write_is_understood_with_its_marks_and_charsets() {
        String id = draft();
        String table = "phone;first_name\n+3162400000%d;Zoë\n";
        byte[] mark = ("\uFEFF" + table.formatted(1)).getBytes(StandardCharsets.UTF_8);
        assertThat(upload(id, "", "text/csv", mark).status()).isEqualTo(200);
        assertThat(upload(id, "", "text/csv", table.formatted(2).getBytes(Charset.forName("windows-1252")))
                        .status())
                .isEqualTo(200);
        assertThat(upload(id, "", "text/csv", ("\uFEFF" + table.formatted(3)).getBytes(StandardCharsets.UTF_16LE))
                        .status())
                .isEqualTo(200);
        assertThat(api.count("SELECT count(*) FROM contact WHERE first_name = 'Zoë' AND phone LIKE '+3162400000_'"))
                .isEqualTo(3);
    }

    @Test
    void a_reference_is_unique_over_all_uploads() {
        String id = draft();
        added(id, "", "text/csv", "phone,ref\n+31625000001,a\n");
        JsonNode again = added(id, "", "text/csv", "phone,ref\n+31625000002,a\n+31625000003,b\n+31625000004,b\n");
        assertCounts(again, 3, 1, 0, 2);
        assertThat(again.path("errors")
                        .path(0)
                        .path("errors")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("duplicate_ref");
    }

    @Test
    void only_a_draft_takes_users() {
        String id = draft();
        added(id, "", "application/json", "[\"+31626000001\"]");
        api.post(PATH + "/" + id + "/start", "");
        Answer answer = upload(id, "", "application/json", "[\"+31626000002\"]".getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asString()).isEqualTo("wrong_state");
        String nobodys = java.util.UUID.randomUUID().toString();
        assertThat(upload(nobodys, "", "text/csv", new byte[0]).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"users\": 7}', 400",
        "application/json, '[{\"phone\": ', 400",
        "application/json, '7', 400",
        "image/png, x, 415"
    })
    void a_body_that_is_no_list_of_users_is_refused(String type, String body, int status) {
        Answer answer = upload(draft(), "", type, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    @Test
    void a_connection_that_is_cut_half_way_adds_nobody() throws IOException {
        String id = draft();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            OutputStream out = socket.getOutputStream();
            String path = (PATH + "/" + id + "/users")
                    .replace("{bot}", api.customer.botId().toString());
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + api.customer.token().value()
                            + "\r\nContent-Type: text/csv\r\nContent-Length: 5000\r\n\r\n"
                            + "phone\n+31627000001\n+31627000002\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        assertCounts(added(id, "", "text/csv", "phone\n+31627000003\n"), 1, 1, 0, 0);
        assertThat(statuses(id)).hasSize(1);
    }

    @Test
    void the_users_come_back_as_a_table_with_their_statuses() {
        String id = draft();
        added(id, "", "text/csv", "phone,ref\n+31628000001,=1+1\n+31628000002,b\n");
        Answer answer = api.get(PATH + "/" + id + "/messages.csv");
        assertThat(answer.header("content-type")).startsWith("text/csv");
        assertThat(answer.text().lines().findFirst().orElseThrow())
                .isEqualTo(
                        "seq,user_id,phone,ref,status,in_doubt,reason,details,error_code,message_id,attempts,updated_at");
        assertThat(answer.text().lines().toList()).hasSize(3);
        assertThat(answer.text()).contains(",+31628000001,'=1+1,pending,");
        assertThat(api.get(PATH + "/" + id + "/messages.csv?status=sent")
                        .text()
                        .lines()
                        .toList())
                .hasSize(1);
    }
}
