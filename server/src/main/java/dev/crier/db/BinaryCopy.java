package dev.crier.db;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows into a table by PostgreSQL's binary COPY: the fastest way in, and byte arrays need no escaping.
///
/// While it is open its connection can do nothing else. The rows are in the table once [#close] has returned.
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    /// Values gather to packets of this size: PostgreSQL looks at each packet for itself.
    private static final int PACKET_BYTES = 32 * 1024;

    private static final int LENGTH_BYTES = 4;
    private static final int NULL = -1;

    private final CopyIn copy;
    private final ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES);

    public BinaryCopy(Connection connection, String tableAndColumns) throws SQLException {
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + tableAndColumns + " FROM STDIN (FORMAT binary)");
        packet.put(HEADER);
    }

    /// Begins a row of so many columns; as many values must follow.
    public BinaryCopy row(int columns) throws SQLException {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    /// A UUID; SQL's NULL for null.
    public BinaryCopy value(@Nullable UUID value) throws SQLException {
        if (value == null) {
            return absent();
        }
        room(LENGTH_BYTES + 2 * Long.BYTES)
                .putInt(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return this;
    }

    public BinaryCopy value(int value) throws SQLException {
        room(LENGTH_BYTES + Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    /// Bytes; SQL's NULL for null.
    public BinaryCopy value(byte @Nullable [] value) throws SQLException {
        if (value == null) {
            return absent();
        }
        room(LENGTH_BYTES).putInt(value.length);
        if (value.length > packet.capacity()) {
            send();
            copy.writeToCopy(value, 0, value.length);
        } else {
            room(value.length).put(value);
        }
        return this;
    }

    /// Text; SQL's NULL for null.
    public BinaryCopy value(@Nullable String value) throws SQLException {
        if (value == null) {
            return absent();
        }
        return value(value.getBytes(StandardCharsets.UTF_8));
    }

    private BinaryCopy absent() throws SQLException {
        room(LENGTH_BYTES).putInt(NULL);
        return this;
    }

    private ByteBuffer room(int bytes) throws SQLException {
        if (packet.remaining() < bytes) {
            send();
        }
        return packet;
    }

    private void send() throws SQLException {
        copy.writeToCopy(packet.array(), 0, packet.position());
        packet.clear();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            row(-1); // the end of the data
            send();
            copy.endCopy();
        }
    }
}
