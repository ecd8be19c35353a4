package dev.crier.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A TCP proxy that loses answers, or cuts a request in the middle, as often as it is told.
final class LossyProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    final AtomicInteger answersToLose = new AtomicInteger();
    final AtomicInteger answersLost = new AtomicInteger();

    /// The next connection is cut after so many bytes of it have passed; 0: none.
    final AtomicLong cutAfterBytes = new AtomicLong();

    LossyProxy(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                long cut = cutAfterBytes.getAndSet(0);
                Thread.startVirtualThread(() -> requests(near, far, cut == 0 ? Long.MAX_VALUE : cut));
                Thread.startVirtualThread(() -> answers(far, near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void requests(Socket from, Socket to, long bytes) {
        try (from;
                to) {
            byte[] buffer = new byte[4_096];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            long left = bytes;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                int count = (int) Math.min(n, left);
                out.write(buffer, 0, count);
                left -= count;
                if (left == 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // cut
        }
    }

    private void answers(Socket from, Socket to) {
        try (from;
                to) {
            byte[] buffer = new byte[16_384];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    answersLost.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // cut
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
