package dev.crier.sandbox.template;

import dev.crier.sandbox.graph.GraphError;

/** The rejections of template creation (§5.2), each with Meta's subcode and words for people. */
final class TemplateErrors {
    private TemplateErrors() {}

    static GraphError tooMany(int limit) {
        return GraphError.template(
                2388019, "Message Template Limit Exceeded", "Message templates for this account exceed " + limit + ".");
    }

    static GraphError nameLocked(String name) {
        return GraphError.template(
                2388023,
                "Message Template Language is Being Deleted",
                "New content for \"" + name + "\" can't be added while the deleted content is kept: 30 days.");
    }

    static GraphError nameTaken(String name, String language) {
        return GraphError.template(
                2388024,
                "Content in This Language Already Exists",
                "There is already " + language + " content for this template. You can create a new template and try"
                        + " again. (" + name + ")");
    }

    static GraphError state(String words) {
        return GraphError.template(2388039, "Message Template Can't Be Edited", words);
    }

    static GraphError length(String part, int limit) {
        return GraphError.template(
                2388040,
                "Character Limit Exceeded",
                "The " + part + " is longer than the limit of " + limit + " characters.");
    }

    static GraphError structure(String words) {
        return GraphError.template(2388042, "Invalid Component Structure", words);
    }

    static GraphError header(String words) {
        return GraphError.template(2388047, "Message Header Format is Incorrect", words);
    }

    static GraphError body(String words) {
        return GraphError.template(2388072, "Message Body Format is Incorrect", words);
    }

    static GraphError footer(String words) {
        return GraphError.template(2388073, "Message Footer Format is Incorrect", words);
    }

    static GraphError dense() {
        return GraphError.template(
                2388293,
                "Message Template Has Too Many Variables for its Length",
                "This template has too many variables for its length. Reduce the number of variables or increase the"
                        + " message length.");
    }

    static GraphError edge() {
        return GraphError.template(
                2388299,
                "Message Template Contains a Leading or Trailing Variable",
                "Variables can't be at the start or end of the template.");
    }
}
