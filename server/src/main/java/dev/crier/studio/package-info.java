/// The Studio: what the product does, for people who don't write code. A sub-package for each part of it; here is what
/// they share: pages and who may see them, forms, assets, live parts.
///
/// In: requests of browsers, under `/studio`. Out: pages and parts of pages (`src/main/jte/studio`). Decides nothing
/// that
/// the API does not decide too: both call the same classes of the features. Nobody uses this room.
@NullMarked
package dev.crier.studio;

import org.jspecify.annotations.NullMarked;
