package dev.crier.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// In WhatsApp's place: answers as fast as plain Java can, so that what is measured is Crier.
///
/// It checks nothing; the sandbox does that. Connections are dealt out to the loops in turn.
public final class Sink {
    private static final int BACKLOG = 1_024;

    private Sink() {}

    /// Runs until it is killed.
    ///
    /// @param args the ledger's file, the number of loops
    public static void main(String[] args) throws IOException {
        Path ledgerFile = Path.of(args[0]);
        int loops = Integer.parseInt(args[1]);
        List<Ledger> ledgers = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            ledgers.add(new Ledger(i));
        }
        List<SinkLoop> running = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            SinkLoop loop = new SinkLoop(new SinkAnswers(i, List.copyOf(ledgers), ledgerFile));
            Thread.ofPlatform().name("loop-" + i).start(loop);
            running.add(loop);
        }
        accept(running);
    }

    private static void accept(List<SinkLoop> loops) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
            System.out.println("The sink listens on http://127.0.0.1:" + address.getPort());
            for (int turn = 0; ; turn = (turn + 1) % loops.size()) {
                SocketChannel channel = server.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                loops.get(turn).adopt(channel);
            }
        }
    }
}
