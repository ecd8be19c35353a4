/// The whole product: a real server on a real PostgreSQL, and the sandbox as a process of its own in Meta's place.
@NullMarked
package dev.crier.system;

import org.jspecify.annotations.NullMarked;
