package dev.crier.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as people write it: what fits into a line is one.
public final class PrettyJson {
    /// As wide as an example is shown.
    private static final int WIDTH = 54;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private PrettyJson() {}

    public static String of(JsonNode node) {
        return written(node, "");
    }

    private static String written(JsonNode node, String indent) {
        String line = inLine(node);
        if (!node.isContainer() || node.isEmpty() || indent.length() + line.length() <= WIDTH) {
            return line;
        }
        String deeper = indent + "  ";
        List<String> parts = node.isObject()
                ? node.properties().stream()
                        .map(each -> name(each.getKey()) + written(each.getValue(), deeper))
                        .toList()
                : node.valueStream().map(each -> written(each, deeper)).toList();
        String open = node.isObject() ? "{" : "[";
        String close = node.isObject() ? "}" : "]";
        return open + "\n" + deeper + String.join(",\n" + deeper, parts) + "\n" + indent + close;
    }

    private static String inLine(JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            return node.properties().stream()
                    .map(each -> name(each.getKey()) + inLine(each.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (node.isArray()) {
            return IntStream.range(0, node.size())
                    .mapToObj(i -> inLine(node.get(i)))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return MAPPER.writeValueAsString(node);
    }

    private static String name(String key) {
        return MAPPER.writeValueAsString(key) + ": ";
    }
}
