/// People: who they are, how they are reached, and whether they want to be.
///
/// In: requests, tables, broadcasts' users, inbound events. Out: contacts and their consent; opt-outs are law.
@NullMarked
package dev.crier.contact;

import org.jspecify.annotations.NullMarked;
