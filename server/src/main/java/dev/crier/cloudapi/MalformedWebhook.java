package dev.crier.cloudapi;

/// A webhook's body as a whole is not JSON, not an object, or beyond the bounds. Carries no stack trace: it is an
/// answer to others, not a defect of ours.
public final class MalformedWebhook extends Exception {
    MalformedWebhook(String message) {
        super(message, null, false, false);
    }
}
