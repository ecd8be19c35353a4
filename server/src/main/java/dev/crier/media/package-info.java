/// Files for the headers of templates: kept in the data folder, known to Meta by ids that are renewed before they end.
///
/// In: a file over HTTP. Out: our reference to it, which stands for Meta's id in a send and for Meta's handle in the
/// example of a template.
@NullMarked
package dev.crier.media;

import org.jspecify.annotations.NullMarked;
