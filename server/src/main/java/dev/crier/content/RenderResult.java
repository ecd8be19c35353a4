package dev.crier.content;

import dev.crier.api.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What rendering for one recipient gave.
public sealed interface RenderResult {
    /// The JSON of the `template` object, ready for an [Envelope].
    final class Rendered implements RenderResult {
        private final byte[] templateJson;

        Rendered(byte[] templateJson) {
            this.templateJson = templateJson;
        }

        /// Not a copy: this is the path of each message. Do not change it.
        public byte[] templateJson() {
            return templateJson;
        }

        @Override
        public String toString() {
            return new String(templateJson, StandardCharsets.UTF_8);
        }
    }

    /// Neither the recipient's params nor the defaults have a value that is not blank.
    ///
    /// @param keys in the order of their appearance, each once
    record MissingParams(List<String> keys) implements RenderResult {
        public MissingParams {
            keys = List.copyOf(keys);
        }
    }

    /// WhatsApp would refuse the values; no sentence repeats one.
    record InvalidParams(List<Fault> faults) implements RenderResult {
        public InvalidParams {
            faults = List.copyOf(faults);
        }
    }
}
