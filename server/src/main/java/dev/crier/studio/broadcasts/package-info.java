/// Broadcasts in the Studio: the list, a new one in three steps, and what became of each message.
///
/// In: requests of browsers. Out: pages; a [dev.crier.studio.broadcasts.Plan] that was sent is a request like those of
/// the API, read and checked by the same [dev.crier.broadcast.Acceptor].
@NullMarked
package dev.crier.studio.broadcasts;

import org.jspecify.annotations.NullMarked;
