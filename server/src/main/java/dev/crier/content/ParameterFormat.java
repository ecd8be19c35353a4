package dev.crier.content;

/// How a template's variables are called: `{{1}}`, `{{2}}` in order, or `{{first_name}}` by name.
public enum ParameterFormat {
    POSITIONAL,
    NAMED
}
