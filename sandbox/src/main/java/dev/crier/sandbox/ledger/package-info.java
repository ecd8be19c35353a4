/**
 * What happened: every accepted send in order, and the counters.
 */
@NullMarked
package dev.crier.sandbox.ledger;

import org.jspecify.annotations.NullMarked;
