/**
 * The pages: the phones of people, the magic recipients, the behaviour and the accounts.
 */
@NullMarked
package dev.crier.sandbox.page;

import org.jspecify.annotations.NullMarked;
