package dev.crier.content;

import static dev.crier.content.Json.json;
import static dev.crier.content.Json.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crier.content.Preview.PreviewButton;
import dev.crier.content.RenderResult.Rendered;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static final TemplateStructure STRUCTURE = template("""
            {'type':'HEADER','format':'TEXT','text':'For {{1}}'},{'type':'BODY','text':'Hi {{1}}, {{2}}.'},{'type':'FOOTER','text':'Bye'},
            {'type':'BUTTONS','buttons':[{'type':'URL','text':'Track','url':'https://e.com/{{1}}'},{'type':'URL','text':'Home','url':'https://e.com'},
             {'type':'QUICK_REPLY','text':'Stop'},{'type':'PHONE_NUMBER','text':'Call','phone_number':'+31'}]}
            """);

    @Test
    void the_recipient_reads_the_texts_with_the_values_in_them() {
        CompiledMessage message = CompiledMessage.compile(STRUCTURE, "en", json("""
                [{'type':'header','parameters':[{'type':'text','text':'{{a}}'}]},
                 {'type':'body','parameters':[{'type':'text','text':'{{a}}'},{'type':'currency','currency':{'fallback_value':'$5','code':'USD','amount_1000':1}}]},
                 {'type':'button','sub_type':'url','index':0,'parameters':[{'type':'text','text':'{{b}}'}]},
                 {'type':'button','sub_type':'quick_reply','index':2,'parameters':[{'type':'payload','payload':'STOP'}]}]
                """));
        RenderResult result = message.render(Map.of("a", "{{2}} $1", "b", "$0\\{{1}}"), Map.of());
        Preview preview = Preview.of(STRUCTURE, (Rendered) result);
        assertThat(preview.header()).isEqualTo("For {{2}} $1");
        assertThat(preview.body()).isEqualTo("Hi {{2}} $1, $5.");
        assertThat(preview.footer()).isEqualTo("Bye");
        assertThat(preview.buttons())
                .containsExactly(
                        new PreviewButton("url", "Track", "https://e.com/$0\\{{1}}"),
                        new PreviewButton("url", "Home", "https://e.com"),
                        new PreviewButton("quick_reply", "Stop", "STOP"),
                        new PreviewButton("phone_number", "Call", "+31"));
    }

    @Test
    void named_values_find_their_place() {
        TemplateStructure named = template("{'type':'BODY','text':'Dear {{last}}, {{first}} {{last}}!'}");
        Preview preview = Preview.of(
                named,
                json(
                        "[{'type':'body','parameters':[{'type':'text','parameter_name':'first','text':'{{last}}'},{'type':'text','parameter_name':'last','text':'L'}]}]"));
        assertThat(preview.body()).isEqualTo("Dear L, {{last}} L!");
    }

    @Test
    void media_offer_and_cards_are_described() {
        TemplateStructure structure = template(
                "{'type':'HEADER','format':'DOCUMENT'},{'type':'BODY','text':'x'},{'type':'LIMITED_TIME_OFFER','limited_time_offer':{'text':'Now'}},{'type':'CAROUSEL','cards':[{'components':[{'type':'HEADER','format':'IMAGE'},{'type':'BODY','text':'card {{1}}'}]}]}");
        Preview preview = Preview.of(
                structure,
                json(
                        "[{'type':'header','parameters':[{'type':'document','document':{'link':'https://e.com/a','filename':'a.pdf'}}]},{'type':'carousel','cards':[{'card_index':0,'components':[{'type':'body','parameters':[{'type':'text','text':'one'}]}]}]}]"));
        assertThat(preview.header()).isEqualTo("[document] a.pdf, https://e.com/a");
        assertThat(preview.offer()).isEqualTo("Now");
        assertThat(preview.cards())
                .singleElement()
                .extracting(Preview::header, Preview::body)
                .containsExactly("[image]", "card one");
    }

    @Test
    void what_is_left_out_stays_visible() {
        assertThat(Preview.of(STRUCTURE, json("[]")).body()).isEqualTo("Hi {{1}}, {{2}}.");
    }
}
