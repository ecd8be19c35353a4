package dev.crier.media;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.db.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Our references in what is sent: `"image": {"id": "<our id>"}`. Ours are UUIDs and Meta's are numbers, so the two
/// cannot be confused.
public final class MediaReferences {
    /// Parameters that show a file, and the kind that it must be of.
    private static final Map<String, String> KINDS =
            Map.of("image", "image", "video", "video", "gif", "video", "document", "document");

    /// What Meta approves has one header, and ten cards with one each.
    private static final int MOST = 32;

    private final Database database;

    public MediaReferences(Database database) {
        this.database = database;
    }

    /// A reference, where it stands, and as what.
    private record Reference(UUID id, String kind, ObjectNode holder, String pointer) {}

    /// What is wrong with the references in `components`; asks the database only if there are any.
    ///
    /// @param pointer where the components stand in the request
    public List<Fault> faults(UUID botId, @Nullable JsonNode components, String pointer, Instant now) {
        List<Reference> references = references(components, pointer);
        if (references.isEmpty()) {
            return List.of();
        }
        Map<UUID, Media> known = database.jdbi().withHandle(handle -> known(handle, botId, references));
        List<Fault> faults = new ArrayList<>();
        for (Reference reference : references) {
            @Nullable String problem = problem(known.get(reference.id()), reference.kind(), now);
            if (problem != null && faults.size() < Problem.MAX_FAULTS) {
                faults.add(new Fault("invalid_media", problem, reference.pointer() + "/id"));
            }
        }
        return faults;
    }

    private static @Nullable String problem(@Nullable Media media, String kind, Instant now) {
        if (media == null) {
            return "there is no file with that id; upload it at …/whatsapp/media";
        }
        if (!media.kind().equals(kind)) {
            return "the file is of type " + media.kind() + ", expected " + kind;
        }
        return media.expiresAt().isBefore(now) ? "WhatsApp keeps the file no longer; upload it again" : null;
    }

    /// `components` with Meta's ids of now. A reference to a file that is gone stays, and Meta refuses it.
    public static @Nullable JsonNode resolved(Handle handle, UUID botId, @Nullable JsonNode components) {
        if (components == null || references(components, "").isEmpty()) {
            return components;
        }
        JsonNode copy = components.deepCopy();
        List<Reference> references = references(copy, "");
        Map<UUID, Media> known = known(handle, botId, references);
        for (Reference reference : references) {
            @Nullable Media media = known.get(reference.id());
            if (media != null) {
                reference.holder().put("id", media.metaId());
            }
        }
        return copy;
    }

    private static Map<UUID, Media> known(Handle handle, UUID botId, List<Reference> references) {
        Set<UUID> ids = references.stream().map(Reference::id).collect(Collectors.toSet());
        Map<UUID, Media> known = new LinkedHashMap<>();
        MediaStore.find(handle, botId, ids).forEach(media -> known.put(media.id(), media));
        return known;
    }

    private static List<Reference> references(@Nullable JsonNode components, String pointer) {
        List<Reference> found = new ArrayList<>();
        if (components != null) {
            collect(components, pointer, found);
        }
        return found;
    }

    private static void collect(JsonNode components, String pointer, List<Reference> found) {
        for (int i = 0; i < components.size() && found.size() < MOST; i++) {
            JsonNode component = components.path(i);
            JsonNode parameters = component.path("parameters");
            for (int p = 0; p < parameters.size() && found.size() < MOST; p++) {
                parameter(parameters.path(p), pointer + "/" + i + "/parameters/" + p, found);
            }
            JsonNode cards = component.path("cards");
            for (int c = 0; c < cards.size() && found.size() < MOST; c++) {
                collect(cards.path(c).path("components"), pointer + "/" + i + "/cards/" + c + "/components", found);
            }
        }
    }

    private static void parameter(JsonNode parameter, String pointer, List<Reference> found) {
        KINDS.forEach((field, kind) -> {
            if (parameter.path(field) instanceof ObjectNode holder) {
                @Nullable UUID id = Ids.parse(holder.path("id").asString(""));
                if (id != null) {
                    found.add(new Reference(id, kind, holder, pointer + "/" + field));
                }
            }
        });
    }
}
