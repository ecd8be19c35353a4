package dev.crier.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Rows of any types into a table by PostgreSQL's COPY, written as text. The rows are there once [#close] has returned.
final class CopyLines implements AutoCloseable {
    private static final int PACKET_CHARS = 64 * 1024;

    private final CopyIn copy;
    private final StringBuilder packet = new StringBuilder(PACKET_CHARS + 4 * 1024);

    CopyLines(Connection connection, String tableAndColumns) throws SQLException {
        this.copy =
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + tableAndColumns + " FROM STDIN");
    }

    /// A row; null is SQL's NULL.
    void row(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                packet.append('\t');
            }
            @Nullable Object value = values[i];
            if (value == null) {
                packet.append("\\N");
            } else if (value instanceof String text) {
                write(text);
            } else {
                packet.append(value);
            }
        }
        packet.append('\n');
        if (packet.length() >= PACKET_CHARS) {
            send();
        }
    }

    private void write(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> packet.append("\\\\");
                case '\t' -> packet.append("\\t");
                case '\n' -> packet.append("\\n");
                default -> packet.append(c);
            }
        }
    }

    private void send() throws SQLException {
        byte[] bytes = packet.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        packet.setLength(0);
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            send();
            copy.endCopy();
        }
    }
}
