package dev.crier.broadcast;

import dev.crier.contact.Contact;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A user as the request names it, not yet looked up.
record UserEntry(
        @Nullable String userId,
        @Nullable String phone,
        @Nullable String ref,
        Contact.Profile profile,
        Map<String, String> params) {

    /// Somebody who is known already; only the values are of interest.
    static UserEntry known(Map<String, String> params) {
        return new UserEntry(null, null, null, Contact.Profile.EMPTY, params);
    }

    /// Into the spool, from which [#read] takes it. Texts are bounded by [FieldReader], far below the 64 KiB that
    /// `writeUTF` can write.
    void write(DataOutputStream out) throws IOException {
        out.writeByte(1);
        text(out, userId);
        text(out, phone);
        text(out, ref);
        text(out, profile.firstName());
        text(out, profile.lastName());
        text(out, profile.email());
        text(out, profile.locale());
        text(out, profile.externalId());
        out.writeShort(params.size());
        for (Map.Entry<String, String> param : params.entrySet()) {
            out.writeUTF(param.getKey());
            out.writeUTF(param.getValue());
        }
    }

    /// The next user; null at the end.
    static @Nullable UserEntry read(DataInputStream in) throws IOException {
        if (in.read() < 0) {
            return null;
        }
        @Nullable String userId = text(in);
        @Nullable String phone = text(in);
        @Nullable String ref = text(in);
        Contact.Profile profile = new Contact.Profile(text(in), text(in), text(in), text(in), null, text(in));
        int size = in.readShort();
        Map<String, String> params = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            params.put(in.readUTF(), in.readUTF());
        }
        return new UserEntry(userId, phone, ref, profile, params);
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            out.writeUTF(text);
        }
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
