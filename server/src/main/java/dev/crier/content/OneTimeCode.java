package dev.crier.content;

import tools.jackson.databind.JsonNode;

/// An authentication message shows the code in its body and copies it by its button: both must be the same.
final class OneTimeCode {
    static final String DIFFERENT = "the code of the button must be the one of the body";

    private OneTimeCode() {}

    /// Compares what is fixed; with embeddings, only the rendered message can tell.
    static void check(TemplateStructure structure, JsonNode components, String pointer, Faults faults) {
        String code = null;
        for (JsonNode component : components) {
            if (Parameter.lower(component.path("type")).equals("body")) {
                code = firstText(component);
            }
        }
        for (int i = 0; i < components.size() && code != null; i++) {
            JsonNode component = components.path(i);
            if (isOneTimeCode(structure, component)) {
                String button = firstText(component);
                if (Mustache.compile(code + button).isLiteral() && !code.equals(button) && !button.isEmpty()) {
                    faults.add(Faults.INVALID_VALUE, pointer + "/" + i + "/parameters/0/text", DIFFERENT);
                }
            }
        }
    }

    static boolean isOneTimeCode(TemplateStructure structure, JsonNode component) {
        if (!Parameter.lower(component.path("type")).equals("button")) {
            return false;
        }
        int index = FaceValidator.index(component.path("index"));
        return index >= 0
                && index < structure.buttons().size()
                && structure.buttons().get(index) instanceof Button.Otp;
    }

    private static String firstText(JsonNode component) {
        return Parameter.of(component.path("parameters").path(0), "", "").text();
    }
}
