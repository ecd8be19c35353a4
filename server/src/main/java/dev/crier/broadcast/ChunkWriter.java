package dev.crier.broadcast;

import dev.crier.broadcast.BroadcastStore.EncodedChunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Collects recipients into chunks and copies several of them at a time.
public final class ChunkWriter {
    /// While a COPY is open the connection cannot look up contacts.
    private static final int CHUNKS_PER_COPY = 8;

    private final Connection connection;
    private final UUID broadcastId;
    private final List<Recipient> gathering = new ArrayList<>(ChunkCodec.USERS_PER_CHUNK);
    private final List<EncodedChunk> waiting = new ArrayList<>();
    private int nextSeq;

    /// @param firstSeq the place of the first recipient
    public ChunkWriter(Connection connection, UUID broadcastId, int firstSeq) {
        this.connection = connection;
        this.broadcastId = broadcastId;
        this.nextSeq = firstSeq;
    }

    /// The place that the next recipient must have.
    int nextSeq() {
        return nextSeq;
    }

    public void add(Recipient recipient) throws SQLException {
        gathering.add(recipient);
        nextSeq++;
        if (gathering.size() == ChunkCodec.USERS_PER_CHUNK) {
            encode();
        }
    }

    private void encode() throws SQLException {
        int firstSeq = nextSeq - gathering.size();
        waiting.add(EncodedChunk.of(gathering, firstSeq));
        gathering.clear();
        if (waiting.size() == CHUNKS_PER_COPY) {
            copy();
        }
    }

    private void copy() throws SQLException {
        BroadcastStore.copyChunks(connection, broadcastId, waiting);
        waiting.clear();
    }

    /// Writes what is left.
    public void flush() throws SQLException {
        if (!gathering.isEmpty()) {
            encode();
        }
        if (!waiting.isEmpty()) {
            copy();
        }
    }
}
