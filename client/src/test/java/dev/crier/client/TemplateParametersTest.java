package dev.crier.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TemplateParametersTest {
    private static String components(String definition) {
        return TemplateParameters.componentsFor(ClientJson.MAPPER.readValue(definition, Template.class))
                .toString();
    }

    private static String json(String text) {
        return ClientJson.MAPPER.readTree(text).toString();
    }

    @Test
    void positionsBecomeParametersInTheirOrder() {
        assertThat(components("""
                        {"parameter_format":"POSITIONAL","components":[
                          {"type":"BODY","text":"{{2}} before {{1}}"},{"type":"FOOTER","text":"Bye"}]}""")).isEqualTo(json("""
                        [{"type":"body","parameters":[{"type":"text","text":"{{ 1 }}"},
                                                      {"type":"text","text":"{{ 2 }}"}]}]"""));
    }

    @Test
    void namesStayNames() {
        assertThat(components("""
                        {"parameter_format":"NAMED","components":[{"type":"BODY","text":"Hello {{first_name}}"}]}""")).isEqualTo(json("""
                        [{"type":"body","parameters":[
                          {"type":"text","text":"{{ first_name }}","parameter_name":"first_name"}]}]"""));
    }

    @Test
    void headersAndButtonsTakeParametersOfTheirPlace() {
        assertThat(components("""
                        {"components":[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hi"},
                          {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"},
                            {"type":"URL","text":"Go","url":"https://example.com/{{1}}"}]}]}""")).isEqualTo(json("""
                        [{"type":"header","parameters":[{"type":"image","image":{"link":"{{ header }}"}}]},
                         {"type":"button","sub_type":"url","index":1,
                          "parameters":[{"type":"text","text":"{{ button1 }}"}]}]"""));
    }

    @Test
    void whatItCannotMakeItSays() {
        assertThatThrownBy(() -> components("{\"components\":[{\"type\":\"CAROUSEL\"}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carousel")
                .hasMessageContaining("yourself");
    }
}
