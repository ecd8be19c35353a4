package dev.crier.api;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as we read and write it: strict, bounded, duplicate keys refused.
public final class Json {
    /// WhatsApp's deepest legal body (carousel, cards, components, parameters, objects) nests 12; hostile ones nest
    /// more.
    public static final int MAX_DEPTH = 40;

    /// No field of the contract is longer; a template's text has 1,024 characters.
    public static final int MAX_STRING_CHARS = 100_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING_CHARS)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            // An amount of 12345678.90 must reach people as it was written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// What the database gave back: ours, so it parses.
    public static JsonNode parseOwn(String json) {
        return MAPPER.readTree(json);
    }

    /// A request body that must be one JSON object.
    public static ObjectNode readObject(InputStream body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw problemOf(e);
        }
        if (!(tree instanceof ObjectNode object)) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The body must be a JSON object");
        }
        List<Fault> faults = new ArrayList<>();
        Texts.check(object, "", faults);
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The body holds text that cannot be stored", faults);
        }
        return object;
    }

    /// The answer to a body that Jackson refused: what and where, without the excerpt that Jackson adds in quotes.
    public static RuntimeException problemOf(JacksonException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem;
            }
            if (cause instanceof java.net.SocketTimeoutException) {
                return Problem.of(ProblemCode.REQUEST_TIMEOUT, "The body did not arrive in time");
            }
        }
        String place = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
        String what = e instanceof StreamConstraintsException ? "The JSON exceeds a limit" : "The JSON is malformed";
        Fault fault = new Fault("invalid_json", what + place + ": " + firstLine(e.getOriginalMessage()));
        return Problem.of(ProblemCode.INVALID_JSON, what + place, List.of(fault));
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        String plain = line.replaceAll("'[^']{12,}'?", "here").replaceAll("\"[^\"]{40,}\"?", "here");
        return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
    }
}
