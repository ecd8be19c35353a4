package dev.crier.message;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How far a message has come, in the order in which news about *one* attempt overrides each other.
///
/// Meta's webhooks come twice, late and in any order; a send's own result may come after its webhooks. Because the
/// stages are ordered, merging is taking the greater one, and every order of the same news ends in the same stage.
/// The rank is what the database stores. News of a later attempt overrides an earlier one's, except that [#DELIVERED]
/// and [#READ] are
/// proof and override everything.
public enum Stage {
    /// A retry is on its way (a first attempt is known by its window instead).
    ATTEMPTING(0, Status.PENDING),
    /// The attempt may have been accepted or not; a webhook will tell, or the grace time ends.
    IN_DOUBT(1, Status.PENDING),
    /// The grace time ended without news. Any news overrides it.
    GIVEN_UP(2, Status.FAILURE),
    /// WhatsApp has accepted it.
    SENT(3, Status.SENT),
    /// The attempt has definitely failed and another one is due.
    WAITING(4, Status.PENDING),
    /// It has definitely failed.
    FAILED(5, Status.FAILURE),
    DELIVERED(6, Status.DELIVERED),
    READ(7, Status.READ);

    private static final Map<Short, Stage> BY_RANK =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Stage::rank, stage -> stage));

    private final short rank;
    private final Status status;

    Stage(int rank, Status status) {
        this.rank = (short) rank;
        this.status = status;
    }

    /// What the API calls it.
    public Status status() {
        return status;
    }

    public short rank() {
        return rank;
    }

    public static Stage of(short rank) {
        return Objects.requireNonNull(BY_RANK.get(rank), "no such stage");
    }

    /// Whether it proves that the message reached the person, whichever attempt it was.
    public boolean isProof() {
        return this == DELIVERED || this == READ;
    }
}
