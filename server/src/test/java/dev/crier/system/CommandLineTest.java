package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.cli.TestCli;
import dev.crier.cli.TestCli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The command line as people and scripts use it, against the real server.
@Timeout(120)
class CommandLineTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier SERVER = Crier.with(SANDBOX);
    private static final String MAP = "phone=Mobile,1=First,2=Day,3=From,4=Until,button0=Code";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir
    Path folder;

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object()
                .put("review_ms", 50)
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 5)
                .put("latency_ms", 1)
                .put("pair_rate", false));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
        SANDBOX.close();
    }

    /// With the key in a file, as a script would.
    private Result crier(String... arguments) throws IOException {
        Path key = folder.resolve("key");
        Files.writeString(key, SERVER.client().authorization().replace("Bearer ", "") + "\n");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", SERVER.url(), "--bot", SERVER.botId().toString(), "--token-file", key.toString()));
        return TestCli.run(all.toArray(String[]::new));
    }

    private Result send(Path csv, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "broadcast",
                "--template",
                "delivery_notice",
                "--csv",
                csv.toString(),
                "--map",
                MAP,
                "--param",
                "5=+31201234567"));
        arguments.addAll(List.of(more));
        return crier(arguments.toArray(String[]::new));
    }

    private Path table(String name, String first, int rows, String... further) throws IOException {
        String lines = IntStream.range(0, rows)
                .mapToObj(row -> "Ann;+316" + first + "%05d;3 May;10:00;12:00;t%d\n".formatted(row, row))
                .collect(Collectors.joining("", "First;Mobile;Day;From;Until;Code\n", ""));
        return Files.writeString(folder.resolve(name), lines + String.join("\n", further));
    }

    private static String id(String text) {
        Matcher matcher = ID.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    private static long sentTo(String start) {
        return SANDBOX.sends().stream()
                .filter(each -> each.path("to").asString("").startsWith(start))
                .count();
    }

    @Test
    void aTableIsSentAndWatchedToItsEndAndTheSameCommandSendsToNobodyTwice() throws IOException {
        Path csv = table("people.csv", "311", 300);
        Result sent = send(csv, "--watch");
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(sent.out()).contains("is finished", "300 people: 0 pending");
        assertThat(sent.err())
                .contains("300 people added")
                .contains("[########################]")
                .doesNotContain("\u001b");
        assertThat(sentTo("+316311")).isEqualTo(300);

        Result again = send(csv, "--watch");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("was sent before", "--again");
        assertThat(sentTo("+316311")).isEqualTo(300);
    }

    @Test
    void aCommandThatBrokeOffAfterTheUploadGoesOnWithItsDraft() throws IOException {
        Path csv = table("people.csv", "312", 20, "Bob;12;3 May;10:00;12:00;x");
        Result first = send(csv);
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out()).isEmpty();
        assertThat(first.err()).contains("20 people added", "row 22: ", "--skip-errors");
        assertThat(sentTo("+316312")).isZero();

        Path errors = folder.resolve("errors.csv");
        Result second = send(csv, "--skip-errors", "--errors", errors.toString(), "--json", "--watch");
        assertThat(second.code()).as(second.err()).isZero();
        JsonNode answer = Json.parseOwn(second.out());
        assertThat(answer.path("id").asString()).isEqualTo(id(first.err()));
        assertThat(answer.path("statistics").path("success").asInt()).isEqualTo(20);
        assertThat(answer.path("upload").path("duplicates").asInt()).isEqualTo(20);
        assertThat(Files.readString(errors)).startsWith("row,code,detail").contains("22,invalid_phone_number,");
        assertThat(sentTo("+316312")).isEqualTo(20);
    }

    @Test
    void aDraftIsResumedByItsIdAndAStartedOneIsLeftAlone() throws IOException {
        Path csv = table("people.csv", "313", 5);
        Result made = send(csv, "--draft");
        assertThat(made.out()).contains("is draft: 5 people");
        String id = id(made.out());
        Path more = table("more.csv", "313", 7);
        Result resumed = crier("broadcast", "--resume", id, "--csv", more.toString(), "--map", MAP, "--watch");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("2 people added, 5 there already");
        Result late = crier("broadcast", "--resume", id, "--csv", more.toString(), "--map", MAP);
        assertThat(late.err()).contains("already, so nobody is added");
        assertThat(sentTo("+316313")).isEqualTo(7);
    }

    @Test
    void wrongColumnsAreToldWithWhatTheTemplateSaysBeforeAnythingIsMade() throws IOException {
        Path csv = table("people.csv", "314", 1);
        long before = crier("broadcasts", "list", "--json").out().lines().count();
        Result unmapped = crier("broadcast", "--template", "delivery_notice", "--csv", csv.toString());
        assertThat(unmapped.code()).isEqualTo(1);
        assertThat(unmapped.err())
                .contains("--map phone=Mobile", "needs 1, 2, 3, 4, 5, button0", "Hello {{1}}", "First, Mobile, Day");
        Result mistyped =
                crier("broadcast", "--template", "delivery_notice", "--csv", csv.toString(), "--map", "phone=Mobil");
        assertThat(mistyped.err()).contains("has no column Mobil");
        assertThat(crier("broadcast", "--template", "delivrey", "--csv", csv.toString())
                        .err())
                .contains("There is no template delivrey");
        assertThat(crier("broadcasts", "list", "--json").out().lines()).hasSize((int) before);
    }

    @Test
    void aDryRunShowsTheMessageAndSendsNothing() throws IOException {
        Result tried = send(table("people.csv", "315", 3), "--dry-run");
        assertThat(tried.code()).isZero();
        assertThat(tried.out()).contains("3 people, of whom 3 would", "Hello Ann, your order arrives on 3 May");
        assertThat(Json.parseOwn(send(table("people.csv", "315", 3), "--dry-run", "--json")
                                .out())
                        .path("eligible")
                        .asInt())
                .isEqualTo(3);
        assertThat(sentTo("+316315")).isZero();
    }

    @Test
    void aScheduledTableWaitsAndCanBeCancelled() throws IOException {
        Result scheduled = send(table("people.csv", "316", 3), "--schedule", "2099-01-01T09:00Z");
        assertThat(scheduled.code()).as(scheduled.err()).isZero();
        String id = id(scheduled.out());
        assertThat(scheduled.out()).contains("is scheduled: 3 people");
        assertThat(crier("broadcasts", "pause", id).out()).contains("is paused");
        assertThat(crier("broadcasts", "cancel", id).out()).contains("is cancelled");
        Result refused = crier("broadcasts", "resume", id);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("The broadcast is cancelled");
    }

    @Test
    void failuresAreGroupedByReasonAndListedForProgramsALineEach() throws IOException {
        Path users = Files.writeString(
                folder.resolve("users.json"),
                IntStream.range(0, 30)
                        .mapToObj(i -> i % 3 == 0
                                ? "\"12\""
                                : "{\"phone\":\"+316317%05d\",\"params\":{\"2\":\"a\",\"3\":\"b\",\"4\":\"c\"}}"
                                        .formatted(i))
                        .collect(Collectors.joining(",", "[", "]")));
        Result sent = crier(
                "broadcast",
                "--template",
                "delivery_notice",
                "--users",
                users.toString(),
                "--param",
                "1=Ann",
                "--param",
                "5=x",
                "--param",
                "button0=t",
                "--watch");
        assertThat(sent.code()).as(sent.err()).isEqualTo(3);
        assertThat(sent.out()).containsPattern("10 +invalid_phone_number +The phone number is not valid");
        String id = id(sent.err());
        Result lines = crier("status", id, "--failures", "--json");
        assertThat(lines.out().lines())
                .hasSize(10)
                .allSatisfy(
                        line -> assertThat(Json.parseOwn(line).path("reason").asString())
                                .isEqualTo("invalid_phone_number"));
        assertThat(crier("status", id, "--failures").out()).contains("invalid_phone_number");
        assertThat(Json.parseOwn(crier("status", id, "--json").out()).path("statuses"))
                .hasSize(30);
        Path file = folder.resolve("out.csv");
        assertThat(crier("broadcasts", "export", id, "--status", "failure", "-o", file.toString())
                        .code())
                .isZero();
        assertThat(Files.readString(file).lines()).hasSize(11);
        assertThat(crier("broadcasts", "retry", id, "--reason", "bad_luck").err())
                .contains("(/reasons/0)");
    }

    @Test
    void contactsGoOutAndComeBackIn() throws IOException {
        Path csv = Files.writeString(
                folder.resolve("contacts.csv"), "Mobile;first_name;tags\n+31631800001;Zoë;cli\n12;Bad;cli\n");
        Result in = crier("contacts", "import", csv.toString(), "--map", "phone=Mobile");
        assertThat(in.code()).as(in.err()).isEqualTo(3);
        assertThat(in.out()).contains("2 rows: 1 new, 0 changed, 0 as before, 1 left out");
        assertThat(in.err()).contains("row 3: ");
        assertThat(crier("contacts", "list", "--tag", "cli").out()).contains("+31631800001", "Zoë");
        Result out = crier("contacts", "export", "--tag", "cli");
        assertThat(out.out()).contains("Zoë").startsWith("first_name,");
        Path back = Files.writeString(folder.resolve("back.csv"), out.out());
        assertThat(crier("contacts", "import", back.toString()).code()).isZero();
        Path workbook = folder.resolve("c.xlsx");
        assertThat(crier("contacts", "export", "--tag", "cli", "--format", "xlsx", "-o", workbook.toString())
                        .code())
                .isZero();
        assertThat(crier("contacts", "import", workbook.toString()).out()).contains("1 as before");
        assertThat(crier("contacts", "delete", "+31631800001").code()).isEqualTo(1);
        assertThat(crier("contacts", "delete", "+31631800001", "--yes").code()).isZero();
        assertThat(crier("contacts", "get", "+31631800001").code()).isEqualTo(1);
    }

    @Test
    void aTemplateIsPushedReviewedPulledAndItsFaultsShown() throws IOException {
        Path file = Files.writeString(folder.resolve("welcome.json"), """
                {"name":"cli_welcome","language":"en","category":"UTILITY","parameter_format":"NAMED","components":[
                  {"type":"BODY","text":"Hello {{first_name}}, your account is ready for you.","example":
                    {"body_text_named_params":[{"param_name":"first_name","example":"Ann"}]}}]}""");
        Result pushed = crier("templates", "push", file.toString(), "--wait");
        assertThat(pushed.code()).as(pushed.err()).isZero();
        assertThat(pushed.out()).contains("cli_welcome (en) is APPROVED");
        assertThat(crier("templates", "push", file.toString()).err()).contains("nothing is submitted");
        assertThat(crier("template", "list", "--status", "APPROVED").out()).containsPattern("cli_welcome .*first_name");
        Path pulled = Files.writeString(
                folder.resolve("pulled.json"),
                crier("templates", "pull", "cli_welcome").out());
        assertThat(crier("templates", "push", pulled.toString()).err()).contains("nothing is submitted");
        Files.writeString(file, Files.readString(file).replace("{{first_name}}", "{{first_name"));
        Result faults = crier("templates", "push", file.toString());
        assertThat(faults.code()).isEqualTo(1);
        assertThat(faults.err()).contains("(/components/0/text)");

        // A variable that is called as a field of a contact takes its column all the same.
        Path csv = Files.writeString(folder.resolve("p.csv"), "First,phone\nAnn,+31631900001\n");
        Result sent = crier(
                "broadcast",
                "--template",
                "cli_welcome",
                "--csv",
                csv.toString(),
                "--map",
                "first_name=First",
                "--watch");
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(SANDBOX.sends().stream()
                        .filter(each -> each.path("to").asString("").equals("+31631900001"))
                        .map(each -> each.path("rendered").path("body").asString()))
                .containsExactly("Hello Ann, your account is ready for you.");
    }

    @Test
    void aRefusedKeyEndsWithOneAndIsNotShown() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong"), "crier_wrong");
        Result refused = TestCli.run(
                "status", "--url", SERVER.url(), "--bot", SERVER.botId().toString(), "--token-file", wrong.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).doesNotContain("crier_wrong");
    }

    @Test
    void aShellGetsItsCompletion() {
        assertThat(TestCli.run("completion", "bash").out()).contains("complete ", "broadcasts", "--template");
        assertThat(TestCli.run("completion", "zsh").out()).contains("compinit");
        assertThat(TestCli.run("completion", "fish").code()).isEqualTo(2);
    }
}
