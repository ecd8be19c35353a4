/// The documentation for those who integrate: the contract, hand-written in `openapi.yaml`, the page made from it whose
/// examples run, and what each error means.
///
/// In: the contract, the catalogues of `api`, `message` and `cloudapi`, the templates in `src/main/jte/docs`. Out:
/// pages.
@NullMarked
package dev.crier.docs;

import org.jspecify.annotations.NullMarked;
