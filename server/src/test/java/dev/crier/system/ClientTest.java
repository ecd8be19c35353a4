package dev.crier.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.crier.Setting;
import dev.crier.api.Json;
import dev.crier.client.Broadcast;
import dev.crier.client.Contact;
import dev.crier.client.ContactFilter;
import dev.crier.client.CrierException;
import dev.crier.client.ImportResult;
import dev.crier.client.MessageFilter;
import dev.crier.client.MessageStatus;
import dev.crier.client.NewBroadcast;
import dev.crier.client.NoAnswerException;
import dev.crier.client.Person;
import dev.crier.client.Problem;
import dev.crier.client.RetryPolicy;
import dev.crier.client.Template;
import dev.crier.client.Upload;
import dev.crier.client.UploadResult;
import dev.crier.client.Webhook;
import dev.crier.client.WebhookVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// The Java client against the real server, with the sandbox behind it.
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class ClientTest {
    private static final SandboxProcess SANDBOX = SandboxProcess.start();
    private static final Crier SERVER = Crier.with(SANDBOX, Map.of(Setting.WEBHOOK_NETWORKS, "127.0.0.0/8"), 1_000);
    private static final RetryPolicy QUICK = new RetryPolicy(8, Duration.ofMillis(50), Duration.ofSeconds(2));
    private static dev.crier.client.Crier crier;

    @TempDir
    Path folder;

    @BeforeAll
    static void settle() {
        SANDBOX.behaviour(Json.object()
                .put("review_ms", 50)
                .put("throughput_per_second", 1_000)
                .put("status_delay_ms", 5)
                .put("latency_ms", 1)
                .put("read_rate", 0)
                .put("pair_rate", false));
        crier = client(SERVER.url(), QUICK);
    }

    @AfterAll
    static void stop() {
        crier.close();
        SERVER.close();
        SANDBOX.close();
    }

    private static dev.crier.client.Crier client(String url, RetryPolicy retries) {
        return dev.crier.client.Crier.builder()
                .url(url)
                .bot(SERVER.botId().toString())
                .token(SERVER.client().authorization().replace("Bearer ", ""))
                .retries(retries)
                .build();
    }

    private static Person person(String phone) {
        return Person.phone(phone)
                .param("2", "3 May")
                .param("3", "10:00")
                .param("4", "12:00")
                .param("button0", "t");
    }

    private static NewBroadcast delivery() {
        return NewBroadcast.of(crier.templates().get(Crier.DELIVERY, "en"))
                .param("1", "Customer")
                .param("5", "+31201234567");
    }

    private static Broadcast end(String id) {
        try (Stream<Broadcast> changes = crier.broadcasts().follow(id)) {
            return changes.reduce((_, later) -> later).orElseThrow();
        }
    }

    private static long broadcasts() {
        return crier.broadcasts().list().count();
    }

    private Path table(String first, int rows) throws IOException {
        String lines = IntStream.range(0, rows)
                .mapToObj(row -> "+316" + first + "%05d;3 May;10:00;12:00;t%d".formatted(row, row))
                .collect(Collectors.joining("\n", "Mobile;Day;From;Until;Code\n", "\n"));
        return Files.writeString(folder.resolve("people-" + first + ".csv"), lines);
    }

    private static Upload upload(Path table) {
        return Upload.csv(table)
                .map("phone", "Mobile")
                .map("2", "Day")
                .map("3", "From")
                .map("4", "Until")
                .map("button0", "Code");
    }

    @Test
    void aBroadcastIsFollowedToItsEndAndEachStatusRead() throws IOException {
        Broadcast made = crier.broadcasts()
                .create(delivery()
                        .name("Two and one")
                        .to(person("+31620000001").ref("a"), person("+31620000002"), Person.phone("12")));
        assertThat(made.statistics().total()).isEqualTo(3);
        Broadcast end = end(made.id());
        assertThat(end.status()).isEqualTo("finished");
        assertThat(end.name()).isEqualTo("Two and one");
        assertThat(end.statistics().success()).isEqualTo(2);
        assertThat(end.finishedAt()).isNotNull();
        try (Stream<MessageStatus> statuses = crier.broadcasts().statuses(made.id())) {
            List<MessageStatus> all = statuses.toList();
            assertThat(all).hasSize(3);
            assertThat(all.getFirst().ref()).isEqualTo("a");
            assertThat(all.get(2).reason()).isEqualTo("invalid_phone_number");
        }
        assertThat(crier.broadcasts().messages(made.id(), MessageFilter.FAILURES))
                .singleElement()
                .satisfies(each -> assertThat(each.seq()).isEqualTo(2));
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        crier.broadcasts().exportCsv(made.id(), MessageFilter.ALL, csv);
        assertThat(csv.toString(StandardCharsets.UTF_8).lines()).hasSize(4);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        crier.broadcasts().copyTo(made.id(), whole);
        assertThat(Json.parseOwn(whole.toString(StandardCharsets.UTF_8)).path("statuses"))
                .hasSize(3);
    }

    @Test
    void aLostAnswerMakesOneBroadcast() {
        long before = broadcasts();
        try (LossyProxy proxy = new LossyProxy(URI.create(SERVER.url()).getPort());
                dev.crier.client.Crier lossy = client(proxy.url(), QUICK)) {
            NewBroadcast request = delivery().draft().to(person("+31620000011"));
            proxy.answersToLose.set(2);
            Broadcast made = lossy.broadcasts().create(request);
            assertThat(proxy.answersLost).hasValue(2);
            assertThat(broadcasts()).isEqualTo(before + 1);
            assertThat(crier.broadcasts().get(made.id()).statistics().total()).isEqualTo(1);
        }
    }

    @Test
    void anUploadThatIsCutHalfWayAddsNobodyTwice() throws IOException {
        Path table = table("211", 3_000);
        String id = crier.broadcasts().create(delivery().draft()).id();
        try (LossyProxy proxy = new LossyProxy(URI.create(SERVER.url()).getPort());
                dev.crier.client.Crier impatient = client(proxy.url(), RetryPolicy.NONE);
                dev.crier.client.Crier patient = client(proxy.url(), QUICK)) {
            proxy.cutAfterBytes.set(Files.size(table) / 2);
            assertThat(catchThrowableOfType(
                            NoAnswerException.class,
                            () -> impatient.broadcasts().upload(id, upload(table))))
                    .isNotNull();
            assertThat(crier.broadcasts().get(id).statistics().total()).isZero();

            proxy.cutAfterBytes.set(Files.size(table) / 2);
            UploadResult result = patient.broadcasts().upload(id, upload(table));
            assertThat(result.added()).as("the client came again by itself").isEqualTo(3_000);

            proxy.answersToLose.set(1);
            UploadResult again = patient.broadcasts().upload(id, upload(table));
            assertThat(again.added()).isZero();
            assertThat(again.duplicates()).isEqualTo(3_000);
        }
        assertThat(crier.broadcasts().get(id).statistics().total()).isEqualTo(3_000);
    }

    @Test
    void aStreamIsUploadedAndItsRowsThatCannotBeUsedAreNumbered() throws IOException {
        String id = crier.broadcasts().create(delivery().draft()).id();
        String table = "phone,2\n+31620000021,x\n12,x\n+31620000022,x\n+31620000021,x\n";
        try (InputStream in = new java.io.ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8))) {
            UploadResult result = crier.broadcasts().upload(id, Upload.csv(in));
            assertThat(result.added()).isEqualTo(2);
            assertThat(result.duplicates()).isEqualTo(1);
            assertThat(result.errors()).singleElement().satisfies(row -> {
                assertThat(row.row()).isEqualTo(3);
                assertThat(row.errors().getFirst().code()).isEqualTo("invalid_phone_number");
            });
        }
        Path lines = Files.writeString(folder.resolve("people.ndjson"), "{\"phone\":\"+31620000023\"}\n");
        assertThat(crier.broadcasts().upload(id, Upload.ndjson(lines)).added()).isEqualTo(1);
    }

    /// The server refuses before it has read a body of many megabytes: the refusal arrives, not a broken pipe.
    @Test
    void aLargeUploadThatIsRefusedAtOnceIsToldWhy() throws IOException {
        Path table = folder.resolve("large.csv");
        Files.writeString(table, "Name\n" + "x".repeat(60).concat("\n").repeat(400_000));
        String id = crier.broadcasts().create(delivery().draft()).id();
        CrierException columns = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().upload(id, Upload.csv(table)));
        assertThat(columns.code()).isEqualTo("invalid_request");
        assertThat(columns.errors().getFirst().code()).isEqualTo("missing_column");
        CrierException gone = catchThrowableOfType(
                CrierException.class,
                () -> crier.broadcasts().upload("01a20544-2d91-73a8-9d1f-d79920ef29b6", Upload.csv(table)));
        assertThat(gone.code()).isEqualTo("broadcast_not_found");
    }

    @Test
    void aProblemNamesEachFaultByItsPointer() {
        var wrong = NewBroadcast.of(Crier.DELIVERY, "en")
                .components(Json.MAPPER.createArrayNode())
                .onUnknown("perhaps")
                .to(List.of());
        CrierException told = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().create(wrong));
        assertThat(told.status()).isEqualTo(400);
        assertThat(told.errors()).hasSizeGreaterThan(1);
        for (Problem.Fault fault : told.errors()) {
            assertThat(told.getMessage()).contains(fault.detail());
            if (fault.pointer() != null) {
                assertThat(told.getMessage()).contains("(" + fault.pointer() + ")");
            }
        }
        assertThat(told.errors().stream().map(Problem.Fault::pointer)).contains("/on_unknown");
    }

    @Test
    void aDryRunShowsTheMessagesAndStoresNothing() {
        long before = broadcasts();
        var report = crier.broadcasts().dryRun(delivery().to(person("+31620000031"), Person.phone("12")));
        assertThat(report.valid()).isTrue();
        assertThat(report.eligible()).isEqualTo(1);
        assertThat(report.ineligible()).containsEntry("invalid_phone_number", 1);
        assertThat(report.messages().getFirst().preview().body()).contains("Hello Customer", "3 May");
        assertThat(broadcasts()).isEqualTo(before);
    }

    @Test
    void commandsMoveABroadcastAndAnImpossibleOneIsRefused() {
        String id = crier.broadcasts()
                .create(delivery()
                        .scheduledAt(java.time.Instant.now().plusSeconds(3_600))
                        .to(person("+31620000041")))
                .id();
        assertThat(crier.broadcasts().get(id).status()).isEqualTo("scheduled");
        assertThat(crier.broadcasts().pause(id).status()).isEqualTo("paused");
        assertThat(crier.broadcasts().resume(id).status()).isEqualTo("scheduled");
        assertThat(crier.broadcasts().cancel(id).status()).isEqualTo("cancelled");
        CrierException told = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().start(id));
        assertThat(told.code()).isEqualTo("wrong_state");
        CrierException reasons = catchThrowableOfType(
                CrierException.class, () -> crier.broadcasts().retry(id, List.of("bad_luck")));
        assertThat(reasons.errors().getFirst().pointer()).isEqualTo("/reasons/0");
    }

    @Test
    void contactsAreMadeChangedListedMovedAndErased() throws IOException {
        ObjectNode ann = Json.object().put("phone", "+31620000051").put("first_name", "Ann");
        ann.putArray("tags").add("client-test");
        Contact made = crier.contacts().upsert(ann);
        assertThat(made.created()).isTrue();
        assertThat(crier.contacts().upsert(ann).created()).isFalse();
        assertThat(crier.contacts()
                        .patch("+31620000051", Json.object().put("last_name", "Smit"))
                        .lastName())
                .isEqualTo("Smit");
        assertThat(crier.contacts().get(made.userId()).firstName()).isEqualTo("Ann");

        String rows = IntStream.range(0, 250)
                .mapToObj("+3162005%04d,P,client-test"::formatted)
                .collect(Collectors.joining("\n", "Mobile,first_name,tags\n", "\n12,Bad,\n"));
        Path table = Files.writeString(folder.resolve("contacts.csv"), rows);
        ImportResult tried = crier.contacts().dryRunImport(Upload.csv(table).map("phone", "Mobile"));
        ImportResult result = crier.contacts().importTable(Upload.csv(table).map("phone", "Mobile"));
        assertThat(tried).isEqualTo(result);
        assertThat(result.created()).isEqualTo(250);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.errors().getFirst().row()).isEqualTo(252);

        ContactFilter tagged = new ContactFilter(null, null, "client-test", null);
        assertThat(crier.contacts().list(tagged).map(Contact::userId).distinct())
                .hasSize(251);
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        crier.contacts().exportCsv(tagged, csv);
        assertThat(csv.toString(StandardCharsets.UTF_8).lines()).hasSize(252);
        ByteArrayOutputStream xlsx = new ByteArrayOutputStream();
        crier.contacts().exportXlsx(tagged, xlsx);
        Path workbook = Files.write(folder.resolve("contacts.xlsx"), xlsx.toByteArray());
        assertThat(crier.contacts().importTable(Upload.xlsx(workbook)).unchanged())
                .isEqualTo(251);

        crier.contacts().delete("+31620000051");
        CrierException gone = catchThrowableOfType(
                CrierException.class, () -> crier.contacts().get(made.userId()));
        assertThat(gone.code()).isEqualTo("user_not_found");
    }

    @Test
    void templatesAreCheckedSubmittedAndDeleted() {
        ObjectNode definition =
                Json.object().put("name", "client_test").put("language", "en").put("category", "UTILITY");
        definition
                .putArray("components")
                .addObject()
                .put("type", "BODY")
                .put("text", "Your order has been sent to you today.");
        assertThat(crier.templates().lint(definition).valid()).isTrue();
        Template made = crier.templates().create(definition);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> crier.templates().get("client_test", "en").status().equals("APPROVED"));
        assertThat(crier.templates().sync().synced()).isPositive();
        assertThat(crier.templates().list("client_test", null, "APPROVED"))
                .singleElement()
                .satisfies(each -> assertThat(each.id()).isEqualTo(made.id()));
        assertThat(crier.templates()
                        .preview(Json.object().put("name", "client_test").put("language", "en"))
                        .body())
                .startsWith("Your order");
        CrierException faults = catchThrowableOfType(
                CrierException.class,
                () -> crier.templates()
                        .create(Json.object().put("name", "No Name").put("language", "en")));
        assertThat(faults.code()).isEqualTo("invalid_definition");
        crier.templates().delete("client_test", null);
        CrierException gone = catchThrowableOfType(
                CrierException.class, () -> crier.templates().get("client_test"));
        assertThat(gone.status()).isEqualTo(404);
    }

    /// What an endpoint got.
    private record Request(Map<String, List<String>> headers, byte[] body) {}

    @Test
    void anEventThatTheServerSignedIsVerifiedAlsoWhileTheSecretChangesAndCanBeHadAgain()
            throws IOException, InterruptedException {
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        endpoint.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        endpoint.start();
        String url = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/events";
        Webhook hook = crier.webhooks().create(url, "user_changes");
        try {
            String first = java.util.Objects.requireNonNull(hook.secret()).reveal();
            assertThat(hook.toString()).doesNotContain(first);
            var _ = crier.contacts()
                    .upsert(Json.object().put("phone", "+31620000061").put("first_name", "Eve"));
            Request request = next(requests);
            WebhookVerifier.Event event = WebhookVerifier.of(first).verify(request.headers(), request.body());
            assertThat(event.type()).isEqualTo("user_changes");
            byte[] altered = new String(request.body(), StandardCharsets.UTF_8)
                    .replace("user_changes", "user_chances")
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(catchThrowableOfType(
                            WebhookVerifier.InvalidEventException.class,
                            () -> WebhookVerifier.of(first).verify(request.headers(), altered)))
                    .isNotNull();

            // Our answer is on its way; what waits already is not put into line again.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> crier.webhooks()
                            .deliveries(hook.id(), "delivered")
                            .findFirst()
                            .isPresent());
            String second = java.util.Objects.requireNonNull(
                            crier.webhooks().rotateSecret(hook.id()).secret())
                    .reveal();
            requests.clear();
            assertThat(crier.webhooks().replay(hook.id(), List.of(event.id())).replayed())
                    .isEqualTo(1);
            Request again = next(requests);
            for (WebhookVerifier verifier :
                    List.of(WebhookVerifier.of(first), WebhookVerifier.of(second), WebhookVerifier.of(first, second))) {
                assertThat(verifier.verify(again.headers(), again.body()).id()).isEqualTo(event.id());
            }
            assertThat(crier.webhooks().deliveries(hook.id(), null).map(Webhook.Delivery::id))
                    .contains(event.id());
            assertThat(crier.webhooks().update(hook.id(), null, null, false).enabled())
                    .isFalse();
            assertThat(crier.webhooks().list().stream().map(Webhook::id)).contains(hook.id());
        } finally {
            crier.webhooks().delete(hook.id());
            endpoint.stop(0);
        }
    }

    private static Request next(BlockingQueue<Request> requests) throws InterruptedException {
        Request request = requests.poll(30, TimeUnit.SECONDS);
        return java.util.Objects.requireNonNull(request, "no event came");
    }
}
