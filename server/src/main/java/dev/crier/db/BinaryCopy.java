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
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
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
        byte[] bytes = new byte[2];
        ByteBuffer.wrap(bytes).putShort((short) columns);
        return write(bytes);
    }

    public BinaryCopy value(UUID value) throws SQLException {
        byte[] bytes = new byte[20];
        ByteBuffer.wrap(bytes)
                .putInt(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return write(bytes);
    }

    public BinaryCopy value(int value) throws SQLException {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).putInt(4).putInt(value);
        return write(bytes);
    }

    public BinaryCopy value(byte[] value) throws SQLException {
        byte[] length = new byte[4];
        ByteBuffer.wrap(length).putInt(value.length);
        return write(length).write(value);
    }

    private BinaryCopy write(byte[] bytes) throws SQLException {
        copy.writeToCopy(bytes, 0, bytes.length);
        return this;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            row(-1); // the end of the data
            copy.endCopy();
        }
    }
}
