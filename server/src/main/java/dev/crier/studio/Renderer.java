package dev.crier.studio;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// Templates of `src/main/jte/studio`, compiled with the program.
final class Renderer {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /// @param name such as `contacts/list`
    String render(String name, Map<String, Object> values) {
        StringOutput out = new StringOutput(16 * 1024);
        engine.render("studio/" + name + ".jte", values, out);
        return out.toString();
    }
}
