/// Broadcasts: accept (validate, resolve, store in one transaction), report, and the way from draft to finished.
///
/// In: requests. Out: chunks of users that a lane will send, and the status of each person. An operator action and an
/// automatic reply are broadcasts of one, so that there is one way to send.
@NullMarked
package dev.crier.broadcast;

import org.jspecify.annotations.NullMarked;
