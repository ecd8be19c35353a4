/**
 * The people at the other end: their ids and names, open conversation windows and marketing opt-outs.
 */
@NullMarked
package dev.crier.sandbox.user;

import org.jspecify.annotations.NullMarked;
