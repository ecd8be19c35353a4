@NullMarked
package dev.crier.sandbox;

import org.jspecify.annotations.NullMarked;
