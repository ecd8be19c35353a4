@NullMarked
package dev.crier.studio.templates;

import org.jspecify.annotations.NullMarked;
