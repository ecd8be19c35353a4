package dev.crier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What it ran on, in one line.
final class Machine {
    private Machine() {}

    static String describe(String databaseVersion) throws IOException {
        long memoryKilobytes = Long.parseLong(
                line("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "").strip());
        String cpu = line("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", "");
        return "%d cores (%s), %.0f GiB, Linux %s, JDK %s (%s), PostgreSQL %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        cpu.isBlank() ? System.getProperty("os.arch") : cpu,
                        memoryKilobytes / 1024.0 / 1024.0,
                        System.getProperty("os.version"),
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        databaseVersion);
    }

    private static String line(String file, String start) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElse("");
    }
}
