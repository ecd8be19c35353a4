package dev.crier.sandbox.template;

/**
 * How much of a definition is judged. A new one is judged in full. One that carries a {@code status} was read from a
 * listing, so Meta reviewed it once and reading dropped what only creation demands: its examples, edges, density, category
 * and body are taken as they are. Formats and lengths hold for both.
 */
enum Strictness {
    NEW,
    READ_BACK
}
