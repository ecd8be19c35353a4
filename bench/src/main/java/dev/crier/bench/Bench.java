package dev.crier.bench;

/** The program. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.out.println("crier");
    }
}
