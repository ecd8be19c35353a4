/// What Meta tells us: statuses of our messages, what people wrote, their preferences, news of templates
/// and account.
///
/// In: signed webhooks. Out: changes of messages in shared commits, contacts and their consent, template
/// states. A webhook is answered with 200 only after everything in it is committed; told twice or late,
/// it has no second effect.
@NullMarked
package dev.crier.inbound;

import org.jspecify.annotations.NullMarked;
