package dev.crier.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.crier.Config;
import dev.crier.Server;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/// The server in a JVM of its own, configured by the environment alone.
public final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Config config = Config.read(Optional.empty(), System.getenv(), Map.of());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stopped::countDown));
        Server server = Server.start(config, Clock.systemUTC());
        // A shutdown hook of its own, not a finally: the JVM waits for hooks only.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
        System.out.println("Crier listens on http://127.0.0.1:" + server.port());
        stopped.await();
    }
}
