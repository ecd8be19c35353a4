package dev.crier.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.api.Json;
import dev.crier.template.TemplateIndex;
import dev.crier.template.TemplateIndex.Choices;
import dev.crier.template.TemplateIndex.Group;
import dev.crier.template.TemplateIndex.Query;
import dev.crier.template.TemplateStore.StoredTemplate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Looking through templates by name, status, category and language.
@SuppressWarnings("NullAway.Init")
class TemplateIndexTest {
    private static Api api;
    private static UUID bot;
    private static TemplateIndex index;

    @BeforeAll
    static void fill() {
        api = new Api();
        bot = api.bare();
        index = new TemplateIndex(api.database);
        put(bot, "order_update", "en", "UTILITY", "APPROVED");
        put(bot, "order_update", "nl", "UTILITY", "REJECTED");
        put(bot, "spring_offer", "en", "MARKETING", "APPROVED");
        put(bot, "a100%_off", "pt_BR", "MARKETING", "PENDING");
        put(api.bare(), "order_of_others", "en", "UTILITY", "APPROVED");
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static void put(UUID owner, String name, String language, String category, String status) {
        api.templates.put(
                owner,
                new StoredTemplate(
                        name,
                        language,
                        UUID.randomUUID().toString(),
                        category,
                        status,
                        null,
                        null,
                        Json.object(),
                        Instant.now()));
    }

    private static List<String> found(@Nullable String search, @Nullable String status, @Nullable String category) {
        return index.groups(bot, new Query(search, status, category, null), null, 10).stream()
                .map(TemplateIndexTest::shown)
                .toList();
    }

    private static String shown(Group group) {
        return group.name() + " "
                + group.entries().stream().map(TemplateIndex.Entry::language).toList();
    }

    @Test
    void a_name_comes_once_with_its_languages() {
        assertThat(found(null, null, null))
                .containsExactly("a100%_off [pt_BR]", "order_update [en, nl]", "spring_offer [en]");
    }

    @Test
    void a_part_of_the_name_finds_it_and_signs_mean_only_themselves() {
        assertThat(found("Order Up", null, null)).containsExactly("order_update [en, nl]");
        assertThat(found("%", null, null)).containsExactly("a100%_off [pt_BR]");
        assertThat(found("o_d", null, null)).isEmpty();
        assertThat(found(" ", null, null)).hasSize(3);
    }

    @Test
    void only_the_languages_come_that_fit() {
        assertThat(found("order", "APPROVED", null)).containsExactly("order_update [en]");
        assertThat(found(null, null, "MARKETING")).containsExactly("a100%_off [pt_BR]", "spring_offer [en]");
        assertThat(index.groups(bot, new Query(null, null, null, "nl"), null, 10))
                .hasSize(1);
    }

    @Test
    void a_part_of_the_list_begins_behind_a_name() {
        assertThat(index.groups(bot, Query.ALL, null, 1))
                .extracting(Group::name)
                .containsExactly("a100%_off");
        assertThat(index.groups(bot, Query.ALL, "a100%_off", 1))
                .extracting(TemplateIndexTest::shown)
                .containsExactly("order_update [en, nl]");
    }

    @Test
    void choices_are_counted() {
        Choices choices = index.choices(bot);
        assertThat(choices.total()).isEqualTo(4);
        assertThat(choices.statuses()).containsEntry("APPROVED", 2).containsEntry("PENDING", 1);
        assertThat(choices.languages()).containsOnlyKeys("en", "nl", "pt_BR");
        assertThat(choices.syncedAt()).isNotNull();
        assertThat(index.choices(api.bare()).total()).isZero();
    }
}
