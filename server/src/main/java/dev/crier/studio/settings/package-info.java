/// What was chosen when a bot was made, to change.
@NullMarked
package dev.crier.studio.settings;

import org.jspecify.annotations.NullMarked;
