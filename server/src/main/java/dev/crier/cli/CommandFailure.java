package dev.crier.cli;

/// A command cannot do what was asked; the message is the sentence for the person who typed it.
public final class CommandFailure extends RuntimeException {
    public CommandFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
