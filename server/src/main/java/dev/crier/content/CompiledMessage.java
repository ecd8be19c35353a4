package dev.crier.content;

import dev.crier.api.Fault;
import dev.crier.content.RenderResult.InvalidParams;
import dev.crier.content.RenderResult.MissingParams;
import dev.crier.content.RenderResult.Rendered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One message for many recipients: the JSON of its `template` object as constant bytes with holes for the values.
///
/// Compiled once per broadcast; rendering builds no tree and is safe from many threads.
public final class CompiledMessage {
    /// One hole, a string in the JSON.
    ///
    /// @param literals one more than keys
    /// @param keys positions in the message's list of keys
    /// @param label what faults call it
    record Hole(List<String> literals, List<Integer> keys, ValueRule rule, String label) {
        String fill(String[] values) {
            if (keys.size() == 1
                    && literals.getFirst().isEmpty()
                    && literals.getLast().isEmpty()) {
                return values[keys.getFirst()];
            }
            StringBuilder text = new StringBuilder(literals.getFirst());
            for (int i = 0; i < keys.size(); i++) {
                text.append(values[keys.get(i)]).append(literals.get(i + 1));
            }
            return text.toString();
        }
    }

    private final List<String> keys;
    /// One more than holes: the bytes before, between and after them.
    private final List<byte[]> constants;

    private final List<Hole> holes;
    private final List<WholeCheck> checks;
    private final int constantBytes;

    CompiledMessage(List<String> keys, List<byte[]> constants, List<Hole> holes, List<WholeCheck> checks) {
        this.keys = List.copyOf(keys);
        this.constants = List.copyOf(constants);
        this.holes = List.copyOf(holes);
        this.checks = List.copyOf(checks);
        this.constantBytes = constants.stream().mapToInt(bytes -> bytes.length).sum();
    }

    /// Compiles components in which [ComponentsValidator] found no fault.
    ///
    /// @param language the code that Meta is told
    public static CompiledMessage compile(TemplateStructure structure, String language, @Nullable JsonNode components) {
        return new Compiler(structure).compile(language, Canonical.components(structure, components));
    }

    /// The keys of all embeddings, in the order of their appearance.
    public Set<String> keys() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(keys));
    }

    /// Renders for one recipient. A key is looked up in the recipient's params, then in the defaults; a blank value
    /// counts as none, since WhatsApp takes no blank value and a default is there for who lacks one.
    public RenderResult render(Map<String, String> userParams, Map<String, String> defaults) {
        String[] values = new String[keys.size()];
        List<String> missing = List.of();
        for (int i = 0; i < values.length; i++) {
            String value = value(keys.get(i), userParams, defaults);
            if (value == null) {
                missing = with(missing, keys.get(i));
            } else {
                values[i] = value;
            }
        }
        if (!missing.isEmpty()) {
            return new MissingParams(missing);
        }
        String[] texts = new String[holes.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = holes.get(i).fill(values);
        }
        List<Fault> faults = faults(texts);
        return faults.isEmpty() ? new Rendered(bytes(texts)) : new InvalidParams(faults);
    }

    private static @Nullable String value(String key, Map<String, String> userParams, Map<String, String> defaults) {
        String value = userParams.get(key);
        if (value != null && !value.isBlank()) {
            return value;
        }
        String fallback = defaults.get(key);
        return fallback == null || fallback.isBlank() ? null : fallback;
    }

    private List<Fault> faults(String[] texts) {
        List<Fault> faults = List.of();
        for (int i = 0; i < texts.length; i++) {
            Hole hole = holes.get(i);
            Fault fault = hole.rule().check(texts[i], hole.label(), null);
            if (fault != null) {
                faults = with(faults, fault);
            }
        }
        for (WholeCheck check : checks) {
            Fault fault = check.check(texts);
            if (fault != null) {
                faults = with(faults, fault);
            }
        }
        return faults;
    }

    private byte[] bytes(String[] texts) {
        int characters = 0;
        for (String text : texts) {
            characters += text.length();
        }
        JsonBytes out = new JsonBytes(constantBytes + JsonBytes.WIDEST * characters);
        for (int i = 0; i < texts.length; i++) {
            out.raw(constants.get(i)).escaped(texts[i]);
        }
        return out.raw(constants.getLast()).take();
    }

    /// Grows from the shared empty list, since nearly every message has nothing to say.
    private static <T> List<T> with(List<T> list, T more) {
        List<T> grown = new ArrayList<>(list);
        grown.add(more);
        return grown;
    }
}
