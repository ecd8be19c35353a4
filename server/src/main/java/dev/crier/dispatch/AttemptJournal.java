package dev.crier.dispatch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which messages of an open window have really been attempted: a bit each, in a memory-mapped file of this node.
///
/// The window row in PostgreSQL says "any of these may have been attempted". After a crash that would put up to a
/// thousand messages in doubt, though only those in flight can be. A bit is set just before the first byte of a request
/// leaves. Setting it is a store into the page cache: it costs nanoseconds and survives `kill -9`, as the kernel
/// outlives us. It does not survive a crash of the machine, so the file carries the kernel's boot id, and after another
/// boot (or on another node) there is no evidence and the whole window is in doubt, as the window row says.
///
/// Order: a slot is written before its window row, a bit before the bytes, a slot is freed after the row is gone.
final class AttemptJournal implements AutoCloseable {
    /// What one window may hold; the bits of a slot.
    static final int MAX_WINDOW = 1_024;

    /// Open windows of this node. A lane that finds no slot waits for one.
    private static final int SLOTS = 4_096;

    private static final long MAGIC = 0x4352494552303031L;
    private static final int HEADER_BYTES = 64;
    private static final int BITS_AT = 40;
    private static final int SLOT_BYTES = BITS_AT + MAX_WINDOW / Byte.SIZE;
    private static final long FILE_BYTES = HEADER_BYTES + (long) SLOTS * SLOT_BYTES;
    private static final int BOOT_AT = 8;
    private static final int BOOT_BYTES = 48;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final VarHandle BITS = INT.varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;
    private final Map<Key, Integer> evidence = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /// A window under one epoch.
    record Key(UUID broadcastId, int firstSeq, long epoch) {}

    private AttemptJournal(Path path) throws IOException {
        boolean fresh = !Files.exists(path) || Files.size(path) != FILE_BYTES;
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file = channel.map(MapMode.READ_WRITE, 0, FILE_BYTES, arena);
        }
        byte[] boot = bootId();
        boolean trusted = !fresh && boot != null && file.get(LONG, 0) == MAGIC && sameBoot(boot);
        if (!trusted) {
            file.fill((byte) 0);
            file.set(LONG, 0, MAGIC);
            if (boot != null) {
                MemorySegment.copy(MemorySegment.ofArray(boot), 0, file, BOOT_AT, boot.length);
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            Key key = key(slot);
            if (key == null) {
                free.add(slot);
            } else {
                evidence.put(key, slot);
            }
        }
    }

    static AttemptJournal open(Path path) throws IOException {
        return new AttemptJournal(path);
    }

    private static byte @Nullable [] bootId() {
        try {
            byte[] id = Files.readString(BOOT_ID).strip().getBytes(StandardCharsets.US_ASCII);
            return id.length > 0 && id.length <= BOOT_BYTES ? id : null;
        } catch (IOException e) {
            return null; // no such file on this system: then a restart finds no evidence
        }
    }

    private boolean sameBoot(byte[] boot) {
        return file.asSlice(BOOT_AT, boot.length).mismatch(MemorySegment.ofArray(boot)) == -1;
    }

    private static long at(int slot) {
        return HEADER_BYTES + (long) slot * SLOT_BYTES;
    }

    private @Nullable Key key(int slot) {
        long at = at(slot);
        long epoch = file.get(LONG, at + 24);
        return epoch == 0
                ? null
                : new Key(new UUID(file.get(LONG, at), file.get(LONG, at + 8)), file.get(INT, at + 16), epoch);
    }

    /// Opens a slot for a window whose row is not yet written; empty if all are taken.
    synchronized Optional<Slot> open(Key key) {
        Integer slot = free.poll();
        if (slot == null) {
            return Optional.empty();
        }
        long at = at(slot);
        file.asSlice(at + BITS_AT, MAX_WINDOW / Byte.SIZE).fill((byte) 0);
        file.set(LONG, at, key.broadcastId().getMostSignificantBits());
        file.set(LONG, at + 8, key.broadcastId().getLeastSignificantBits());
        file.set(INT, at + 16, key.firstSeq());
        VarHandle.fullFence();
        file.set(LONG, at + 24, key.epoch());
        return Optional.of(new Slot(slot));
    }

    /// What an earlier run of this node attempted of a window: offsets from its first message. Empty: nobody knows.
    synchronized Optional<BitSet> attempted(Key key) {
        Integer slot = evidence.get(key);
        if (slot == null) {
            return Optional.empty();
        }
        BitSet bits = new BitSet(MAX_WINDOW);
        for (int word = 0; word < MAX_WINDOW / Integer.SIZE; word++) {
            int value = file.get(INT, at(slot) + BITS_AT + (long) word * Integer.BYTES);
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                bits.set(word * Integer.SIZE + bit, (value & (1 << bit)) != 0);
            }
        }
        return Optional.of(bits);
    }

    /// The window has been dealt with: its evidence is no longer needed.
    synchronized void forget(Key key) {
        Integer slot = evidence.remove(key);
        if (slot != null) {
            release(slot);
        }
    }

    /// Frees what an earlier run left for windows that no longer exist.
    synchronized void keepOnly(Collection<Key> existing) {
        Set<Key> keep = Set.copyOf(existing);
        evidence.entrySet().removeIf(entry -> {
            boolean stale = !keep.contains(entry.getKey());
            if (stale) {
                release(entry.getValue());
            }
            return stale;
        });
    }

    private void release(int slot) {
        file.set(LONG, at(slot) + 24, 0L);
        free.add(slot);
    }

    /// The bits of one open window.
    final class Slot {
        private final int slot;

        private Slot(int slot) {
            this.slot = slot;
        }

        /// The request for this message is about to leave.
        void mark(int offset) {
            BITS.getAndBitwiseOr(file, word(offset), 1 << (offset % Integer.SIZE));
        }

        /// The attempt has definitely not become a message: it may be made again.
        void clear(int offset) {
            BITS.getAndBitwiseAnd(file, word(offset), ~(1 << (offset % Integer.SIZE)));
        }

        private long word(int offset) {
            return at(slot) + BITS_AT + (long) (offset / Integer.SIZE) * Integer.BYTES;
        }

        /// Keeps the bits as evidence.
        void leave(Key key) {
            synchronized (AttemptJournal.this) {
                evidence.put(key, slot);
            }
        }

        void close() {
            synchronized (AttemptJournal.this) {
                release(slot);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
