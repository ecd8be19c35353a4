package dev.crier.broadcast;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A Bloom filter of the contacts in a chunk: some 2,000 bytes instead of an index entry for each of a thousand people.
///
/// It never misses anybody; of a thousand chunks without a person not one looks as if it had them, and opening it
/// tells.
/// PostgreSQL asks it by `get_bit`, so both sides number bits alike: the lowest of a byte first.
final class PeopleFilter {
    private static final int BITS_PER_PERSON = 16;

    /// With sixteen bits a person more of them would spare little; filters of ten bits, which older chunks have, are
    /// asked
    /// alike.
    private static final int PROBES = 7;

    /// For `WHERE`: whether a chunk `c` may hold a person `p`, whose two numbers are `p.a` and `p.b`.
    static final String MAY_HOLD = IntStream.range(0, PROBES)
            .mapToObj(probe -> "get_bit(c.people, (p.a + " + probe + " * p.b) % (8 * length(c.people))) = 1")
            .collect(Collectors.joining(" AND ", "(c.people IS NULL OR (", "))"));

    private PeopleFilter() {}

    static byte[] of(List<Recipient> recipients) {
        byte[] bits = new byte[Math.ceilDiv(Math.max(1, recipients.size()) * BITS_PER_PERSON, Byte.SIZE)];
        long size = (long) bits.length * Byte.SIZE;
        for (Recipient recipient : recipients) {
            @Nullable UUID person = recipient.contactId();
            if (person != null) {
                long[] numbers = numbers(person);
                for (int probe = 0; probe < PROBES; probe++) {
                    long bit = (numbers[0] + probe * numbers[1]) % size;
                    bits[(int) (bit / Byte.SIZE)] |= (byte) (1 << (bit % Byte.SIZE));
                }
            }
        }
        return bits;
    }

    /// The two numbers of a person. The last bits of a UUIDv7 are random; the mixing is for other ids.
    static long[] numbers(UUID person) {
        long mixed = mix(person.getLeastSignificantBits() ^ mix(person.getMostSignificantBits()));
        return new long[] {mixed >>> 33, (mixed & 0x7fff_ffffL) | 1};
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 31)) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
