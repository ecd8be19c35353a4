/// REST plumbing: problems (RFC 9457), JSON reading with limits, paging, idempotency keys.
///
/// In: HTTP requests that a feature's Routes take. Out: answers and problem+json. Knows no feature.
@NullMarked
package dev.crier.api;

import org.jspecify.annotations.NullMarked;
