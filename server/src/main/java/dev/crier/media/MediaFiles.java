package dev.crier.media;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/// The bytes, named by their hash, so that the same file is there once for a bot.
final class MediaFiles {
    private static final String PART = ".part";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path folder;

    /// Whatever was being received when an earlier process ended is removed.
    MediaFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : left) {
                Files.deleteIfExists(part);
            }
        }
    }

    /// A file as received; kept or dropped by whoever asked for it. Never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Received(Path part, String sha256, long bytes, byte[] head) {
        void drop() throws IOException {
            Files.deleteIfExists(part);
        }
    }

    Received receive(InputStream in, MediaKind kind) throws IOException {
        Path part = Files.createTempFile(folder, "upload", PART);
        try {
            return written(in, kind, part);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static Received written(InputStream in, MediaKind kind, Path part) throws IOException {
        MessageDigest digest = sha256();
        byte[] head = in.readNBytes(MediaKind.HEAD_BYTES);
        digest.update(head);
        long bytes = head.length;
        try (OutputStream out = Files.newOutputStream(part)) {
            out.write(head);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > kind.maxBytes()) {
                    throw Problem.of(
                            ProblemCode.TOO_LARGE,
                            "WhatsApp takes a file of type %s up to %d bytes".formatted(kind.wire(), kind.maxBytes()));
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        return new Received(part, HexFormat.of().formatHex(digest.digest()), bytes, Arrays.copyOf(head, head.length));
    }

    void keep(UUID botId, Received received) throws IOException {
        Path file = file(botId, received.sha256());
        Files.createDirectories(file.getParent());
        Files.move(received.part(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Path file(UUID botId, String sha256) {
        return folder.resolve(botId.toString()).resolve(sha256);
    }

    void delete(UUID botId, String sha256) throws IOException {
        Files.deleteIfExists(file(botId, sha256));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
