package dev.crier.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The broadcast that is sent: a parcel's delivery, with four values of each person in the text, one for all, and one
/// in the button's address.
final class Delivery {
    static final String TEMPLATE = "delivery_notice";

    private static final String TEXT = "Hello {{1}}, your order arrives on {{2}} between {{3}} and {{4}}. Questions?"
            + " Call {{5}} and we will gladly help you out.";

    /// What the template's variables get, of each person.
    static final String COMPONENTS = """
            [{"type":"body","parameters":[\
            {"type":"text","text":"{{ name }}"},{"type":"text","text":"{{ date }}"},\
            {"type":"text","text":"{{ from }}"},{"type":"text","text":"{{ to }}"},\
            {"type":"text","text":"+31201234567"}]},{"type":"button","sub_type":"url","index":0,\
            "parameters":[{"type":"text","text":"{{ track }}"}]}]""";

    private Delivery() {}

    /// Graph's answer to a request for templates.
    static String templates() {
        return """
                {"data":[{"id":"594425479261596","name":"%s","language":"en","status":"APPROVED","category":"UTILITY",\
                "parameter_format":"POSITIONAL","components":[{"type":"BODY","text":"%s",\
                "example":{"body_text":[["Ann","3 May","10:00","12:00","+31201234567"]]}},\
                {"type":"BUTTONS","buttons":[{"type":"URL","text":"Track your order",\
                "url":"https://example.com/{{1}}","example":["https://example.com/a1"]}]}]}]}""".formatted(TEMPLATE, TEXT);
    }

    /// Writes a request for the people `first` to `first + count - 1`, as a draft: accepting is measured by itself.
    static void write(Path file, int first, int count) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("""
                    {"draft":true,"template":{"name":"%s","language":"en","components":%s},\
                    "params":{"name":"Customer"},"users":[""".formatted(TEMPLATE, COMPONENTS));
            for (int i = 0; i < count; i++) {
                out.write(i == 0 ? "\n" : ",\n");
                out.write(user(first + i));
            }
            out.write("]}");
        }
    }

    /// About 150 bytes of params, as a web shop would have them.
    private static String user(int i) {
        int hour = 8 + i % 10;
        return """
                {"phone":"%s","ref":"order-%d","params":{"name":"Anneke van der Berg %d","date":"Tuesday 24 November\
                 2026","from":"%d:00","to":"%d:00","track":"NL-3SABCD-%09d-%04dAB"}}""".formatted(phone(i), i, i % 1_000, hour, hour + 2, i, i % 10_000);
    }

    /// A Dutch mobile number; ten million of them are different.
    static String phone(int i) {
        return "+3162%07d".formatted(i);
    }
}
