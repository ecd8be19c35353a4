/// What a WhatsApp template is made of, what may be sent with it, and the bytes that go to Meta for one recipient.
///
/// In: a template's definition as Meta lists it, the `components` of a request, the params of a user. Out: a
/// [dev.crier.template.TemplateStructure], faults, a [dev.crier.template.CompiledMessage] that renders, a
/// [dev.crier.template.Preview] that people read.
@NullMarked
package dev.crier.template;

import org.jspecify.annotations.NullMarked;
