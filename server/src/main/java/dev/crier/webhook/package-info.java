/// Webhooks to customers: what happened is told to the endpoints that a bot's owner has entered.
///
/// In: events that other rooms write into `webhook_event`, in the transaction of the change. Out: signed requests
/// (Standard Webhooks), at least once, in order for each person. [dev.crier.webhook.Courier] has the protocol.
@NullMarked
package dev.crier.webhook;

import org.jspecify.annotations.NullMarked;
