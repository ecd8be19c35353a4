package dev.crier.sandbox.graph;

import dev.crier.sandbox.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A page of a list as Graph gives it: opaque cursors, {@code next} and {@code previous} as absolute links (§3.1). */
public final class Page {
    private static final int DEFAULT_LIMIT = 25;
    private static final int LARGEST_LIMIT = 1000;

    private Page() {}

    /** Cuts the page the call asks for out of all items, which are in a stable order. */
    public static <T> ObjectNode of(Call call, List<T> all, Function<T, String> id, Function<T, JsonNode> json) {
        int limit = limit(call.text("limit"));
        int from = 0;
        int to;
        String after = call.text("after");
        String before = call.text("before");
        if (after != null) {
            from = indexAfter(all, id, decode(after));
            to = Math.min(all.size(), from + limit);
        } else if (before != null) {
            to = Math.max(0, indexAfter(all, id, decode(before)) - 1);
            from = Math.max(0, to - limit);
        } else {
            to = Math.min(all.size(), limit);
        }
        ObjectNode page = Json.object();
        ArrayNode data = page.putArray("data");
        List<T> items = all.subList(from, to);
        items.forEach(item -> data.add(json.apply(item)));
        if (!items.isEmpty()) {
            ObjectNode paging = page.putObject("paging");
            String first = encode(id.apply(items.getFirst()));
            String last = encode(id.apply(items.getLast()));
            paging.putObject("cursors").put("before", first).put("after", last);
            if (to < all.size()) {
                paging.put("next", link(call, "after", last));
            }
            if (from > 0) {
                paging.put("previous", link(call, "before", first));
            }
        }
        return page;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            return Math.clamp(Integer.parseInt(text), 1, LARGEST_LIMIT);
        } catch (NumberFormatException notANumber) {
            throw GraphError.parameter("Param limit must be a number");
        }
    }

    /** Ids rise, so a cursor whose item was deleted still marks its place. */
    private static <T> int indexAfter(List<T> all, Function<T, String> id, long cursor) {
        int index = 0;
        while (index < all.size() && Long.parseLong(id.apply(all.get(index))) <= cursor) {
            index++;
        }
        return index;
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("c:" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static long decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return Long.parseLong(text.substring(2));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException foreign) {
            throw GraphError.parameter("Invalid cursors values, please check your pagination cursors");
        }
    }

    private static String link(Call call, String direction, String cursor) {
        StringBuilder link = new StringBuilder(call.origin())
                .append('/')
                .append(call.version())
                .append('/')
                .append(String.join("/", call.path()))
                .append('?');
        for (Map.Entry<String, JsonNode> param : call.params().properties()) {
            boolean moves = param.getKey().equals("after") || param.getKey().equals("before");
            if (!moves && param.getValue().isValueNode()) {
                link.append(encoded(param.getKey()))
                        .append('=')
                        .append(encoded(param.getValue().asString("")))
                        .append('&');
            }
        }
        return link.append(direction).append('=').append(cursor).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
