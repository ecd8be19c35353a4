package dev.crier.cli;

/// What stands between the cells of a CSV.
enum Separator {
    comma(','),
    semicolon(';'),
    tab('\t');

    private final char written;

    Separator(char written) {
        this.written = written;
    }

    char written() {
        return written;
    }
}
