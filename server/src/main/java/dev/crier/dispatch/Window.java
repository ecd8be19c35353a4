package dev.crier.dispatch;

import dev.crier.contact.Optout;
import dev.crier.dispatch.LaneStore.WindowRow;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// An open window in memory: the messages that this lane may attempt now, and how many have no durable outcome yet.
final class Window {
    private final WindowRow row;
    private final AttemptJournal.Slot slot;
    private final List<UUID> contacts;
    private final AtomicInteger unrecorded;
    private volatile Map<UUID, Optout> optouts;
    private volatile long checkedAt;
    private volatile boolean spoiled;

    /// @param unrecorded messages of the window that this lane has to deal with
    Window(WindowRow row, AttemptJournal.Slot slot, List<UUID> contacts, int unrecorded, Map<UUID, Optout> optouts) {
        this.row = row;
        this.slot = slot;
        this.contacts = contacts;
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

    List<UUID> contacts() {
        return contacts;
    }

    boolean blocks(UUID contactId, boolean marketing) {
        return Optout.blocks(optouts.get(contactId), marketing);
    }

    boolean isErased(UUID contactId) {
        return optouts.get(contactId) == Optout.ERASED;
    }

    long checkedAt() {
        return checkedAt;
    }

    void checked(Map<UUID, Optout> current, long now) {
        optouts = current;
        checkedAt = now;
    }
}
