package dev.crier.bench;

import dev.crier.bench.SinkProcess.Sent;
import dev.crier.cloudapi.Signature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Meta's side of the webhooks: signed posts of statuses over several connections.
///
/// First every message's `sent`, then every `delivered`, then every `read`: were they mixed, two statuses of one
/// message would meet in a batch and cost one write.
final class Meta {
    private static final int CONNECTIONS = 64;

    private final URI callback;

    Meta(URI callback) {
        this.callback = callback;
    }

    /// What Meta tells of a message, in its order.
    private enum Kind {
        SENT("sent"),
        DELIVERED("delivered"),
        READ("read");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }
    }

    /// Statuses that one message causes.
    static int statusesPerMessage() {
        return Kind.values().length;
    }

    /// Tells all that becomes of `messages`, `batch` statuses in each post; returns when all posts were answered,
    /// which means that their statuses are durable.
    void tell(List<Sent> messages, int batch) throws InterruptedException {
        for (Kind kind : Kind.values()) {
            AtomicInteger next = new AtomicInteger();
            try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    running.add(senders.submit(() -> {
                        tell(kind, messages, batch, next);
                        return Boolean.TRUE;
                    }));
                }
                for (Future<?> each : running) {
                    each.get();
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("A webhook was not taken", e.getCause());
            }
        }
    }

    private void tell(Kind kind, List<Sent> messages, int batch, AtomicInteger next) throws IOException {
        try (Connection connection = new Connection(callback)) {
            for (int from = next.getAndAdd(batch); from < messages.size(); from = next.getAndAdd(batch)) {
                int to = Math.min(from + batch, messages.size());
                connection.post(body(kind, messages.subList(from, to)));
            }
        }
    }

    private static byte[] body(Kind kind, List<Sent> messages) {
        long now = System.currentTimeMillis() / 1_000;
        StringBuilder json = new StringBuilder(400 * messages.size() + 400).append("""
                {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{\
                "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
                "phone_number_id":"%s"},"statuses":[""".formatted(CrierProcess.NUMBER));
        for (Sent message : messages) {
            json.append("{\"id\":\"")
                    .append(message.wamid())
                    .append("\",\"status\":\"")
                    .append(kind.wire)
                    .append("\",\"timestamp\":\"")
                    .append(now)
                    .append("\",\"recipient_id\":\"31620000000\",\"biz_opaque_callback_data\":\"")
                    .append(message.callbackData())
                    .append("\",\"pricing\":{\"billable\":true,\"pricing_model\":\"PMP\",\"category\":\"utility\",")
                    .append("\"type\":\"regular\"}},");
        }
        json.setLength(json.length() - 1);
        return json.append("]},\"field\":\"messages\"}]}]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// One keep-alive connection; blocking, for its caller has nothing else to do.
    private static final class Connection implements AutoCloseable {
        private static final int ANSWER_BYTES = 16 * 1024;

        private final byte[] answer = new byte[ANSWER_BYTES];
        private final String head;
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Connection(URI callback) throws IOException {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), callback.getPort());
            socket.setTcpNoDelay(true);
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
            this.head = "POST " + callback.getRawPath() + " HTTP/1.1\r\nHost: " + callback.getAuthority()
                    + "\r\nContent-Type: application/json\r\n";
        }

        void post(byte[] body) throws IOException {
            String fields = Signature.HEADER + ": " + Signature.of(CrierProcess.APP_SECRET, body)
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            byte[] start = (head + fields).getBytes(StandardCharsets.US_ASCII);
            byte[] request = new byte[start.length + body.length];
            System.arraycopy(start, 0, request, 0, start.length);
            System.arraycopy(body, 0, request, start.length, body.length);
            out.write(request);
            expectOk();
        }

        /// The answer to a webhook is an empty JSON object.
        private void expectOk() throws IOException {
            int length = 0;
            String text = "";
            while (!text.endsWith("\r\n\r\n{}")) {
                int n = in.read(answer, length, answer.length - length);
                if (n <= 0) {
                    throw new IOException("The server hung up after: " + text);
                }
                length += n;
                text = new String(answer, 0, length, StandardCharsets.ISO_8859_1);
                if (!text.startsWith("HTTP/1.1 200")) {
                    throw new IOException("The server answered: " + text);
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
