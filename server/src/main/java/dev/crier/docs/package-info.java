/// The documentation that is made from the code, so that it cannot be out of date: what each error means.
///
/// In: the catalogues of `api`, `message` and `cloudapi`. Out: pages.
@NullMarked
package dev.crier.docs;

import org.jspecify.annotations.NullMarked;
