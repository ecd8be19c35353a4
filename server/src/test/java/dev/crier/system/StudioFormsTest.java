package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Role;
import dev.crier.api.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// What forms of the Studio take, whoever writes them.
class StudioFormsTest {
    private static final byte[] PNG = new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I'};
    private static final Crier CRIER = Office.crier();

    private static String photo(Shop shop, Visitor editor) {
        HttpResponse<String> taken =
                editor.upload("/api/bot/" + shop.botId() + "/whatsapp/media", shop.botId() + ".png", PNG);
        return Json.parseOwn(taken.body()).path("id").asString();
    }

    private static ObjectNode withPhoto(String example) {
        ObjectNode definition =
                Json.object().put("name", "with_photo").put("language", "en").put("category", "UTILITY");
        definition
                .putArray("components")
                .addObject()
                .put("type", "HEADER")
                .put("format", "IMAGE")
                .putObject("example")
                .putArray("header_handle")
                .add(example);
        definition.withArray("components").addObject().put("type", "BODY").put("text", "Your order has left our shop.");
        return definition;
    }

    @Test
    void a_file_of_another_bot_is_no_more_there_than_one_that_nobody_has() {
        Shop shop = Shop.ready(CRIER, Office.sandbox());
        Visitor editor = Visitor.of(CRIER, shop, Role.EDITOR);
        String ours = photo(shop, editor);
        shop.template(withPhoto(ours));
        Shop other = Shop.ready(CRIER, Office.sandbox());
        String theirs = photo(other, Visitor.of(CRIER, other, Role.EDITOR));
        String step = Visitor.to(editor.post("/broadcasts/new", "template", "with_photo"));

        for (String file : List.of(theirs, UUID.randomUUID().toString(), "no-id")) {
            HttpResponse<String> answer =
                    editor.form(step, step).send("file-header_link", file, "text-header_link", "");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body())
                    .contains("there is no such file in your library")
                    .doesNotContain(file + "\"");
        }
        assertThat(Visitor.to(editor.form(step, step).send("file-header_link", ours, "text-header_link", "")))
                .endsWith("/people");
    }

    @Test
    void a_bot_is_made_of_the_languages_and_countries_that_its_settings_take() {
        Shop shop = Shop.empty(CRIER);
        Visitor administrator = Visitor.of(CRIER, shop, Role.ADMINISTRATOR);
        String bots = "/studio/environment/" + shop.environmentId() + "/bots";
        for (List<String> wrong : List.of(List.of("qq", "NL"), List.of("en", "AQ"), List.of("", ""))) {
            String[] fields = {"name", "Web shop", "locales", wrong.getFirst(), "country", wrong.getLast()};
            assertThat(administrator.post("/settings", fields).statusCode()).isEqualTo(422);
            assertThat(administrator.form("/studio/bots", bots).send(fields).statusCode())
                    .isEqualTo(422);
        }
        String[] right = {"name", "Web shop", "locales", "EN, pt-br, nl-be, en", "country", "nl"};
        assertThat(administrator.post("/settings", right).statusCode()).isEqualTo(303);
        String made = Visitor.to(administrator.form("/studio/bots", bots).send(right));
        UUID bot = UUID.fromString(made.substring(made.lastIndexOf('/') + 1));
        assertThat(CRIER.rooms().accounts().bot(bot).orElseThrow().locales())
                .isEqualTo(
                        CRIER.rooms().accounts().bot(shop.botId()).orElseThrow().locales())
                .containsExactly("en", "pt_BR", "nl_BE");
    }
}
