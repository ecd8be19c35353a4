/**
 * What people see on their phones: the sends of the ledger and what the people wrote, as chats.
 */
@NullMarked
package dev.crier.sandbox.chat;

import org.jspecify.annotations.NullMarked;
