package dev.crier.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/// How much is logged, decided when the configuration is known; logback.xml says where to and how.
public final class Logging {
    private Logging() {}

    /// Our own log speaks from `level` up; libraries speak when something is wrong.
    public static void level(String level) {
        logger("dev.crier").setLevel(Level.valueOf(level));
    }

    /// For commands whose output is the point.
    public static void quiet() {
        level("warn");
    }

    /// Writes out what is still buffered, at the end of a long-running command.
    public static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
