/**
 * Rates: throughput of a number, the pair rate, unique users of a portfolio, management calls.
 */
@NullMarked
package dev.crier.sandbox.limit;

import org.jspecify.annotations.NullMarked;
