/// The program: wiring, start and stop, configuration.
@NullMarked
package dev.crier;

import org.jspecify.annotations.NullMarked;
