/**
 * The start page: what the sandbox is, its magic recipients and the last messages as a phone would show them.
 */
@NullMarked
package dev.crier.sandbox.page;

import org.jspecify.annotations.NullMarked;
