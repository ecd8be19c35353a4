package dev.crier.system;

import dev.crier.Config;
import dev.crier.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// A server in a JVM of its own, so that a test may kill it: `ServerMain <properties file>`.
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        Config config = Config.read(Optional.of(Path.of(args[0])), Map.of(), Map.of());
        Server server = Server.start(config, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        Thread.currentThread().join();
    }
}
