package dev.crier.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Passwords by Argon2id, with the parameters that OWASP's Password Storage Cheat Sheet gives (19 MiB, 2 passes, 1
/// lane).
public final class Passwords {
    public static final int MIN_CHARS = 10;

    /// Long enough for any sentence; hashing more would only help who wants to keep us busy.
    public static final int MAX_CHARS = 200;

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;

    /// Each takes 19 MiB and a tenth of a second of one core; those who sign in wait for each other.
    private static final Semaphore AT_ONCE = new Semaphore(2);

    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);

    /// What is compared when there is no such member, so that the answer takes as long.
    private static final String NOBODYS = hash(Secrets.next());

    private Passwords() {}

    /// What is wrong with it as a new password, for the person who chose it; empty if nothing is.
    public static Optional<String> fault(String password, String email) {
        if (password.codePointCount(0, password.length()) < MIN_CHARS) {
            return Optional.of("That is too short");
        }
        if (password.length() > MAX_CHARS) {
            return Optional.of("Use at most " + MAX_CHARS + " characters");
        }
        if (password.chars().distinct().count() < 4 || password.equalsIgnoreCase(email)) {
            return Optional.of("That is too easy to guess");
        }
        return Optional.empty();
    }

    static String hash(String password) {
        return oneOfFew(
                () -> Password.hash(password).addRandomSalt().with(ARGON2).getResult());
    }

    /// @param stored the encoded hash; null or empty: nobody's, which no password fits
    static boolean fits(String password, @org.jspecify.annotations.Nullable String stored) {
        boolean known = stored != null && !stored.isEmpty();
        String encoded = known ? stored : NOBODYS;
        boolean equal = password.length() <= MAX_CHARS
                && oneOfFew(() -> Password.check(password, encoded).with(ARGON2));
        return known && equal;
    }

    private static <T> T oneOfFew(java.util.function.Supplier<T> work) {
        AT_ONCE.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            AT_ONCE.release();
        }
    }
}
