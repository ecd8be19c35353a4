package dev.crier.media;

import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.WhatsappChannel;
import dev.crier.cloudapi.GraphClient;
import dev.crier.cloudapi.GraphException;
import dev.crier.cloudapi.Upload;
import dev.crier.db.Database;
import dev.crier.template.Refusal;
import dev.crier.template.TemplateEditor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.StringNode;

/// Keeps files, and keeps them at Meta: an id lives for 30 days there, and is renewed long before.
///
/// A broadcast names a file by our reference. The lane puts Meta's id of that moment into the messages, so a file may
/// be renewed between accepting and sending.
public final class MediaLibrary implements TemplateEditor.Examples {
    /// How long Meta keeps an id, less a margin for clocks and slow sends.
    static final Duration LIFETIME = Duration.ofDays(29);

    /// A broadcast that begins just before a renewal has this long to finish with the old id.
    static final Duration RENEW_BEFORE = Duration.ofDays(10);

    /// Ours: a bot's templates have some dozens of headers. They bound the disk that a key's holder can fill.
    static final int MAX_FILES = 500;

    static final long MAX_BYTES = 1L << 30;

    /// Receiving takes a connection, a file and a line to Meta each.
    private static final int MAX_AT_ONCE = 8;

    /// One run must not go on for ever where Meta is slow; the next one comes soon.
    private static final int RENEWALS_PER_BOT = 50;

    private static final Logger LOG = LoggerFactory.getLogger(MediaLibrary.class);

    private final MediaStore store;
    private final MediaFiles files;
    private final GraphClient graph;
    private final Clock clock;
    private final Semaphore uploads = new Semaphore(MAX_AT_ONCE);

    /// @param graph with time-outs for large files
    /// @param folder where the bytes are kept
    public MediaLibrary(Database database, GraphClient graph, Path folder, Clock clock) throws IOException {
        this.store = new MediaStore(database);
        this.files = new MediaFiles(folder);
        this.graph = graph;
        this.clock = clock;
    }

    MediaStore store() {
        return store;
    }

    /// The newest files of a bot of one kind, for people to choose from.
    public List<Media> newest(UUID botId, MediaKind kind, int limit) {
        return store.newest(botId, kind.wire(), limit);
    }

    public Optional<Media> find(UUID botId, UUID id) {
        return store.find(botId, id);
    }

    /// The bytes of a file; empty if another node took them.
    public Optional<Path> bytes(Media media) {
        return Optional.of(files.file(media.botId(), media.sha256())).filter(Files::exists);
    }

    /// Takes a file and brings it to Meta; one that is there already only if its id ends soon.
    ///
    /// @param contentType what its sender says that it is
    /// @param filename as given; null or blank: one is made of the type
    public Media add(WhatsappChannel channel, InputStream in, String contentType, @Nullable String filename)
            throws IOException {
        MediaKind kind = MediaKind.required(contentType);
        String type = MediaKind.bare(contentType);
        return add(channel, in, kind, type, Filename.of(filename, kind, type));
    }

    private Media add(WhatsappChannel channel, InputStream in, MediaKind kind, String mimeType, String filename)
            throws IOException {
        if (!uploads.tryAcquire()) {
            throw Problem.of(ProblemCode.RATE_LIMITED, "At most " + MAX_AT_ONCE + " files are taken at a time");
        }
        try {
            MediaFiles.Received received = files.receive(in, kind);
            try {
                return add(channel, received, kind, mimeType, filename);
            } finally {
                received.drop();
            }
        } finally {
            uploads.release();
        }
    }

    private Media add(
            WhatsappChannel channel, MediaFiles.Received received, MediaKind kind, String mimeType, String filename)
            throws IOException {
        if (received.bytes() == 0 || !MediaKind.begins(mimeType, received.head())) {
            String detail = received.bytes() == 0 ? "the file is empty" : "the file is no " + mimeType;
            throw Problem.of(ProblemCode.INVALID_REQUEST, detail, List.of(new Fault("invalid_media", detail)));
        }
        Optional<Media> known = store.same(channel.botId(), received.sha256(), mimeType);
        if (known.isEmpty()) {
            refuseBeyondBounds(channel.botId(), received.bytes());
        }
        files.keep(channel.botId(), received);
        String number = channel.endpoint().phoneNumberId();
        if (known.isPresent() && known.get().phoneNumberId().equals(number) && !endsSoon(known.get())) {
            return known.get();
        }
        Media media = known.orElse(new Media(
                Ids.next(),
                channel.botId(),
                received.sha256(),
                kind.wire(),
                mimeType,
                filename,
                received.bytes(),
                number,
                "",
                clock.instant(),
                null,
                clock.instant()));
        try {
            return upload(channel, media);
        } catch (GraphException e) {
            if (known.isEmpty()) {
                files.delete(channel.botId(), received.sha256());
            }
            throw Refusal.of(e);
        }
    }

