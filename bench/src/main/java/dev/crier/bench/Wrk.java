package dev.crier.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `wrk`, the fastest simple client there is: what it reaches on the sink is what this machine can do at all.
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final String TROUBLE = "Non-2xx or 3xx responses";

    private Wrk() {}

    static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("wrk", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Requests a second when it posts `body` as the server does.
    static double perSecond(URI messages, String body, Path folder) throws IOException, InterruptedException {
        Path script = folder.resolve("send.lua");
        Files.writeString(script, """
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json; charset=UTF-8"
                wrk.headers["Authorization"] = "Bearer sink-token"
                wrk.headers["User-Agent"] = "crier"
                wrk.body = [==[%s]==]
                """.formatted(body));
        Process process = new ProcessBuilder(
                        "wrk",
                        "--threads=2",
                        "--connections=64",
                        "--duration=10s",
                        "--script=" + script,
                        messages.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher rate = RATE.matcher(output);
        if (!rate.find() || output.contains(TROUBLE)) {
            throw new IOException("wrk said: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
