package dev.crier.studio.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.account.Bot;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.State;
import dev.crier.channel.NumberHealth;
import dev.crier.channel.NumberHealth.Quality;
import dev.crier.channel.Provider;
import dev.crier.channel.WhatsappChannel;
import dev.crier.channel.WhatsappChannel.Hold;
import dev.crier.cloudapi.Endpoint;
import dev.crier.cloudapi.Secret;
import dev.crier.studio.home.Alert.Severity;
import dev.crier.template.TemplateWatch.Matter;
import dev.crier.template.TemplateWatch.Sendable;
import dev.crier.template.TemplateWatch.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AttentionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final UUID BOT = Ids.next();
    private static final Sendable ALL = new Sendable(true, true);
    private static final FirstSteps DONE = new FirstSteps(true, true, true, true, true, false);
    private static final FirstSteps NEW = new FirstSteps(false, false, false, false, false, false);

    private static Bot bot(boolean rest, boolean broadcasting) {
        return new Bot(BOT, Ids.next(), "Shop", List.of("nl"), "NL", rest, broadcasting, null, null);
    }

    private static WhatsappChannel channel(boolean enabled, @Nullable Hold hold) {
        Endpoint endpoint = new Endpoint(URI.create("http://127.0.0.1:1"), "v26.0", "1", "2", new Secret("t"));
        return new WhatsappChannel(
                Ids.next(), BOT, enabled, Provider.META, endpoint, new Secret("a"), new Secret("v"), 80, hold);
    }

    private static Broadcast broadcast(State state, @Nullable JsonNode cause) {
        return new Broadcast(
                Ids.next(),
                BOT,
                Ids.next(),
                Broadcast.Kind.BROADCAST,
                "Spring",
                state,
                cause,
                "delivery_notice",
                "nl",
                null,
                NOW,
                null,
                null,
                null,
                null,
                new Broadcast.Statistics(10, 1, 1, 0, 0));
    }

    private static Trouble trouble(Matter matter) {
        return new Trouble("spring_sale", "nl", matter, "Why.", "Mend it.", "UTILITY", "MARKETING", true);
    }

    private static Situation well() {
        return new Situation(
                bot(true, true), channel(true, null), null, true, List.of(), List.of(), ALL, List.of(), DONE, NOW);
    }

    private static Situation with(Bot bot, @Nullable WhatsappChannel channel, Sendable sendable, FirstSteps steps) {
        return new Situation(bot, channel, null, true, List.of(), List.of(), sendable, List.of(), steps, NOW);
    }

    private static List<String> titles(Situation situation) {
        return Attention.of(situation).stream().map(Alert::title).toList();
    }

    @Test
    void when_all_is_well_nothing_needs_anybody() {
        assertThat(Attention.of(well())).isEmpty();
    }

    @Test
    void a_new_bot_has_its_first_steps_and_no_alerts_beside() {
        Bot fresh = bot(false, false);
        assertThat(titles(new Situation(
                        fresh,
                        null,
                        null,
                        false,
                        List.of(),
                        List.of(),
                        new Sendable(false, false),
                        List.of(),
                        NEW,
                        NOW)))
                .isEmpty();
    }

    @Test
    void a_held_number_is_said_with_its_cause_and_released_here() {
        Situation held = with(bot(true, true), channel(true, new Hold(190, "expired", NOW)), ALL, DONE);
        Alert alert = Attention.of(held).getFirst();
        assertThat(alert.severity()).isEqualTo(Severity.STOPPED);
        assertThat(alert.sentence()).contains("access token has expired");
        assertThat(alert.fix()).isNotBlank();
        assertThat(alert.action().isHere()).isTrue();
    }

    private static Situation seenAs(Quality quality, String status, @Nullable Instant tokenEndsAt) {
        WhatsappChannel channel = channel(true, null);
        NumberHealth health = new NumberHealth(
                channel.id(), null, null, status, quality, null, null, "TIER_2K", null, tokenEndsAt, NOW, null);
        return new Situation(bot(true, true), channel, health, true, List.of(), List.of(), ALL, List.of(), DONE, NOW);
    }

    @Test
    void what_meta_thinks_of_the_number_is_told_while_it_still_sends() {
        assertThat(titles(seenAs(Quality.GREEN, "CONNECTED", null))).isEmpty();
        assertThat(titles(seenAs(Quality.YELLOW, "CONNECTED", NOW.plus(Duration.ofDays(30)))))
                .isEmpty();
        assertThat(titles(seenAs(Quality.RED, "FLAGGED", NOW.plus(Duration.ofDays(3)))))
                .containsExactly(
                        "The access token ends in 3 days",
                        "The number's quality is low",
                        "Meta has flagged the number");
        assertThat(titles(seenAs(Quality.GREEN, "CONNECTED", NOW.plus(Duration.ofHours(3)))))
                .containsExactly("The access token ends today");
        assertThat(Attention.of(seenAs(Quality.GREEN, "CONNECTED", NOW)))
                .singleElement()
                .satisfies(alert -> assertThat(alert.severity()).isEqualTo(Severity.STOPPED));
    }

    @Test
    void only_what_crier_paused_needs_somebody() {
        JsonNode cause =
                Json.object().put("sentence", "Meta paused the template.").put("fix", "Wait, then resume it.");
        Situation paused = new Situation(
                bot(true, true),
                channel(true, null),
                null,
                true,
                List.of(broadcast(State.PAUSED, cause), broadcast(State.PAUSED, null), broadcast(State.RUNNING, cause)),
                List.of(),
                ALL,
                List.of(),
                DONE,
                NOW);
        List<Alert> alerts = Attention.of(paused);
        assertThat(alerts).hasSize(1);
        assertThat(alerts.getFirst().sentence()).isEqualTo("Meta paused the template. 8 people wait.");
        assertThat(alerts.getFirst().fix()).isEqualTo("Wait, then resume it.");
    }

    @Test
    void what_is_missing_to_send_is_said_once_it_was_there() {
        assertThat(titles(with(bot(true, false), channel(true, null), ALL, DONE)))
                .containsExactly("Whatsapp Broadcasting is not ordered");
        assertThat(titles(with(bot(true, true), channel(false, null), ALL, NEW)))
                .containsExactly("WhatsApp is not enabled");
        assertThat(titles(with(bot(true, true), null, ALL, DONE))).containsExactly("WhatsApp is not enabled");
        assertThat(titles(with(bot(true, true), channel(true, null), new Sendable(false, false), DONE)))
                .containsExactly("No template can be sent");
        assertThat(titles(with(bot(false, true), channel(true, null), ALL, DONE)))
                .containsExactly("The REST API is off");
    }

    @Test
    void the_gravest_comes_first_and_many_templates_become_one_line() {
        List<Trouble> many = Collections.nCopies(Situation.MAX_TROUBLES, trouble(Matter.REJECTED));
        Situation bad = new Situation(
                bot(false, true),
                channel(true, new Hold(131031, "locked", NOW)),
                null,
                true,
                List.of(),
                many,
                ALL,
                List.of(),
                DONE,
                NOW);
        List<String> titles = titles(bad);
        assertThat(titles).hasSize(Situation.MAX_TROUBLES + 2);
        assertThat(titles.getFirst()).isEqualTo("The number is held");
        assertThat(titles).endsWith("The REST API is off", "More templates need a look");
    }

    @Test
    void each_matter_of_a_template_says_what_to_do() {
        for (Matter matter : Matter.values()) {
            Situation one = new Situation(
                    bot(true, true),
                    channel(true, null),
                    null,
                    true,
                    List.of(),
                    List.of(trouble(matter)),
                    ALL,
                    List.of(),
                    DONE,
                    NOW);
            assertThat(Attention.of(one)).singleElement().satisfies(alert -> {
                assertThat(alert.title()).contains("spring_sale");
                assertThat(alert.sentence()).isNotBlank();
                assertThat(alert.fix()).isNotBlank();
            });
        }
    }
}
