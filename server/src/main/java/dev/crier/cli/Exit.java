package dev.crier.cli;

/// Exit codes, for scripts.
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int NOT_UNDERSTOOD = 2;

    /// It was done, but not for everybody: a watched message failed, a row of an import was left out.
    static final int NOT_ALL = 3;

    static final int NO_ANSWER = 4;

    private Exit() {}
}
