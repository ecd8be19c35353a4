package dev.crier.statistics;

import dev.crier.message.Country;
import dev.crier.message.Pricing;
import dev.crier.message.Reason;
import dev.crier.message.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// So many messages that agree in all of this.
///
/// @param key the values of the dimensions that are asked for
/// @param period which of the rate card's prices hold
record Cell(
        List<@Nullable String> key,
        Stage stage,
        @Nullable Country country,
        @Nullable Reason reason,
        @Nullable Pricing pricing,
        int period,
        long messages) {

    boolean hasArrived() {
        return stage.isProof();
    }
}
