package dev.crier.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MustacheTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {{ name }}              | Ann
                    {{name}}                | Ann
                    {{   name  }}!          | Ann!
                    Hi {{ name }}, {{name}} | Hi Ann, Ann
                    {{ a.b }}               | dotted
                    {{ Name }}              | other
                    {{ first name }}        | spaced
                    {{ naïve }}             | accented
                    {name} }} {             | {name} }} {
                    {{ name }}}             | Ann}
                    {{ absent }}.           | .
                    """)
    void a_key_is_replaced_once_and_exactly(String source, String expected) {
        Map<String, String> values =
                Map.of("name", "Ann", "a.b", "dotted", "Name", "other", "first name", "spaced", "naïve", "accented");
        Mustache mustache = Mustache.compile(source);
        assertThat(mustache.problems()).isEmpty();
        assertThat(render(mustache, values)).isEqualTo(expected);
    }

    @Test
    void a_value_is_not_expanded_again() {
        assertThat(render(Mustache.compile("{{a}}{{b}}"), Map.of("a", "{{b}}", "b", "{{a}}")))
                .isEqualTo("{{b}}{{a}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{#a}}|{{#a}}",
                "{{ /a }}|{{/a}}",
                "{{^a}}|{{^a}}",
                "{{>a}}|{{>a}}",
                "{{&a}}|{{&a}}",
                "{{!a}}|{{!a}}",
                "{{=a=}}|{{=a=}}",
                "{{{a}}}|{{{a}}",
                "{{}}|{{}}",
                "{{ a|{{ a",
                "{{a{{b}}|{{a{{b}}"
            })
    void what_is_not_supported_is_named_and_stays_text(String source, String named) {
        Mustache mustache = Mustache.compile(source);
        assertThat(mustache.problems()).singleElement().asString().contains(named);
        assertThat(mustache.isLiteral()).isTrue();
        assertThat(render(mustache, Map.of("a", "x"))).isEqualTo(source);
    }

    @Test
    void a_key_has_at_most_100_characters() {
        assertThat(Mustache.compile("{{ " + "k".repeat(100) + " }}").problems()).isEmpty();
        assertThat(Mustache.compile("{{ " + "k".repeat(101) + " }}").problems()).hasSize(1);
    }

    @Test
    void a_million_braces_are_read_in_one_go() {
        assertThat(Mustache.compile("{".repeat(1_000_000)).isLiteral()).isTrue();
        assertThat(Mustache.compile("{{a}}".repeat(200_000)).keys()).hasSize(200_000);
    }

    private static String render(Mustache mustache, Map<String, String> values) {
        StringBuilder text = new StringBuilder(mustache.literals().getFirst());
        for (int i = 0; i < mustache.keys().size(); i++) {
            text.append(values.getOrDefault(mustache.keys().get(i), ""))
                    .append(mustache.literals().get(i + 1));
        }
        return text.toString();
    }
}
