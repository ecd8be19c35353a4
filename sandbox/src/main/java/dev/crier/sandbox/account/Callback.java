package dev.crier.sandbox.account;

/** Where an account's webhooks go, and the token its verification GET must present (§4.1). */
public record Callback(String url, String verifyToken) {}
