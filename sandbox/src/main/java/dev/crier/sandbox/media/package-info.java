/**
 * Uploaded media and resumable uploads; content is counted and hashed, not kept.
 */
@NullMarked
package dev.crier.sandbox.media;

import org.jspecify.annotations.NullMarked;
