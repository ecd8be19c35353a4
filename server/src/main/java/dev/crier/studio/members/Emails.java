package dev.crier.studio.members;

import dev.crier.account.MemberStore;
import java.util.Optional;

/// E-mail addresses as names to sign in by. No mail is sent to them, so the form is enough.
final class Emails {
    private Emails() {}

    static Optional<String> fault(String email) {
        boolean good = email.length() <= MemberStore.MAX_EMAIL_CHARS && email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
        return good ? Optional.empty() : Optional.of("Write an e-mail address, such as you@example.com");
    }
}
