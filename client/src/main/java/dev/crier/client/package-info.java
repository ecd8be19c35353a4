/// Crier's API for Java programs.
///
/// ```java
/// try (Crier crier = Crier.builder().url("https://crier.example.com").bot(botId).token(token).build()) {
///     Template template = crier.templates().get("delivery_notice", "nl");
///     Broadcast draft = crier.broadcasts().create(NewBroadcast.of(template).draft());
///     UploadResult upload = crier.broadcasts().upload(
///             draft.id(), Upload.csv(Path.of("people.csv")).map("phone", "Mobile").map("1", "First"));
///     crier.broadcasts().start(draft.id());
/// }
/// ```
///
/// In: calls. Out: HTTP, and records made of the answers. A refusal is a [CrierException] with every fault the server
/// found; [NoAnswerException] says that there was no answer at all. What can be repeated without harm is repeated by
/// itself, in the bounds of [RetryPolicy]: reads, and a new broadcast by the idempotency key it was first sent with.
/// Lists, statuses and uploads are streams: memory does not grow with them. A [Stream][java.util.stream.Stream] that
/// is not read to its end has to be closed.
@NullMarked
package dev.crier.client;

import org.jspecify.annotations.NullMarked;
