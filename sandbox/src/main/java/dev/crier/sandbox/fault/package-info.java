/**
 * Trouble on purpose: behaviour knobs, magic recipients and the seeded dice.
 */
@NullMarked
package dev.crier.sandbox.fault;

import org.jspecify.annotations.NullMarked;
