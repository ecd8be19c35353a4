/// The WhatsApp channel of a bot: its number at Meta, its credentials (encrypted at rest), and whether it may send.
///
/// In: what an administrator enters, what Meta reports about the number. Out: an endpoint to send from.
@NullMarked
package dev.crier.channel;

import org.jspecify.annotations.NullMarked;
