package dev.crier.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// PostgreSQL's programs, unpacked once per user from the library that carries them.
record PostgresBinaries(Path home) {
    private static final String VERSION = "18.6.0";

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /// Unpacks into the user's cache folder, or into `fallback` where that can't be written.
    static PostgresBinaries unpacked(Path fallback) throws IOException {
        Path cache = cacheFolder();
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            cache = fallback;
        }
        return unpackInto(cache);
    }

    private static Path cacheFolder() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base =
                xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home", "."), ".cache") : Path.of(xdg);
        return base.resolve("crier");
    }

    private static PostgresBinaries unpackInto(Path cache) throws IOException {
        Path home = cache.resolve("postgresql-" + VERSION);
        Path done = home.resolve(".complete");
        if (Files.exists(done)) {
            return new PostgresBinaries(home);
        }
        try (FileChannel lockFile = FileChannel.open(
                        cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            if (lock.isValid() && !Files.exists(done)) {
                untar(archiveName(), home);
                Files.createFile(done);
            }
        }
        return new PostgresBinaries(home);
    }

    private static String archiveName() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = arch.contains("aarch64") || arch.contains("arm64");
        if (os.contains("mac")) {
            return arm ? "postgres-darwin-arm_64.txz" : "postgres-darwin-x86_64.txz";
        }
        return arm ? "postgres-linux-arm_64.txz" : "postgres-linux-x86_64.txz";
    }

    private static void untar(String archive, Path home) throws IOException {
        InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (resource == null) {
            throw new IOException(
                    "there is no PostgreSQL for this machine in Crier; set database.url to use a PostgreSQL 18 of yours");
        }
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(tar, entry, home);
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path home) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("unexpected name in the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent() == null ? home : target.getParent());
        Files.deleteIfExists(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(
                    target,
                    Set.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE,
                            PosixFilePermission.GROUP_READ,
                            PosixFilePermission.GROUP_EXECUTE,
                            PosixFilePermission.OTHERS_READ,
                            PosixFilePermission.OTHERS_EXECUTE));
        }
    }
}
