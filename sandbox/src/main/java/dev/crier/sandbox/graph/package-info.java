/**
 * The Graph side of the sandbox: reading a call, finding the object it names, answering or rejecting in Meta's shape.
 */
@NullMarked
package dev.crier.sandbox.graph;

import org.jspecify.annotations.NullMarked;
