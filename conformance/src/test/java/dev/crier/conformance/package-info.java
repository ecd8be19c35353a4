/// restfb, which knows Meta's Graph API and nothing of ours, pointed at the sandbox.
@NullMarked
package dev.crier.conformance;

import org.jspecify.annotations.NullMarked;
