/// The contract in `openapi.yaml`, and the server held against it.
@NullMarked
package dev.crier.openapi;

import org.jspecify.annotations.NullMarked;
