@NullMarked
package dev.crier.bench;

import org.jspecify.annotations.NullMarked;
