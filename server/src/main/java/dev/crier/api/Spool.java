package dev.crier.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Bytes that are written once and then read, in memory while they are few and in a temporary file beyond.
///
/// A slow client never holds a transaction open: its upload is spooled before one begins, its download after one ended.
public final class Spool extends OutputStream {
    private static final int MEMORY_BYTES = 512 * 1024;

    private @Nullable ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream fileOut;

    @Override
    public void write(int b) throws IOException {
        target(1).write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        target(length).write(bytes, offset, length);
    }

    private OutputStream target(int length) throws IOException {
        if (memory != null) {
            if (memory.size() + length <= MEMORY_BYTES) {
                return memory;
            }
            Path fresh = Files.createTempFile("crier-spool", null);
            OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(fresh), 1 << 16);
            memory.writeTo(out);
            memory = null;
            file = fresh;
            fileOut = out;
        }
        if (fileOut == null) {
            throw new IOException("the spool is closed");
        }
        return fileOut;
    }

    /// What was written, from the start; may be called again.
    public InputStream read() throws IOException {
        if (memory != null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        if (file == null || fileOut == null) {
            throw new IOException("the spool is closed");
        }
        fileOut.flush();
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    @Override
    public void close() throws IOException {
        memory = null;
        if (fileOut != null) {
            fileOut.close();
            fileOut = null;
        }
        if (file != null) {
            Files.deleteIfExists(file);
            file = null;
        }
    }
}
