@NullMarked
package dev.crier.tabular;

import org.jspecify.annotations.NullMarked;
