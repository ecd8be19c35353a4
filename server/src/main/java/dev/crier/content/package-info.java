/// What may be sent with a template, and the bytes that go to Meta for one recipient.
///
/// In: a template's definition as Meta lists it, the `components` of a request, the params of a user. Out: a
/// [dev.crier.content.TemplateStructure], faults, a [dev.crier.content.CompiledMessage] that renders, a
/// [dev.crier.content.Preview] that people read. Knows no bot, no database and no network.
@NullMarked
package dev.crier.content;

import org.jspecify.annotations.NullMarked;
