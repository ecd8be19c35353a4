package dev.crier.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/// One client that asks for one list after the other, and how long each answer took, to its last byte.
final class Reader implements AutoCloseable {
    private static final int WARM_UP = 60;
    private static final int COUNTED = 300;

    /// A list whose every answer takes too long is asked for less often.
    private static final int COUNTED_IF_SLOW = 20;

    static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final Samples samples;

    Reader(URI server, Samples samples) {
        this.server = server;
        this.samples = samples;
    }

    /// Who asks: a header that says so.
    record Credentials(String header, String value) {}

    /// How long the answers of a list took.
    ///
    /// @param status the worst of the answers'
    record Times(int status, double p50, double p99, double max) {}

    /// Asks until the server's JVM has compiled what is hot, and then with a watch.
    Times measure(String address, Credentials who, Duration bound) throws IOException, InterruptedException {
        Times times = ask(address, who, COUNTED_IF_SLOW);
        if (times.status() != OK || times.p50() > bound.toMillis()) {
            return times;
        }
        var _ = ask(address, who, WARM_UP - COUNTED_IF_SLOW);
        return ask(address, who, COUNTED);
    }

    private Times ask(String address, Credentials who, int count) throws IOException, InterruptedException {
        int worst = 0;
        double[] millis = new double[count];
        for (int turn = 0; turn < count; turn++) {
            String path = samples.fill(address, turn);
            long began = System.nanoTime();
            worst = Math.max(worst, ask(path, who));
            millis[turn] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(millis);
        return new Times(worst, at(millis, 0.5), at(millis, 0.99), millis[count - 1]);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private int ask(String path, Credentials who) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(server.resolve(path))
                        .header(who.header(), who.value())
                        .timeout(PATIENCE)
                        .build(),
                BodyHandlers.ofByteArray());
        return answer.statusCode();
    }

    @Override
    public void close() {
        http.close();
    }
}
