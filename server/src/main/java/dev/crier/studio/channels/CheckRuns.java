package dev.crier.studio.channels;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.crier.channel.CheckStep;
import dev.crier.channel.ConnectionCheck;
import dev.crier.channel.WhatsappChannel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tests of connections that somebody watches: each runs once, in the background, and is forgotten soon.
final class CheckRuns {
    private static final Logger LOG = LoggerFactory.getLogger(CheckRuns.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_KEPT = 500;

    private final ConnectionCheck check;
    private final Cache<UUID, Run> runs =
            Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MAX_KEPT).build();

    CheckRuns(ConnectionCheck check) {
        this.check = check;
    }

    /// One test as far as it has come.
    static final class Run {
        private final List<CheckStep> steps = new CopyOnWriteArrayList<>();
        private volatile boolean over;

        List<CheckStep> steps() {
            return List.copyOf(steps);
        }

        boolean isOver() {
            return over;
        }
    }

    /// Starts one; a test of the same bot that still runs is as good.
    void start(WhatsappChannel channel, URI callback) {
        @Nullable Run present = runs.getIfPresent(channel.botId());
        if (present != null && !present.isOver()) {
            return;
        }
        Run run = new Run();
        runs.put(channel.botId(), run);
        Thread.startVirtualThread(() -> {
            try {
                check.run(channel, callback, run.steps::add);
            } catch (RuntimeException e) {
                LOG.error("A test of channel {} failed", channel.id(), e);
            } finally {
                run.over = true;
            }
        });
    }

    /// The bot's last test; an empty one that is over if there was none.
    Run of(UUID botId) {
        @Nullable Run run = runs.getIfPresent(botId);
        if (run != null) {
            return run;
        }
        Run none = new Run();
        none.over = true;
        return none;
    }
}
