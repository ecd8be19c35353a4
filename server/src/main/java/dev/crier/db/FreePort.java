package dev.crier.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A port of loopback that is free at this moment.
final class FreePort {
    private FreePort() {}

    static int pick() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
