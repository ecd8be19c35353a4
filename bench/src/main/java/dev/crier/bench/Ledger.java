package dev.crier.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What one loop of the sink accepted: our id of each message, in the order of the wamids that were given.
///
/// A million sends must not become a million objects, so the ids lie end to end in large blocks.
final class Ledger {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final byte SEPARATOR = '\n';

    private final int loop;
    private final List<byte[]> blocks = new ArrayList<>();
    private int used = BLOCK_BYTES;
    private long next = 1;
    private long firstOfBook = 1;
    private long startedAtMillis;
    private long endedAtMillis;

    Ledger(int loop) {
        this.loop = loop;
    }

    /// Notes the id in `body[from, to)` and returns the number that its wamid shall carry.
    synchronized long add(byte[] body, int from, int to) {
        int length = to - from;
        if (used + length + 1 > BLOCK_BYTES) {
            blocks.add(new byte[BLOCK_BYTES]);
            used = 0;
        }
        byte[] block = blocks.getLast();
        System.arraycopy(body, from, block, used, length);
        used += length;
        block[used++] = SEPARATOR;
        endedAtMillis = System.currentTimeMillis();
        if (next == firstOfBook) {
            startedAtMillis = endedAtMillis;
        }
        return next++;
    }

    /// Forgets all, but gives no number twice.
    synchronized void reset() {
        blocks.clear();
        used = BLOCK_BYTES;
        firstOfBook = next;
    }

    synchronized SendTimes times() {
        return new SendTimes(next - firstOfBook, startedAtMillis, endedAtMillis);
    }

    /// A line for each message: our id, a space, the wamid.
    synchronized void write(OutputStream out) throws IOException {
        long number = firstOfBook;
        for (int b = 0; b < blocks.size(); b++) {
            byte[] block = blocks.get(b);
            int end = b == blocks.size() - 1 ? used : BLOCK_BYTES;
            int at = 0;
            // What a full block had no room for is zeros, which no id begins with.
            while (at < end && block[at] != 0) {
                int lineEnd = at;
                while (block[lineEnd] != SEPARATOR) {
                    lineEnd++;
                }
                out.write(block, at, lineEnd - at);
                out.write(' ');
                out.write(Wamid.of(loop, number++).getBytes(StandardCharsets.US_ASCII));
                out.write(SEPARATOR);
                at = lineEnd + 1;
            }
        }
    }
}
