/**
 * The control interface under /sandbox, for people, demos and tests.
 */
@NullMarked
package dev.crier.sandbox.control;

import org.jspecify.annotations.NullMarked;
