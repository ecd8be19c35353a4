/// What became of each message: its stage, the order of stages, and the one door through which a stage changes.
///
/// In: changes from lanes (results of sends), from inbound (Meta's statuses), from broadcast (cancel).
/// Out: rows to report, and counters that move in the same transaction. docs/state-machine.md has the picture.
@NullMarked
package dev.crier.message;

import org.jspecify.annotations.NullMarked;
