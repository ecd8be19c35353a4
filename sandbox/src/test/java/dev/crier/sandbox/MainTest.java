package dev.crier.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path folder;

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    @Test
    void itListensSaysWhereAndEndsWhenTold() throws Exception {
        Path portFile = folder.resolve("port");
        Process process = start("--port", "0", "--port-file", portFile.toString());
        try {
            await().until(() -> Files.exists(portFile));
            String address = "http://127.0.0.1:" + Files.readString(portFile).strip() + "/";
            try (HttpClient http = HttpClient.newHttpClient()) {
                HttpRequest stats = HttpRequest.newBuilder(URI.create(address + "sandbox/stats"))
                        .build();
                assertThat(http.send(stats, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            await().untilAsserted(() -> assertThat(Files.readString(folder.resolve("out")))
                    .isEqualTo("Crier sandbox at " + address + "\n"));
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out"))).hasLineCount(1);
    }

    @Test
    void itEndsWithItsParentIfAsked() throws Exception {
        Process process = start("--port", "0", "--exit-with-stdin");
        await().until(() -> Files.size(folder.resolve("out")) > 0);
        assertThat(process.isAlive()).isTrue();

        process.getOutputStream().close();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void helpReadsWell() throws Exception {
        Process process = start("--help");

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("out")))
                .contains("WhatsApp in a box", "--webhook-url=URL", "default 4010");
    }

    @Test
    void aTakenPortIsSaidInASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start("--port", Integer.toString(taken.getLocalPort()));

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(Files.readString(folder.resolve("out")))
                    .startsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }
}
