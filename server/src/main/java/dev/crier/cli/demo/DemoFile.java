package dev.crier.cli.demo;

import dev.crier.api.Json;
import dev.crier.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `demo.json`: where the demo is and what opens it, for people, scripts and the demo's next start.
///
/// It holds keys, so only its owner may read it. One key a line, so that `sed` can read it.
public final class DemoFile {
    public static final String DEFAULT_FOLDER = "data/demo";
    private static final String NAME = "demo.json";

    private final Map<String, String> values;

    private DemoFile(Map<String, String> values) {
        this.values = values;
    }

    /// What a demo in this folder left; empty if there was none.
    public static DemoFile in(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Map<String, String> values = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            try {
                for (Map.Entry<String, JsonNode> each :
                        Json.MAPPER.readTree(Files.readString(file)).properties()) {
                    values.put(each.getKey(), each.getValue().asString(""));
                }
            } catch (JacksonException e) {
                throw new CommandFailure(file + " is damaged; delete it, and the demo makes a new bot");
            }
        }
        return new DemoFile(values);
    }

    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    DemoFile with(String key, String value) {
        values.put(key, value);
        return this;
    }

    void write(Path folder) throws IOException {
        ObjectNode json = Json.object();
        values.forEach(json::put);
        Path fresh = folder.resolve(NAME + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, json.toPrettyString() + "\n");
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
