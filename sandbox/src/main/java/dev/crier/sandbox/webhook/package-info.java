/**
 * Webhooks out: Meta's payloads, batches, signatures, retries.
 */
@NullMarked
package dev.crier.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
