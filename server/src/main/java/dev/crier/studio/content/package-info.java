/// Content of a bot: what it answers by itself, and the words that it answers to.
///
/// In: texts and lists as somebody writes them. Out: drafts, published versions and keyword lists of the contact room.
@NullMarked
package dev.crier.studio.content;

import org.jspecify.annotations.NullMarked;
