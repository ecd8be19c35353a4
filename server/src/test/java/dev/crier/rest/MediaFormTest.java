package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.rest.Api.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class MediaFormTest {
    private static final String FORM = "multipart/form-data; boundary=x-y";
    private static final String PDF = "%PDF-1.7 terms";
    private static Api api;

    private GraphStub graph;
    private Api.Customer customer;

    @BeforeAll
    static void open() {
        api = new Api();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @BeforeEach
    void start() throws IOException {
        graph = new GraphStub();
        customer = api.customer(graph.url());
    }

    @AfterEach
    void stop() {
        graph.close();
    }

    private Answer upload(String query, String contentType, byte[] body) {
        return api.send(api.anonymous("/api/bot/" + customer.botId() + "/whatsapp/media" + query)
                .header("Authorization", "Bearer " + customer.token().value())
                .setHeader("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private Answer upload(String form) {
        return upload("", FORM, form.getBytes(StandardCharsets.UTF_8));
    }

    private static String part(String headers, String content) {
        return "--x-y\r\n" + headers + "\r\n\r\n" + content + "\r\n";
    }

    private static String file(String filename, String type, String content) {
        return part(
                "Content-Disposition: form-data; name=\"file\"; filename=\"" + filename + "\"\r\nContent-Type: " + type,
                content);
    }

    private static String pdf() {
        return file("terms.pdf", "application/pdf", PDF);
    }

    private static String told(Answer answer) {
        return answer.status() + " " + answer.code() + " "
                + answer.json().path("errors").path(0).path("code").asString("");
    }

    private void assertNothingKept() {
        assertThat(graph.created).isEmpty();
        Answer list = api.send(api.anonymous("/api/bot/" + customer.botId() + "/whatsapp/media")
                .header("Authorization", "Bearer " + customer.token().value())
                .GET());
        assertThat(list.json().path("media").size()).isZero();
    }

    @Test
    void the_file_of_a_form_is_kept_under_its_name_and_type() {
        Answer answer =
                upload("ignored preamble\r\n" + file("Größe.pdf", "application/pdf; q=1", PDF) + "--x-y--\r\nand more");
        JsonNode media = answer.json();
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(media.path("filename").asString()).isEqualTo("Größe.pdf");
        assertThat(media.path("mime_type").asString()).isEqualTo("application/pdf");
        assertThat(media.path("bytes").asInt()).isEqualTo(PDF.length());
        assertThat(graph.created).hasSize(1).first().asString().contains(PDF);

        Answer same = upload("", "application/pdf", PDF.getBytes(StandardCharsets.UTF_8));
        assertThat(same.json().path("id")).isEqualTo(media.path("id"));
    }

    @Test
    void the_name_in_the_address_wins() {
        byte[] form = (pdf() + "--x-y--\r\n").getBytes(StandardCharsets.UTF_8);
        Answer answer = upload("?filename=other.pdf", FORM, form);
        assertThat(answer.json().path("filename").asString()).isEqualTo("other.pdf");
    }

    @Test
    void a_large_file_with_bytes_that_look_like_boundaries_arrives_whole() throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(file("film.mp4", "video/mp4", "\0\0\0\0ftyp").getBytes(StandardCharsets.UTF_8));
        int before = form.size();
        byte[] confusing = "\r\n--x-\r\n\r\n-x-y--x-y".getBytes(StandardCharsets.UTF_8);
        while (form.size() < 3 << 20) {
            form.write(confusing);
        }
        // The line break of `file` and what was added are content; the last line break belongs to the boundary.
        int bytes = "\0\0\0\0ftyp".length() + 2 + form.size() - before;
        form.writeBytes("\r\n--x-y--\r\n".getBytes(StandardCharsets.UTF_8));
        Answer answer = upload("", FORM, form.toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("bytes").asInt()).isEqualTo(bytes);
    }

    @Test
    void two_files_or_a_field_beside_the_file_are_refused() {
        assertThat(told(upload(pdf() + pdf() + "--x-y--\r\n"))).isEqualTo("400 invalid_request unexpected_part");
        String field = part("Content-Disposition: form-data; name=\"type\"", "application/pdf");
        assertThat(told(upload(pdf() + field + "--x-y--\r\n"))).isEqualTo("400 invalid_request unexpected_part");
        assertThat(told(upload(field + pdf() + "--x-y--\r\n"))).isEqualTo("400 invalid_request unexpected_part");
        assertNothingKept();
    }

    @Test
    void a_form_without_the_file_says_so() {
        assertThat(told(upload("--x-y--\r\n"))).isEqualTo("400 invalid_request missing_part");
        assertThat(told(upload(""))).startsWith("400 invalid_request ");
        assertThat(told(upload(pdf().replace("\"file\"", "\"picture\"") + "--x-y--\r\n")))
                .isEqualTo("400 invalid_request unexpected_part");
        String text = part("Content-Disposition: form-data; name=\"file\"", PDF);
        assertThat(told(upload(text + "--x-y--\r\n"))).isEqualTo("400 invalid_request unexpected_part");
        assertThat(told(upload(part("Content-Type: application/pdf", PDF) + "--x-y--\r\n")))
                .startsWith("400 invalid_request ");
        assertNothingKept();
    }

    @Test
    void a_boundary_that_is_another_one_or_none_or_far_too_long_is_refused() {
        byte[] form = (pdf() + "--x-y--\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(upload("", "multipart/form-data; boundary=other", form).status())
                .isEqualTo(400);
        assertThat(told(upload("", "multipart/form-data", form))).isEqualTo("400 invalid_request invalid_multipart");
        assertThat(told(upload("", "multipart/form-data; boundary=" + "b".repeat(5000), form)))
                .isEqualTo("400 invalid_request invalid_multipart");
        assertThat(told(upload("", "multipart/mixed; boundary=x-y", form))).startsWith("415 unsupported_media_type");
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 7, 12, 20})
    void a_form_that_is_cut_off_before_the_boundary_behind_its_file_is_refused(int missing) {
        String form = pdf() + "--x-y--";
        Answer answer = upload(form.substring(0, form.length() - missing));
        // The boundary itself shows that the file is whole; only the two hyphens of the form's end may be missing.
        if (missing <= 2) {
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertThat(told(answer)).isEqualTo("400 invalid_request invalid_multipart");
            assertNothingKept();
        }
    }

    @Test
    void a_form_that_ends_within_the_headers_of_its_part_is_refused() {
        assertThat(told(upload("--x-y\r\nContent-Disp"))).isEqualTo("400 invalid_request invalid_multipart");
        assertThat(told(upload("--x-y"))).startsWith("400 invalid_request ");
    }

    @Test
    void more_than_whatsapp_takes_of_a_type_is_too_large() {
        Answer answer = upload(file("a.png", "image/png", "?PNG" + "p".repeat(5 << 20)) + "--x-y--\r\n");
        assertThat(answer.status() + " " + answer.code()).isEqualTo("413 too_large");
        assertThat(answer.json().path("detail").asString()).contains("image", "5242880");
        assertNothingKept();
    }

    @Test
    void headers_of_a_part_have_a_bound() {
        String name = "n".repeat(5000) + ".pdf";
        assertThat(told(upload(file(name, "application/pdf", PDF) + "--x-y--\r\n")))
                .isEqualTo("400 invalid_request invalid_multipart");
        assertThat(upload(file("n".repeat(241), "application/pdf", PDF) + "--x-y--\r\n")
                        .code())
                .isEqualTo("invalid_request");
        assertNothingKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b.pdf", "a\\\\b.pdf", "a\0b.pdf", "a\u0001b.pdf"})
    void a_name_that_a_send_could_not_carry_is_refused(String name) {
        Answer answer = upload(file(name, "application/pdf", PDF) + "--x-y--\r\n");
        assertThat(answer.status() + " " + answer.code()).isEqualTo("400 invalid_request");
        assertNothingKept();
    }

    @Test
    void the_type_is_that_of_the_part_and_the_content_must_be_of_it() {
        assertThat(upload(file("a.gif", "image/gif", "GIF89a") + "--x-y--\r\n").code())
                .isEqualTo("unsupported_media_type");
        String untyped = part("Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"", PDF);
        assertThat(upload(untyped + "--x-y--\r\n").code()).isEqualTo("unsupported_media_type");
        assertThat(told(upload(file("a.pdf", "application/pdf", "no pdf") + "--x-y--\r\n")))
                .isEqualTo("400 invalid_request invalid_media");
        assertThat(told(upload(file("a.pdf", "application/pdf", "") + "--x-y--\r\n")))
                .isEqualTo("400 invalid_request invalid_media");
        assertNothingKept();
    }
}
