package dev.crier.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.broadcast.TestBroadcasts;
import dev.crier.cloudapi.WebhookPayload.Kind;
import dev.crier.cloudapi.WebhookPayload.StatusUpdate;
import dev.crier.contact.Optout;
import dev.crier.db.TestDatabase;
import dev.crier.message.MessageId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StatusApplierTest {
    private static final TestDatabase DB = TestDatabase.fresh();
    private static final Scene SCENE = new Scene(DB.database());

    @AfterAll
    static void end() {
        SCENE.close();
        DB.close();
    }

    /// What Meta may say about five messages, in the order in which it happened.
    private static List<StatusUpdate> story(UUID broadcast) {
        List<StatusUpdate> story = new ArrayList<>();
        for (int seq = 0; seq < 5; seq++) {
            story.add(Scene.status(broadcast, seq, Kind.SENT, seq));
        }
        story.add(Scene.status(broadcast, 1, Kind.DELIVERED, 11));
        story.add(Scene.status(broadcast, 2, Kind.DELIVERED, 12));
        story.add(Scene.status(broadcast, 2, Kind.READ, 22));
        story.add(Scene.status(broadcast, 3, Kind.READ, 23));
        story.add(Scene.status(new MessageId(broadcast, 4, 1), Kind.FAILED, 24, 131026));
        return story;
    }

    @Test
    void any_order_and_any_repetition_end_as_the_run_in_order_does() throws SQLException {
        UUID inOrder = SCENE.broadcast(SCENE.receiver, 5);
        story(inOrder).forEach(SCENE::told);
        assertThat(SCENE.counters(inOrder)).isEqualTo(Map.of("sent", 1, "delivered", 1, "read", 2, "failed", 1));
        for (int seed = 0; seed < 20; seed++) {
            UUID shuffled = SCENE.broadcast(SCENE.receiver, 5);
            List<StatusUpdate> story = story(shuffled);
            story.addAll(story(shuffled));
            Random random = new Random(seed);
            Collections.shuffle(story, random);
            for (int from = 0; from < story.size(); ) {
                int to = Math.min(story.size(), from + 1 + random.nextInt(6));
                SCENE.told(story.subList(from, to).toArray(StatusUpdate[]::new));
                from = to;
            }
            assertThat(SCENE.rows(shuffled)).as("seed %d", seed).isEqualTo(SCENE.rows(inOrder));
            assertThat(SCENE.counters(shuffled)).as("seed %d", seed).isEqualTo(SCENE.counters(inOrder));
        }
    }

    @Test
    void another_channels_signature_does_not_move_my_messages() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        Receiver stranger = SCENE.receiver("en");
        SCENE.statuses
                .submit(stranger, List.of(Scene.status(mine, 0, Kind.READ, 0)))
                .await();
        assertThat(SCENE.rows(mine)).isEmpty();
    }

    @Test
    void a_status_of_another_number_is_skipped() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        StatusUpdate status = Scene.status(mine, 0, Kind.READ, 0);
        SCENE.told(new StatusUpdate(
                "12345",
                status.wamid(),
                status.kind(),
                status.at(),
                null,
                null,
                status.callbackData(),
                List.of(),
                null));
        assertThat(SCENE.rows(mine)).isEmpty();
    }

    @Test
    void ids_of_nothing_are_dropped() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        SCENE.told(Scene.status(new UUID(1, 1), 0, Kind.READ, 0), Scene.status(mine, 7, Kind.READ, 0));
        assertThat(SCENE.rows(mine)).isEmpty();
    }

    @Test
    void times_of_any_age_are_stored() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 2);
        for (Instant at : List.of(Instant.EPOCH, Instant.ofEpochSecond(99_999_999_999L))) {
            String data = new MessageId(mine, at.equals(Instant.EPOCH) ? 0 : 1, 1).callbackData();
            SCENE.told(new StatusUpdate("", "w" + at, Kind.DELIVERED, at, null, null, data, List.of(), null));
        }
        assertThat(SCENE.counters(mine)).containsEntry("delivered", 2);
    }

    @Test
    void without_our_id_the_wamid_finds_the_message() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        String wamid = Scene.wamid();
        String data = new MessageId(mine, 0, 1).callbackData();
        SCENE.told(Scene.named(wamid, data, Kind.SENT, 0, null));
        SCENE.told(Scene.named(wamid, "somebody else's words", Kind.DELIVERED, 1, null));
        assertThat(SCENE.stage(mine, 0)).isEqualTo("DELIVERED");
    }

    @Test
    void a_status_that_comes_before_its_message_waits_for_it() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        String wamid = Scene.wamid();
        SCENE.told(Scene.named(wamid, null, Kind.FAILED, 5, 131026));
        SCENE.told(Scene.named(wamid, null, Kind.READ, 6, null));
        int before = SCENE.count("parked_status");
        assertThat(SCENE.statuses.parked().runOnce(Scene.NOW)).isZero();
        SCENE.told(Scene.named(wamid, new MessageId(mine, 0, 1).callbackData(), Kind.SENT, 0, null));
        assertThat(SCENE.statuses.parked().runOnce(Scene.NOW)).isEqualTo(2);
        assertThat(SCENE.stage(mine, 0)).isEqualTo("READ");
        assertThat(SCENE.count("parked_status")).isEqualTo(before - 2);
    }

    @Test
    void what_stays_unknown_is_looked_for_less_often_and_forgotten_after_a_week() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        String wamid = Scene.wamid();
        SCENE.told(Scene.named(wamid, null, Kind.READ, 6, null));
        SCENE.told(Scene.named(wamid, new MessageId(mine, 0, 1).callbackData(), Kind.SENT, 0, null));
        int matched = 0;
        for (int run = 0; run < 64; run++) {
            matched += SCENE.statuses.parked().runOnce(Scene.NOW.plus(Duration.ofHours(1)));
        }
        assertThat(matched).isEqualTo(1);
        SCENE.told(Scene.named(Scene.wamid(), null, Kind.READ, 6, null));
        SCENE.statuses.parked().runOnce(Scene.NOW.plus(Duration.ofDays(8)));
        assertThat(SCENE.count("parked_status")).isZero();
    }

    @Test
    void of_too_many_strangers_the_oldest_are_dropped() throws SQLException {
        try (Scene small = new Scene(DB.database(), 3)) {
            for (int i = 0; i < 10; i++) {
                small.told(Scene.named("wamid.stranger" + i, null, Kind.READ, 0, null));
            }
            small.statuses.parked().runOnce(Scene.NOW);
            List<String> kept = DB.database()
                    .jdbi()
                    .withHandle(handle -> handle.select(
                                    "SELECT wamid FROM parked_status WHERE channel_id = ? ORDER BY id",
                                    small.receiver.channel().id())
                            .mapTo(String.class)
                            .list());
            assertThat(kept).containsExactly("wamid.stranger7", "wamid.stranger8", "wamid.stranger9");
        }
    }

    @Test
    void who_stopped_marketing_gets_no_more_of_it() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 3);
        SCENE.told(Scene.failure(mine, 2, 131050));
        assertThat(SCENE.contact(SCENE.receiver, TestBroadcasts.phone(2)).optout())
                .isEqualTo(Optout.MARKETING);
        assertThat(SCENE.contact(SCENE.receiver, TestBroadcasts.phone(1)).optout())
                .isNull();
    }

    @Test
    void a_template_that_meta_paused_pauses_its_broadcast() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 1);
        SCENE.told(Scene.failure(mine, 0, 132015));
        String state = DB.database()
                .jdbi()
                .withHandle(
                        handle -> handle.select("SELECT status || (cause ->> 'code') FROM broadcast WHERE id = ?", mine)
                                .mapTo(String.class)
                                .one());
        assertThat(state).isEqualTo("paused132015");
        assertThat(SCENE.stage(mine, 0)).isEqualTo("WAITING");
    }

    @Test
    void the_echo_of_a_failure_does_not_hold_a_released_number_again() throws SQLException {
        UUID mine = SCENE.broadcast(SCENE.receiver, 2);
        SCENE.told(Scene.failure(mine, 0, 131042));
        assertThat(SCENE.channel().hold()).isNotNull();
        SCENE.channels.release(SCENE.channel().id());
        SCENE.told(Scene.failure(mine, 0, 131042));
        assertThat(SCENE.channel().hold()).isNull();
        SCENE.told(Scene.failure(mine, 1, 131042));
        assertThat(SCENE.channel().hold()).isNotNull();
        SCENE.channels.release(SCENE.channel().id());
    }
}
