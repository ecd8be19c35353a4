/// The Studio's own people: signing in, bots and environments, members and their roles, the audit log.
@NullMarked
package dev.crier.studio.members;

import org.jspecify.annotations.NullMarked;
