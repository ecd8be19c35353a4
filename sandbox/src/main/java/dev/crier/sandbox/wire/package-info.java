/**
 * Bytes in, trees out: JSON, form and multipart bodies become one object; trees become bytes, plainly or in Meta's escaping.
 */
@NullMarked
package dev.crier.sandbox.wire;

import org.jspecify.annotations.NullMarked;
