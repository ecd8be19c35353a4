package dev.crier.inbound;

import dev.crier.cloudapi.WebhookPayload;
import dev.crier.cloudapi.WebhookPayload.NumberError;
import dev.crier.db.SqlErrors;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies all that one webhook tells, and returns when it is committed.
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final StatusApplier statuses;
    private final InboundApplier messages;
    private final PreferenceApplier preferences;
    private final FieldApplier fields;

    public Intake(StatusApplier statuses, InboundApplier messages, PreferenceApplier preferences, FieldApplier fields) {
        this.statuses = statuses;
        this.messages = messages;
        this.preferences = preferences;
        this.fields = fields;
    }

    /// Statuses are submitted first and awaited last: what people wrote is stored while their batch
    /// commits.
    void take(Receiver receiver, WebhookPayload payload) {
        StatusApplier.Pending pending = statuses.submit(receiver, payload.statuses());
        Pieces pieces = new Pieces();
        pieces.each(payload.messages(), message -> {
            if (receiver.hasNumber(message.phoneNumberId())) {
                messages.apply(receiver, message);
            }
        });
        pieces.each(payload.preferences(), preference -> {
            if (receiver.hasNumber(preference.phoneNumberId())) {
                preferences.apply(receiver, preference);
            }
        });
        pieces.each(payload.changes(), change -> fields.apply(receiver, change));
        payload.numberErrors().forEach(error -> log(receiver, error));
        pending.await();
        pieces.throwIfFailed();
    }

    private static void log(Receiver receiver, NumberError error) {
        LOG.warn(
                "Meta reports error {} of channel {}",
                error.error().code(),
                receiver.channel().id());
    }

    /// One piece that cannot be stored must not keep the others out.
    private static final class Pieces {
        private @Nullable RuntimeException failure;

        <T> void each(List<T> pieces, Consumer<T> applier) {
            for (T piece : pieces) {
                try {
                    applier.accept(piece);
                } catch (RuntimeException e) {
                    if (SqlErrors.unavailable(e)) {
                        throw e;
                    }
                    failure = e;
                }
            }
        }

        void throwIfFailed() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
