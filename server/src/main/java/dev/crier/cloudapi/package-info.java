/// WhatsApp's Cloud API as we speak and read it: the Graph client, the wire types, the error catalogue, the signature.
///
/// In: an [dev.crier.cloudapi.Endpoint] and a rendered body to send; the raw bytes of Meta's webhooks.
/// Out: a [dev.crier.cloudapi.SendOutcome], templates and number data as JSON, a
/// [dev.crier.cloudapi.WebhookPayload] of records. Decides nothing about messages and stores nothing; it uses no
/// other room of ours.
@NullMarked
package dev.crier.cloudapi;

import org.jspecify.annotations.NullMarked;
