/// The pages of templates: the list, the editor, one template with what became of it.
///
/// In: visits. Out: pages; all that is written goes through [dev.crier.template.TemplateEditor], as the API's calls do.
@NullMarked
package dev.crier.studio.templates;

import org.jspecify.annotations.NullMarked;
