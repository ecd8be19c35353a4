/**
 * WhatsApp Business Accounts, their numbers, tokens and callbacks. In: the start options and control calls; out: lookups.
 */
@NullMarked
package dev.crier.sandbox.account;

import org.jspecify.annotations.NullMarked;
