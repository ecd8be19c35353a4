package dev.crier.media;

import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a header can show, with Meta's types and sizes ("Supported media types" of the Cloud API).
public enum MediaKind {
    IMAGE(5 << 20, "image/jpeg", "image/png"),
    VIDEO(16 << 20, "video/mp4", "video/3gpp"),
    DOCUMENT(
            100 << 20,
            "application/pdf",
            "text/plain",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation");

    /// As many bytes of a file tell what it is.
    static final int HEAD_BYTES = 12;

    private final long maxBytes;

    /// With a blank between.
    private final String types;

    MediaKind(long maxBytes, String... types) {
        this.maxBytes = maxBytes;
        this.types = String.join(" ", types);
    }

    private List<String> types() {
        return List.of(types.split(" "));
    }

    static Optional<MediaKind> of(String mimeType) {
        return Arrays.stream(values())
                .filter(kind -> kind.types().contains(mimeType))
                .findFirst();
    }

    /// The kind of a file with that `Content-Type`.
    static MediaKind required(String contentType) {
        return of(bare(contentType))
                .orElseThrow(() -> Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send the file as the body or as the part \"file\" of a form (multipart/form-data), with one of these"
                                + " as its Content-Type: " + allTypes()));
    }

    /// The type without its parameters.
    static String bare(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /// Of any kind.
    static long largestBytes() {
        return Arrays.stream(values()).mapToLong(MediaKind::maxBytes).max().orElseThrow();
    }

    /// As a form's file field takes it.
    public String accept() {
        return types.replace(' ', ',');
    }

    static String allTypes() {
        return String.join(
                ", ",
                Arrays.stream(values()).flatMap(kind -> kind.types().stream()).toList());
    }

    public long maxBytes() {
        return maxBytes;
    }

    /// As the API and Meta call it.
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a file begins as one of this type does; Meta looks too, but only when the first message is sent.
    static boolean begins(String mimeType, byte[] head) {
        return switch (mimeType) {
            case "image/jpeg" -> has(head, 0, "\u00ff\u00d8\u00ff");
            case "image/png" -> has(head, 0, "\u0089PNG");
            case "video/mp4", "video/3gpp" -> has(head, 4, "ftyp");
            case "application/pdf" -> has(head, 0, "%PDF");
            default -> true;
        };
    }

    private static boolean has(byte[] head, int offset, String bytes) {
        byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= offset + expected.length
                && Arrays.equals(head, offset, offset + expected.length, expected, 0, expected.length);
    }
}
