/// Sending: lanes (one a sending number), pacing, fairness, the attempt and its outcome, retries, recovery.
///
/// In: chunks of running broadcasts. Out: requests to the Cloud API, and changes of messages.
@NullMarked
package dev.crier.dispatch;

import org.jspecify.annotations.NullMarked;
