package dev.crier.cloudapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// An HTTP server made of sockets, so that a test can misbehave byte by byte.
final class RawServer implements AutoCloseable {
    /// Requests as received, head and body in one.
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// Bytes of all requests so far, also of unfinished ones.
    final AtomicLong received = new AtomicLong();

    final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final Script script;

    /// What to do with one request that was read to its end. Returning keeps the connection, throwing closes it.
    interface Script {
        void answer(String request, Socket connection, OutputStream out) throws IOException, InterruptedException;
    }

    RawServer(Script script) throws IOException {
        this.script = script;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static RawServer answering(String response) throws IOException {
        return new RawServer((request, connection, out) -> out.write(response.getBytes(StandardCharsets.UTF_8)));
    }

    static String response(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " x\r\nContent-Length: " + length + "\r\n" + headers + "\r\n" + body;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            while (true) {
                String request = request(connection.getInputStream());
                requests.add(request);
                OutputStream out = connection.getOutputStream();
                script.answer(request, connection, out);
                out.flush();
            }
        } catch (IOException | InterruptedException e) {
            // The test's own doing, or the client has gone.
        }
    }

    private String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("The client closed");
            }
            received.incrementAndGet();
            head.append((char) b);
        }
        byte[] body = in.readNBytes(length(head.toString()));
        return head + new String(body, StandardCharsets.UTF_8);
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
