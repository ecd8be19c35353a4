package dev.crier.studio.channels;

import dev.crier.studio.Visit;

/// Our own address, as others should write it.
final class Addresses {
    private Addresses() {}

    /// The configured one, else that by which the browser has come.
    static String root(Visit visit, String publicUrl) {
        return publicUrl.isEmpty() ? "http://" + visit.request().authority() : publicUrl;
    }
}
