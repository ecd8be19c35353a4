package dev.crier.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A JVM of its own, which says on its standard output at which address it listens.
final class Child implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");
    private static final int STOP_SECONDS = 90;

    private final Process process;
    private final URI url;

    private Child(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// Starts `mainClass` on this JVM's class path and waits until it listens.
    static Child start(List<String> jvmOptions, Class<?> mainClass, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        return new Child(process, address(process, mainClass.getName()));
    }

    private static URI address(Process process, String mainClass) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                drain(lines);
                return URI.create(address.group(1));
            }
        }
        throw new IOException(mainClass + " ended before it listened");
    }

    /// A full pipe would stop the child. Reading one would hold a carrier thread, so this is no virtual thread.
    private static void drain(BufferedReader lines) {
        var _ = Thread.ofPlatform().daemon().start(() -> {
            try (lines) {
                while (lines.readLine() != null) {
                    // Nobody wants to know.
                }
            } catch (IOException e) {
                // The child has ended.
            }
        });
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
