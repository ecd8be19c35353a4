/// What the people who run Crier ask it: is it alive, is it ready, how does it fare.
///
/// In: probes. Out: plain answers. Knows no feature.
@NullMarked
package dev.crier.ops;

import org.jspecify.annotations.NullMarked;
