package dev.crier.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptJournalTest {
    private static final AttemptJournal.Key KEY = new AttemptJournal.Key(new UUID(1, 2), 100, 7);
    private static final int BOOT_AT = 8;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("attempts.journal");
    }

    private void mark(AttemptJournal.Key key, int... offsets) throws IOException {
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            AttemptJournal.Slot slot = journal.open(key).orElseThrow();
            for (int offset : offsets) {
                slot.mark(offset);
            }
        }
    }

    private static BitSet bits(int... offsets) {
        BitSet bits = new BitSet();
        for (int offset : offsets) {
            bits.set(offset);
        }
        return bits;
    }

    @Test
    void marks_survive_the_process() throws IOException {
        mark(KEY, 0, 31, 32, 63, AttemptJournal.MAX_WINDOW - 1);
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).hasValue(bits(0, 31, 32, 63, AttemptJournal.MAX_WINDOW - 1));
        }
    }

    @Test
    void a_window_in_which_nothing_was_attempted_is_evidence_too() throws IOException {
        mark(KEY);
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).hasValue(new BitSet());
        }
    }

    @Test
    void nobody_knows_about_another_window_or_epoch() throws IOException {
        mark(KEY, 1);
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(new AttemptJournal.Key(KEY.broadcastId(), 100, 8)))
                    .isEmpty();
            assertThat(journal.attempted(new AttemptJournal.Key(KEY.broadcastId(), 101, 7)))
                    .isEmpty();
            assertThat(journal.attempted(new AttemptJournal.Key(new UUID(1, 3), 100, 7)))
                    .isEmpty();
        }
    }

    @Test
    void a_mark_that_was_taken_back_is_gone() throws IOException {
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            AttemptJournal.Slot slot = journal.open(KEY).orElseThrow();
            slot.mark(5);
            slot.mark(6);
            slot.clear(5);
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).hasValue(bits(6));
        }
    }

    @Test
    void after_another_boot_there_is_no_evidence() throws IOException {
        mark(KEY, 1);
        try (RandomAccessFile other = new RandomAccessFile(file.toFile(), "rw")) {
            other.seek(BOOT_AT);
            other.write("00000000-0000-0000-0000-000000000000".getBytes(StandardCharsets.US_ASCII));
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).isEmpty();
        }
    }

    @Test
    void a_file_that_is_none_of_ours_is_no_evidence() throws IOException {
        mark(KEY, 1);
        Files.write(file, new byte[] {1, 2, 3});
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).isEmpty();
            assertThat(journal.open(KEY)).isPresent();
        }
    }

    @Test
    void a_window_that_has_ended_leaves_nothing() throws IOException {
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            AttemptJournal.Slot slot = journal.open(KEY).orElseThrow();
            slot.mark(5);
            slot.close();
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).isEmpty();
        }
    }

    @Test
    void a_lost_lane_finds_its_marks_in_the_same_process() throws IOException {
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            AttemptJournal.Slot slot = journal.open(KEY).orElseThrow();
            slot.mark(5);
            assertThat(journal.attempted(KEY)).isEmpty();
            slot.leave(KEY);
            assertThat(journal.attempted(KEY)).hasValue(bits(5));
            journal.forget(KEY);
            assertThat(journal.attempted(KEY)).isEmpty();
        }
    }

    @Test
    void only_what_exists_is_kept() throws IOException {
        AttemptJournal.Key other = new AttemptJournal.Key(new UUID(3, 4), 0, 7);
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            journal.open(KEY).orElseThrow().mark(1);
            journal.open(other).orElseThrow().mark(2);
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            journal.keepOnly(List.of(other));
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(KEY)).isEmpty();
            assertThat(journal.attempted(other)).hasValue(bits(2));
        }
    }

    @Test
    void slots_end_and_are_used_again_without_their_old_marks() throws IOException {
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            List<AttemptJournal.Slot> slots = new ArrayList<>();
            for (int i = 0; ; i++) {
                var slot = journal.open(new AttemptJournal.Key(KEY.broadcastId(), i, 7));
                if (slot.isEmpty()) {
                    break;
                }
                slot.get().mark(i % AttemptJournal.MAX_WINDOW);
                slots.add(slot.get());
            }
            assertThat(slots).hasSize(4_096);
            slots.get(17).close();
            AttemptJournal.Slot again = journal.open(new AttemptJournal.Key(KEY.broadcastId(), 5_000, 7))
                    .orElseThrow();
            again.mark(3);
            assertThat(journal.open(KEY)).isEmpty();
        }
        try (AttemptJournal journal = AttemptJournal.open(file)) {
            assertThat(journal.attempted(new AttemptJournal.Key(KEY.broadcastId(), 17, 7)))
                    .isEmpty();
            assertThat(journal.attempted(new AttemptJournal.Key(KEY.broadcastId(), 5_000, 7)))
                    .hasValue(bits(3));
        }
    }
}
