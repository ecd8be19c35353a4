package dev.crier.broadcast;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/// A set of 128-bit ids in 32 bytes each at most: a million people fit where a `HashSet` has room for a fifth of them.
///
/// Open addressing with linear probing; the ids come from hashes or UUIDs, whose low bits are random.
final class IdSet {
    private static final int FIRST_CAPACITY = 1_024;

    private final MessageDigest sha256 = RequestReader.sha256();
    private long[] slots = new long[2 * FIRST_CAPACITY];
    private int size;
    private boolean hasZero;

    /// False if it was there already.
    boolean add(UUID id) {
        return add(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    boolean contains(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        if (high == 0 && low == 0) {
            return hasZero;
        }
        int at = place(slots, high, low);
        return slots[2 * at] != 0 || slots[2 * at + 1] != 0;
    }

    /// A text by the first half of its SHA-256: nobody makes two that collide.
    boolean add(String text) {
        byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        java.nio.ByteBuffer halves = java.nio.ByteBuffer.wrap(hash);
        return add(halves.getLong(), halves.getLong());
    }

    private boolean add(long high, long low) {
        if (high == 0 && low == 0) {
            boolean isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        if (4 * (size + 1) > slots.length + slots.length / 2) { // three quarters of the pairs
            grow();
        }
        boolean isNew = insert(slots, high, low);
        size += isNew ? 1 : 0;
        return isNew;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] != 0 || slots[i + 1] != 0) {
                insert(larger, slots[i], slots[i + 1]);
            }
        }
        slots = larger;
    }

    private static boolean insert(long[] slots, long high, long low) {
        int at = place(slots, high, low);
        boolean isNew = slots[2 * at] == 0 && slots[2 * at + 1] == 0;
        slots[2 * at] = high;
        slots[2 * at + 1] = low;
        return isNew;
    }

    /// Where the id is, or else is to be put.
    private static int place(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int at = (int) (low ^ (low >>> 32) ^ high) & mask;
        while ((slots[2 * at] != 0 || slots[2 * at + 1] != 0) && (slots[2 * at] != high || slots[2 * at + 1] != low)) {
            at = (at + 1) & mask;
        }
        return at;
    }
}
