/// Running it: periodic work, health, metrics, the pages for those who look after it.
@NullMarked
package dev.crier.ops;

import org.jspecify.annotations.NullMarked;
