/// The store: what can be ordered for a bot.
@NullMarked
package dev.crier.studio.store;

import org.jspecify.annotations.NullMarked;
