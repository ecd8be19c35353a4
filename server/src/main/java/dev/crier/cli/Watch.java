package dev.crier.cli;

import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Shows a broadcast's progress until nobody is pending any more. Ctrl-C ends the watching, not the broadcast.
final class Watch {
    private Watch() {}

    /// The broadcast at its end; or as it is when it will not go on by itself.
    static Broadcast untilTheEnd(Crier crier, String id, PrintWriter err) {
        AtomicBoolean watching = new AtomicBoolean(true);
        Thread goodbye = new Thread(() -> {
            if (watching.get()) {
                err.println();
                err.println("The broadcast goes on. See: crier status " + id + " --watch");
                err.println("To stop it: crier broadcasts cancel " + id);
                err.flush();
            }
        });
        Runtime.getRuntime().addShutdownHook(goodbye);
        ProgressLine progress = ProgressLine.onStderr(err);
        try (Stream<Broadcast> changes = crier.broadcasts().follow(id)) {
            Iterator<Broadcast> each = changes.iterator();
            Broadcast now = each.next();
            progress.show(now);
            while (!stands(now) && each.hasNext()) {
                now = each.next();
                progress.show(now);
            }
            return now;
        } finally {
            progress.end();
            watching.set(false);
            forget(goodbye);
        }
    }

    private static void forget(Thread hook) {
        try {
            var _ = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program ends already.
        }
    }

    private static boolean stands(Broadcast broadcast) {
        return broadcast.isDraft() || (broadcast.status().equals("paused") && broadcast.cause() != null);
    }

    /// What to say about a broadcast that will not go on by itself; null if it is over.
    static @Nullable String hint(Broadcast broadcast) {
        if (broadcast.isDraft()) {
            return "It is a draft. Send it by: crier broadcasts start " + broadcast.id();
        }
        if (stands(broadcast)) {
            return "It is paused: " + broadcast.causeText() + "\nWhen that is mended: crier broadcasts resume "
                    + broadcast.id();
        }
        return null;
    }

    static int exitCode(Broadcast broadcast) {
        if (!broadcast.isOver()) {
            return Exit.FAILED;
        }
        return broadcast.statistics().failed() == 0 ? Exit.DONE : Exit.NOT_ALL;
    }
}
