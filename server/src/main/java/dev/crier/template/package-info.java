/// The templates of a bot as Meta has them: our copy, how it is kept equal, and how people change it.
///
/// In: Meta's list and webhooks, definitions to create or edit. Out: [dev.crier.template.TemplateStore.StoredTemplate],
/// what is wrong with a definition, the templates of the API. What is made of a template is the room `content`.
@NullMarked
package dev.crier.template;

import org.jspecify.annotations.NullMarked;
