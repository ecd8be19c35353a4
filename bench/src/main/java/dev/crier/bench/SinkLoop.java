package dev.crier.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One event loop of the sink: one thread, one selector, its own connections and its own ledger.
final class SinkLoop implements Runnable {
    private static final int ANSWER_BYTES = 64 * 1024;

    private final Selector selector = Selector.open();
    private final Queue<SocketChannel> arrived = new ConcurrentLinkedQueue<>();
    private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private final SinkAnswers answers;

    SinkLoop(SinkAnswers answers) throws IOException {
        this.answers = answers;
    }

    /// Gives the loop a connection to serve.
    void adopt(SocketChannel channel) {
        arrived.add(channel);
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (true) {
                selector.select(this::serve);
                register();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("The sink's loop broke", e);
        }
    }

    private void register() throws IOException {
        for (SocketChannel channel = arrived.poll(); channel != null; channel = arrived.poll()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new RequestBuffer());
        }
    }

    private void serve(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            RequestBuffer requests = (RequestBuffer) key.attachment();
            if (requests.read(channel) < 0) {
                channel.close();
                return;
            }
            answer.clear();
            while (requests.next()) {
                answers.put(requests, answer);
            }
            answer.flip();
            // Answers are short and their readers wait for them: the socket's buffer takes them at once.
            while (answer.hasRemaining()) {
                channel.write(answer);
            }
        } catch (IOException e) {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
