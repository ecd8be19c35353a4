package dev.crier.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Tells that a port is taken before anything slow has been started.
public final class Ports {
    private Ports() {}

    /// Fails with a sentence if nobody can listen there now. Port 0 is always free.
    ///
    /// @param option the option that names another port
    public static void requireFree(String host, int port, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (BindException e) {
            throw new CommandFailure("Port " + port + " of " + host + " is taken or not ours; choose another by "
                    + option + " PORT, or any free one by " + option + " 0");
        } catch (IOException e) {
            throw new CommandFailure("Cannot listen on " + host + ": " + Sentence.of(e));
        }
    }
}
