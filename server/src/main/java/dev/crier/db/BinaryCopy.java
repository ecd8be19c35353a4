package dev.crier.db;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows into a table by PostgreSQL's binary COPY: the fastest way in, and byte arrays need no escaping.
///
/// While it is open its connection can do nothing else.
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private final CopyIn copy;

    public BinaryCopy(Connection connection, String tableAndColumns) throws SQLException {
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + tableAndColumns + " FROM STDIN (FORMAT binary)");
        copy.writeToCopy(HEADER, 0, HEADER.length);
    }

    /// Begins a row of so many columns; as many values must follow.
    public BinaryCopy row(int columns) throws SQLException {
        return write(ByteBuffer.allocate(2).putShort((short) columns));
    }

    public BinaryCopy value(UUID value) throws SQLException {
        return write(ByteBuffer.allocate(20)
                .putInt(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits()));
    }

    public BinaryCopy value(int value) throws SQLException {
        return write(ByteBuffer.allocate(8).putInt(4).putInt(value));
    }

    public BinaryCopy value(byte[] value) throws SQLException {
        write(ByteBuffer.allocate(4).putInt(value.length));
        copy.writeToCopy(value, 0, value.length);
        return this;
    }

    private BinaryCopy write(ByteBuffer buffer) throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        return this;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            write(ByteBuffer.allocate(2).putShort((short) -1));
            copy.endCopy();
        }
    }
}
