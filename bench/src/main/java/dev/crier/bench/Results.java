package dev.crier.bench;

import dev.crier.bench.CrierProcess.Disk;
import dev.crier.bench.Gauges.Usage;
import java.util.List;
import java.util.Optional;

/// All that one run measured.
///
/// @param cold the sends of the first broadcast after the start
/// @param hooks webhooks by the number of statuses in a post
/// @param wrk requests a second right before and right after the sends; empty if wrk was left out
/// @param afterSend on disk when all of the first broadcast was sent and nothing else was known
/// @param afterHooks on disk at the end
record Results(
        Usage cold, Usage accept, Usage send, List<Hooks> hooks, Optional<Rates> wrk, Disk afterSend, Disk afterHooks) {

    /// @param batch statuses in each post
    record Hooks(int batch, Usage usage) {}

    /// The same thing measured twice, since a shared machine changes while one looks.
    record Rates(double before, double after) {
        double mean() {
            return (before + after) / 2;
        }
    }

    Optional<Double> ratio() {
        return wrk.map(rates -> send.perSecond() / rates.mean());
    }
}