    private void refuseBeyondBounds(UUID botId, long bytes) {
        MediaStore.Kept kept = store.kept(botId);
        if (kept.files() >= MAX_FILES || kept.bytes() + bytes > MAX_BYTES) {
            throw Problem.of(
                    ProblemCode.WRONG_STATE,
                    "The bot keeps %d files of %d bytes in all; at most %d files of %d bytes are possible. Delete some"
                            .formatted(kept.files(), kept.bytes(), MAX_FILES, MAX_BYTES));
        }
    }

    private boolean endsSoon(Media media) {
        return media.expiresAt().isBefore(clock.instant().plus(RENEW_BEFORE));
    }

    private Media upload(WhatsappChannel channel, Media media) throws GraphException {
        Instant expires = clock.instant().plus(LIFETIME);
        String metaId = graph.uploadMedia(channel.endpoint(), file(media));
        return store.put(new Media(
                media.id(),
                media.botId(),
                media.sha256(),
                media.kind(),
                media.mimeType(),
                media.filename(),
                media.bytes(),
                channel.endpoint().phoneNumberId(),
                metaId,
                expires,
                media.handle(),
                media.insertedAt()));
    }

    private Upload file(Media media) {
        return new Upload(files.file(media.botId(), media.sha256()), media.mimeType(), media.filename(), media.bytes());
    }

    void delete(Media media) throws IOException {
        if (store.delete(media)) {
            files.delete(media.botId(), media.sha256());
        }
    }

    /// Brings files to Meta again whose ids end soon. Only those whose bytes are on this node.
    public void renew(List<WhatsappChannel> channels) {
        Instant until = clock.instant().plus(RENEW_BEFORE);
        for (WhatsappChannel channel : channels) {
            for (Media media : store.ending(channel.botId(), until, RENEWALS_PER_BOT)) {
                if (Files.exists(files.file(media.botId(), media.sha256()))) {
                    renew(channel, media);
                }
            }
        }
    }

    private void renew(WhatsappChannel channel, Media media) {
        try {
            var _ = upload(channel, media);
        } catch (GraphException e) {
            LOG.warn("File {} could not be renewed at WhatsApp: {}", media.id(), e.getMessage());
        }
    }

    /// Meta's handle of a file for the example of a template; made at the first asking.
    public String handle(WhatsappChannel channel, Media media) {
        if (media.handle() != null) {
            return media.handle();
        }
        if (!Files.exists(files.file(media.botId(), media.sha256()))) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The bytes of file " + media.id() + " are gone; upload it again");
        }
        try {
            String handle = graph.uploadExample(channel.endpoint(), file(media));
            store.setHandle(media.id(), handle);
            return handle;
        } catch (GraphException e) {
            throw Refusal.of(e);
        }
    }

    @Override
    public JsonNode withHandles(WhatsappChannel channel, JsonNode definition) {
        JsonNode copy = definition.deepCopy();
        List<Fault> faults = new ArrayList<>();
        components(channel, copy.path("components"), "/components", faults);
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_DEFINITION, faults.getFirst().detail(), faults);
        }
        return copy;
    }

    private void components(WhatsappChannel channel, JsonNode components, String pointer, List<Fault> faults) {
        for (int i = 0; i < components.size(); i++) {
            JsonNode component = components.path(i);
            String at = pointer + "/" + i;
            if (component.path("example").path("header_handle") instanceof ArrayNode handles) {
                handles(channel, handles, at + "/example/header_handle", faults);
            }
            JsonNode cards = component.path("cards");
            for (int card = 0; card < cards.size(); card++) {
                components(channel, cards.path(card).path("components"), at + "/cards/" + card + "/components", faults);
            }
        }
    }

    private void handles(WhatsappChannel channel, ArrayNode handles, String pointer, List<Fault> faults) {
        for (int i = 0; i < handles.size(); i++) {
            @Nullable UUID id = Ids.parse(handles.path(i).asString(""));
            if (id == null) {
                continue;
            }
            Optional<Media> media = store.find(channel.botId(), id);
            if (media.isPresent()) {
                handles.set(i, StringNode.valueOf(handle(channel, media.get())));
            } else {
                faults.add(new Fault("media_not_found", "there is no file with that id", pointer + "/" + i));
            }
        }
    }
}
