package dev.crier;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// The data folder, locked: what is in it belongs to one server process at a time.
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Somebody else has the folder, or it cannot be used.
    static final class InUseException extends IOException {
        InUseException(Path path) {
            super("The data folder " + path + " is in use by another Crier; stop it, or name another folder by --data");
        }
    }

    static DataFolder lock(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new InUseException(path.toAbsolutePath());
        }
        return new DataFolder(path, channel, lock);
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /// The name of this node: the same after a restart, so that it finds its own lanes without waiting.
    String node() throws IOException {
        Path file = file("node");
        if (!Files.exists(file)) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).strip();
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
