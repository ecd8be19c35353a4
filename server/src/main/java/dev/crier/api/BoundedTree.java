package dev.crier.api;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/// Reads values of a streamed body as trees, each with a bound on its parts: a bound on bytes alone would let a body of
/// empty lists take fifty times its size in memory.
public final class BoundedTree extends JsonParserDelegate {
    /// The largest legal value, a carousel of ten cards or a user with 200 parameters, has some 600.
    static final int MAX_TOKENS = 10_000;

    /// More of the body follows each value.
    private static final ObjectReader READER =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private int left;

    public BoundedTree(JsonParser json) {
        super(json);
    }

    /// The value that begins at the current token.
    public JsonNode read() {
        left = MAX_TOKENS;
        return READER.readTree(this);
    }

    private void count() {
        if (--left < 0) {
            throw Problem.of(
                    ProblemCode.INVALID_REQUEST,
                    "A value has more than " + MAX_TOKENS + " parts, at line "
                            + currentLocation().getLineNr() + ", column "
                            + currentLocation().getColumnNr());
        }
    }

    @Override
    public JsonToken nextToken() {
        count();
        return super.nextToken();
    }

    @Override
    public String nextName() {
        count();
        return super.nextName();
    }
}
