package dev.crier.dispatch;

import dev.crier.contact.Optout;
import dev.crier.contact.OptoutCheck.Addressee;
import dev.crier.dispatch.LaneStore.WindowRow;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// An open window in memory: the messages that this lane may attempt now, and how many have no durable outcome yet.
final class Window {
    private final WindowRow row;
    private final AttemptJournal.Slot slot;
    private final List<Addressee> people;
    private final AtomicInteger unrecorded;
    private volatile Map<UUID, Optout> optouts;
    private volatile long checkedAt;
    private final ReentrantLock checking = new ReentrantLock();
    private volatile boolean spoiled;

    /// @param unrecorded messages of the window that this lane has to deal with
    Window(WindowRow row, AttemptJournal.Slot slot, List<Addressee> people, int unrecorded, Map<UUID, Optout> optouts) {
        this.row = row;
        this.slot = slot;
        this.people = people;
        this.unrecorded = new AtomicInteger(unrecorded);
        this.optouts = optouts;
        this.checkedAt = System.nanoTime();
    }

    WindowRow row() {
        return row;
    }

    /// The first byte of this message's request leaves now.
    void attempting(int seq) {
        slot.mark(seq - row.firstSeq());
    }

    /// The attempt has definitely not become a message.
    void notAttempted(int seq) {
        slot.clear(seq - row.firstSeq());
    }

    /// Whether `count` more durable outcomes are the last ones.
    boolean endsWith(int count) {
        return unrecorded.get() == count;
    }

    /// An outcome is durable; with the last one the journal's slot is free again.
    void recorded() {
        if (unrecorded.decrementAndGet() == 0) {
            slot.close();
        }
    }

    /// An outcome could not be written: its message has no row, and yet it was attempted. Only the journal knows.
    void spoil() {
        spoiled = true;
    }

    boolean isSpoiled() {
        return spoiled;
    }

    /// The window is given back with what is left of it.
    void abandon() {
        if (unrecorded.getAndSet(Integer.MIN_VALUE / 2) > 0) {
            slot.close();
        }
    }

    /// The lane is lost: the journal keeps what was attempted, for whoever of this node finds the window again.
    void leave() {
        if (unrecorded.getAndSet(Integer.MIN_VALUE / 2) > 0) {
            slot.leave(row.key());
        }
    }

    boolean isOpen() {
        return unrecorded.get() > 0;
    }

    List<Addressee> people() {
        return people;
    }

    boolean blocks(UUID contactId, boolean marketing) {
        return Optout.blocks(optouts.get(contactId), marketing);
    }

    boolean isErased(UUID contactId) {
        return optouts.get(contactId) == Optout.ERASED;
    }

    /// Reads the opt-outs of the database.
    @FunctionalInterface
    interface Reading {
        Map<UUID, Optout> read() throws SQLException;
    }

    /// Reads the opt-outs again if that was longer ago than `maxAge` nanoseconds. One message of the window does it;
    /// the
    /// others wait for what it finds, or a slow database would be asked the same a thousand times.
    void check(long maxAge, Reading reading) throws SQLException {
        if (System.nanoTime() - checkedAt <= maxAge) {
            return;
        }
        checking.lock();
        try {
            long now = System.nanoTime();
            if (now - checkedAt > maxAge) {
                optouts = reading.read();
                checkedAt = now;
            }
        } finally {
            checking.unlock();
        }
    }
}
