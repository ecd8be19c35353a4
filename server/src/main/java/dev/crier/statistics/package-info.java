/// How many messages ended how, when, where, and what they cost.
///
/// In: the moves that `message` appends with each change, the operator's rate card. Out: figures that are exact at the
/// moment of asking. A day's figures are about the messages sent on that day, whenever their news came.
@NullMarked
package dev.crier.statistics;

import org.jspecify.annotations.NullMarked;
