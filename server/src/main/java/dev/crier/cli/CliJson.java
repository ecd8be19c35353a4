package dev.crier.cli;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.PrintWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What `--json` prints: the fields as the API has them.
final class CliJson {
    private static final JsonMapper LINES = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(each -> each.withValueInclusion(JsonInclude.Include.NON_NULL))
            .changeDefaultVisibility(
                    each -> each.withVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE))
            .build();
    private static final JsonMapper PRETTY =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CliJson() {}

    /// One document.
    static void print(PrintWriter out, Object value) {
        out.println(PRETTY.writeValueAsString(value));
        out.flush();
    }

    /// One of a list: a line.
    static void printLine(PrintWriter out, Object value) {
        out.println(LINES.writeValueAsString(value));
    }

    static ObjectNode tree(Object value) {
        return LINES.valueToTree(value);
    }
}
