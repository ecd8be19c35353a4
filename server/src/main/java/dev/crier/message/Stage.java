package dev.crier.message;

/// How far a message has come, in the order in which news about *one* attempt overrides each other.
///
/// Meta's webhooks come twice, late and in any order; a send's own result may come after its webhooks. Because the
/// stages are ordered, merging is taking the greater one, and every order of the same news ends in the same stage.
/// The ordinal is stored. News of a later attempt overrides an earlier one's, except that [#DELIVERED] and [#READ] are
/// proof and override everything.
public enum Stage {
    /// A retry is on its way (a first attempt is known by its window instead).
    ATTEMPTING(Status.PENDING),
    /// The attempt may have been accepted or not; a webhook will tell, or the grace time ends.
    IN_DOUBT(Status.PENDING),
    /// The grace time ended without news. Any news overrides it.
    GIVEN_UP(Status.FAILURE),
    /// WhatsApp has accepted it.
    SENT(Status.SENT),
    /// The attempt has definitely failed and another one is due.
    WAITING(Status.PENDING),
    /// It has definitely failed.
    FAILED(Status.FAILURE),
    DELIVERED(Status.DELIVERED),
    READ(Status.READ);

    private static final Stage[] BY_ORDINAL = values();

    private final Status status;

    Stage(Status status) {
        this.status = status;
    }

    /// What the API calls it.
    public Status status() {
        return status;
    }

    public short stored() {
        return (short) ordinal();
    }

    public static Stage of(int stored) {
        return BY_ORDINAL[stored];
    }

    /// Whether it proves that the message reached the person, whichever attempt it was.
    public boolean isProof() {
        return this == DELIVERED || this == READ;
    }
}
