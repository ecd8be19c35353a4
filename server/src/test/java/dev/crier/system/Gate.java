package dev.crier.system;

import dev.crier.Setting;
import dev.crier.db.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A TCP proxy with a port that stays, while what is behind it goes, comes back elsewhere, or hangs.
final class Gate implements AutoCloseable {
    /// Below those that the kernel hands out: nobody takes the port while the gate is cut.
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;
    private static final int BACKLOG = 200;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final LongAdder passed = new LongAdder();
    private final int port;
    private @Nullable ServerSocket listener;
    private Thread acceptor = Thread.currentThread();
    private boolean frozen;

    private Gate(ServerSocket listener) {
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    static Gate to(int target) {
        try {
            ServerSocket listener = listen(0);
            while (listener.getLocalPort() > HIGHEST_PORT) {
                listener.close();
                listener = listen(ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT));
            }
            Gate gate = new Gate(listener);
            gate.accept(listener, target);
            return gate;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
    }

    int port() {
        return port;
    }

    /// For a server that reaches its database through this gate.
    Map<Setting, String> settings(DatabaseSettings database) {
        return Map.of(
                Setting.DATABASE_URL,
                database.url().replace(":" + port(database) + "/", ":" + port + "/"),
                Setting.DATABASE_USER,
                database.user(),
                Setting.DATABASE_PASSWORD,
                database.password());
    }

    static int port(DatabaseSettings database) {
        return URI.create(database.url().substring("jdbc:".length())).getPort();
    }

    /// Every connection breaks, new ones are refused.
    synchronized void cut() {
        try {
            if (listener != null) {
                listener.close();
                listener = null;
                // The kernel listens until the thread that accepts has noticed.
                acceptor.join();
            }
            for (Socket socket : Set.copyOf(sockets)) {
                close(socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lets connections through again, to `target`.
    synchronized void open(int target) {
        try {
            ServerSocket fresh = listen(port);
            listener = fresh;
            accept(fresh, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Connections stay open, and nothing passes.
    synchronized void freeze() {
        frozen = true;
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    /// Bytes in both directions so far.
    long passed() {
        return passed.sum();
    }

    private synchronized void pass() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private void accept(ServerSocket open, int target) {
        acceptor = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    Socket near = open.accept();
                    near.setTcpNoDelay(true);
                    sockets.add(near);
                    connect(near, target);
                }
            } catch (IOException e) {
                // cut
            }
        });
    }

    private void connect(Socket near, int target) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            far.setTcpNoDelay(true);
            sockets.add(far);
            Thread.startVirtualThread(() -> pump(near, far));
            Thread.startVirtualThread(() -> pump(far, near));
        } catch (IOException e) {
            close(near);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            byte[] buffer = new byte[16_384];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                pass();
                out.write(buffer, 0, n);
                passed.add(n);
            }
        } catch (IOException e) {
            // cut
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        thaw();
        cut();
    }
}
