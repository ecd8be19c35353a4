package dev.crier.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.contact.People.Answer;
import dev.crier.tabular.Bounds;
import dev.crier.tabular.CsvTable;
import dev.crier.tabular.Row;
import dev.crier.tabular.Table;
import dev.crier.tabular.XlsxTable;
import dev.crier.tabular.XlsxTableWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TableRoutesTest {
    private static final People PEOPLE = new People();

    @AfterAll
    static void end() {
        PEOPLE.close();
    }

    private static JsonNode imported(String query, String csv) {
        return PEOPLE.ok("POST", "/import" + query, csv);
    }

    private static void assertCounts(JsonNode answer, int created, int updated, int unchanged, int failed) {
        assertThat(List.of(
                        answer.path("created").asInt(),
                        answer.path("updated").asInt(),
                        answer.path("unchanged").asInt(),
                        answer.path("failed").asInt()))
                .as(answer.toString())
                .containsExactly(created, updated, unchanged, failed);
        assertThat(answer.path("rows").asInt()).isEqualTo(created + updated + unchanged + failed);
    }

    private static JsonNode shown(String phone) {
        return PEOPLE.ok("GET", "/" + phone, "");
    }

    private static long contacts() {
        return PEOPLE.count("SELECT count(*) FROM contact");
    }

    /// The cells of a table by the names of its columns, by phone.
    private static Map<String, Map<String, String>> read(Table table) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (@Nullable Row row = table.next(); row != null; row = table.next()) {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < table.columns().size(); i++) {
                cells.put(table.columns().get(i), row.cells().get(i));
            }
            rows.put(cells.getOrDefault("phone", ""), cells);
        }
        return rows;
    }

    @Test
    void columns_come_in_any_order_and_case_and_others_become_variables() {
        JsonNode answer = imported("?tag=spring", """
                Phone;LAST NAME;first_name;e-mail;email;Locale;timezone;External-Id;tags;shoe size
                06 50000001;Bee;Ann;x;ann@example.com;nl;Europe/Amsterdam;c-1;"vip, new";38
                +31650000002;;Bo;;;;;;;
                """);
        assertCounts(answer, 2, 0, 0, 0);
        JsonNode ann = shown("+31650000001");
        assertThat(ann.path("first_name").asString()).isEqualTo("Ann");
        assertThat(ann.path("last_name").asString()).isEqualTo("Bee");
        assertThat(ann.path("email").asString()).isEqualTo("ann@example.com");
        assertThat(ann.path("locale").asString()).isEqualTo("nl");
        assertThat(ann.path("timezone").asString()).isEqualTo("Europe/Amsterdam");
        assertThat(ann.path("external_id").asString()).isEqualTo("c-1");
        assertThat(ann.path("tags").toString()).isEqualTo("[\"vip\",\"new\",\"spring\"]");
        assertThat(ann.path("user_data").toString()).isEqualTo("{\"e-mail\":\"x\",\"shoe size\":\"38\"}");
        assertThat(shown("+31650000002").path("user_data").isEmpty()).isTrue();
    }

    @Test
    void known_people_get_what_is_written_and_keep_what_is_not() {
        imported("", "phone,first_name,last_name,a\n+31650000011,Ann,Bee,1\n+31650000012,Carl,,\n+31650000013,Di,,\n");
        JsonNode answer = imported("", """
                phone,first_name,last_name,a,b
                +31650000011,Anna,,,2
                +31650000012,Carl,,,
                0650000013,,Dee,,
                +31650000014,Eve,,,
                """);
        assertCounts(answer, 1, 2, 1, 0);
        JsonNode ann = shown("+31650000011");
        assertThat(ann.path("first_name").asString()).isEqualTo("Anna");
        assertThat(ann.path("last_name").asString()).isEqualTo("Bee");
        assertThat(ann.path("user_data").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(shown("+31650000013").path("last_name").asString()).isEqualTo("Dee");
        assertCounts(imported("?tag=t", "phone\n+31650000011\n"), 0, 1, 0, 0);
        assertCounts(imported("?tag=t", "phone\n+31650000011\n"), 0, 0, 1, 0);
    }

    @Test
    void who_is_stored_in_another_spelling_of_the_number_is_found() {
        UUID id = UUID.randomUUID();
        PEOPLE.sql("INSERT INTO contact (bot_id, id, phone) VALUES (?, ?, '+551187654322')", PEOPLE.bot, id);
        assertCounts(imported("", "phone,first_name\n+5511987654322,Ana\n"), 0, 1, 0, 0);
        assertThat(shown(id.toString()).path("first_name").asString()).isEqualTo("Ana");
    }

    @Test
    void one_wrong_row_stops_no_other_and_each_is_named() {
        JsonNode answer = imported("", """
                phone,first_name,email,locale,timezone,whatsapp_optout
                12,,,,,
                ,Bo,,,,
                +31650000021,Ann,nobody,!,Mars/One,maybe

                +31650000022,Carl,,,,
                +31650000022,Again,,,,
                0650000022,Once more,,,,
                +31650000023,Di,,,,,too,many
                """);
        assertCounts(answer, 1, 0, 0, 6);
        assertThat(answer.path("errors")
                        .valueStream()
                        .map(error -> error.path("row").asInt() + " "
                                + error.path("code").asString()))
                .containsExactly(
                        "2 invalid_phone_number",
                        "3 no_phone_number",
                        "4 invalid_value",
                        "4 invalid_value",
                        "4 invalid_value",
                        "4 invalid_value",
                        "7 duplicate_phone",
                        "8 duplicate_phone",
                        "9 too_many_cells");
        assertThat(answer.path("errors_total").asInt()).isEqualTo(9);
        assertThat(answer.at("/errors/6/detail").asString()).contains("row 6");
        assertThat(shown("+31650000022").path("first_name").asString()).isEqualTo("Carl");
    }

    @Test
    void the_list_of_errors_has_a_bound_and_the_counts_do_not() {
        JsonNode answer = imported("", "phone\n" + "x\n".repeat(250));
        assertCounts(answer, 0, 0, 0, 250);
        assertThat(answer.path("errors")).hasSize(100);
        assertThat(answer.path("errors_total").asInt()).isEqualTo(250);
    }

    @Test
    void columns_can_be_mapped() {
        String map = URLEncoder.encode("phone:Mobile,first_name:Roepnaam", StandardCharsets.UTF_8);
        assertCounts(imported("?map=" + map, "mobile,Roepnaam,phone2\n0650000031,Ann,x\n"), 1, 0, 0, 0);
        assertThat(shown("+31650000031").path("first_name").asString()).isEqualTo("Ann");
        for (String wrong : List.of("phone:Nothing", "shoe:mobile", "phone", "phone:mobile,phone:a", "a:b:c")) {
            Answer answer = PEOPLE.send(
                    "POST", "/import?map=" + URLEncoder.encode(wrong, StandardCharsets.UTF_8), "mobile,a\n1,2\n");
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.codes()).as(wrong).contains("invalid_map");
        }
    }

    @Test
    void a_dry_run_says_the_same_and_changes_nothing() {
        long before = contacts();
        assertCounts(imported("?dry_run=true", "phone,a\n+31650000041,1\nx,2\n"), 1, 0, 0, 1);
        assertThat(contacts()).isEqualTo(before);
        assertCounts(imported("?dry_run=false", "phone,a\n+31650000041,1\n"), 1, 0, 0, 0);
    }

    @Test
    void a_table_that_cannot_be_read_to_its_end_changes_nothing() {
        long before = contacts();
        for (String csv : List.of(
                "phone,a\n+31650000051,1\n+31650000052,\"open\n+31650000053,3\n",
                "phone,phone\n+31650000051,1\n",
                "name\nAnn\n",
                "")) {
            Answer answer = PEOPLE.send("POST", "/import", csv);
            assertThat(answer.status()).as(csv).isEqualTo(400);
            assertThat(answer.type()).isEqualTo("application/problem+json");
            assertThat(answer.codes()).isNotEmpty();
        }
        byte[] latin = "phone,first_name\n+31650000054,Jos\u00e9\n".getBytes(Charset.forName("windows-1252"));
        assertThat(PEOPLE.send("POST", "/import", latin).codes()).containsExactly("invalid_encoding");
        assertThat(contacts()).isEqualTo(before);
        assertThat(PEOPLE.send("POST", "/import?charset=windows-1252", latin).status())
                .isEqualTo(200);
        assertThat(shown("+31650000054").path("first_name").asString()).isEqualTo("José");
    }

    @Test
    void what_the_address_says_is_checked() {
        for (String query : List.of(
                "?separator=x",
                "?separator=,,",
                "?charset=ebcdic",
                "?tag=",
                "?tag=a%2Cb",
                "?tag=%00",
                "?tag=" + "x".repeat(101))) {
            assertThat(PEOPLE.send("POST", "/import" + query, "phone\n").status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertCounts(imported("?separator=tab", "phone\ta,b\n+31650000061\tx;y\n"), 1, 0, 0, 0);
        assertThat(PEOPLE.get("/import").status()).isEqualTo(405);
        assertThat(PEOPLE.send("POST", "/import", new byte[(int) People.MAX_BYTES + 1])
                        .status())
                .isEqualTo(413);
    }

    @Test
    void a_connection_that_is_cut_leaves_nothing_behind() throws Exception {
        long before = contacts();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), PEOPLE.port())) {
            String head = "POST /api/bot/" + PEOPLE.bot + "/user/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + PEOPLE.key() + "\r\nContent-Type: text/csv\r\nContent-Length: 1000\r\n\r\n";
            socket.getOutputStream()
                    .write((head + "phone\n+31650000071\n+31650000072\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        assertThat(contacts()).isEqualTo(before);
    }

    @Test
    void an_optout_of_another_system_comes_along_and_is_never_undone() {
        assertCounts(imported("", "phone,whatsapp_optout\n+31650000081,ALL\n+31650000082,marketing\n"), 2, 0, 0, 0);
        assertThat(shown("+31650000081").at("/user_data/whatsapp_optout").asString())
                .isEqualTo("all");
        JsonNode answer = imported("", "phone,whatsapp_optout\n+31650000081,marketing\n+31650000082,all\n");
        assertCounts(answer, 0, 1, 1, 0);
        assertThat(shown("+31650000081").at("/user_data/whatsapp_optout").asString())
                .isEqualTo("all");
        assertThat(shown("+31650000082").at("/user_data/whatsapp_optout").asString())
                .isEqualTo("all");
        JsonNode evidence = PEOPLE.ok("GET", "/+31650000082/consent", "");
        assertThat(evidence.path("changes")).hasSize(2);
        assertThat(evidence.at("/changes/0/source").asString()).isEqualTo("import");
        assertThat(evidence.at("/changes/0/was").asString()).isEqualTo("marketing");
    }

    @Test
    void an_import_does_not_bring_back_who_was_erased_and_had_opted_out() {
        imported("", "phone,whatsapp_optout\n+31650000091,all\n");
        PEOPLE.ok("DELETE", "/+31650000091", "");
        assertCounts(imported("", "phone\n+31650000091\n"), 1, 0, 0, 0);
        assertThat(shown("+31650000091").at("/user_data/whatsapp_optout").asString())
                .isEqualTo("all");
    }

    @Test
    void a_contact_never_gets_more_than_it_may_have() {
        String names = "v1";
        String values = "1";
        for (int i = 2; i <= 60; i++) {
            names += ",v" + i;
            values += ",1";
        }
        imported("", "phone," + names + "\n+31650000101," + values + "\n");
        JsonNode answer = imported(
                "",
                "phone," + names.replace('v', 'w') + "\n+31650000101," + values + "\n+31650000102," + values + "\n");
        assertCounts(answer, 1, 0, 0, 1);
        assertThat(answer.at("/errors/0/row").asInt()).isEqualTo(2);
        assertThat(shown("+31650000101").path("user_data")).hasSize(60);
        String many = "x".repeat(1) + ",y".repeat(0);
        StringBuilder header = new StringBuilder("phone");
        for (int i = 0; i < 101; i++) {
            header.append(",").append(many).append(i);
        }
        assertThat(PEOPLE.send("POST", "/import", header + "\n").codes()).containsExactly("too_many");
    }

    @Test
    void a_workbook_is_imported_as_a_csv_is() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxTableWriter writer = new XlsxTableWriter(out, "x");
        writer.row(List.of("first_name", "phone", "size"));
        writer.row(List.of("Ann", "31650000111", "38"));
        writer.row(List.of("Bo", "nothing", ""));
        writer.finish();
        Answer answer = PEOPLE.send("POST", "/import", out.toByteArray());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertCounts(answer.json(), 1, 0, 0, 1);
        assertThat(answer.json().at("/errors/0/row").asInt()).isEqualTo(3);
        assertThat(shown("+31650000111").at("/user_data/size").asString()).isEqualTo("38");
        assertThat(PEOPLE.send("POST", "/import", "PK nonsense").codes()).containsExactly("malformed_xlsx");
    }

    @Test
    void what_is_exported_can_be_imported_again_and_changes_nothing() throws IOException {
        imported("?tag=round", """
                phone,first_name,last_name,note,note2
                +31650000121,=1+1,"O""Neil, jr",'=x,
                +31650000122,Zoë,,,"a;b"
                """);
        PEOPLE.ok(
                "PATCH",
                "/+31650000122",
                "{\"user_data\":{\"phone\":\"x\",\"n\":{\"deep\":[1]},\"whatsapp_optout\":\"all\"}}");
        Answer csv = PEOPLE.get("/export.csv?tag=round");
        assertThat(csv.type()).startsWith("text/csv");
        assertThat(csv.text()).contains("'=1+1").contains(",+31650000121,");
        Map<String, Map<String, String>> rows =
                read(new CsvTable(new ByteArrayInputStream(csv.body()), CsvTable.Dialect.STRICT, Bounds.SHEET));
        assertThat(rows).containsOnlyKeys("+31650000121", "+31650000122");
        assertThat(rows.get("+31650000121"))
                .containsEntry("first_name", "=1+1")
                .containsEntry("last_name", "O\"Neil, jr")
                .containsEntry("tags", "round");
        assertThat(rows.get("+31650000122"))
                .containsEntry("whatsapp_optout", "all")
                .containsEntry("n", "{\"deep\":[1]}")
                .containsEntry("user_data", "{\"phone\":\"x\"}");
        Answer xlsx = PEOPLE.get("/export.xlsx?tag=round");
        assertThat(read(new XlsxTable(new ByteArrayInputStream(xlsx.body()), Bounds.SHEET)))
                .isEqualTo(rows);
        assertThat(PEOPLE.get("/export.csv?tag=round&separator=;&bom=true").text())
                .startsWith("\uFEFFfirst_name;last_name;email;phone;locale;timezone;external_id;tags;");
        assertCounts(
                PEOPLE.ok(
                        "POST",
                        "/import?tag=round",
                        PEOPLE.get("/export.csv?ids="
                                        + shown("+31650000121").path("user_id").asString())
                                .text()),
                0,
                0,
                1,
                0);
    }

    @Test
    void an_export_goes_on_beyond_one_query_and_is_filtered() {
        StringBuilder csv = new StringBuilder("phone,first_name\n");
        for (int i = 0; i < 2_500; i++) {
            csv.append("+3165%07d,Many%d\n".formatted(1_000_000 + i, i));
        }
        assertCounts(imported("?tag=many", csv.toString()), 2_500, 0, 0, 0);
        assertThat(PEOPLE.get("/export.csv?tag=many").text().lines()).hasSize(2_501);
        assertThat(PEOPLE.get("/export.csv?search=many249").text().lines()).hasSize(12);
        assertThat(PEOPLE.get("/export.csv?tag=nobody").text().lines()).hasSize(1);
        assertThat(PEOPLE.get("/export.csv?separator=x").status()).isEqualTo(400);
        assertThat(PEOPLE.get("/export.xlsx?ids=x").status()).isEqualTo(400);
        assertThat(PEOPLE.send("POST", "/export.csv", "").status()).isEqualTo(405);
    }
}
