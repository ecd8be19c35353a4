/**
 * Sends: reading, validating and rendering a message, deciding its fate, and walking it through its statuses.
 */
@NullMarked
package dev.crier.sandbox.message;

import org.jspecify.annotations.NullMarked;
