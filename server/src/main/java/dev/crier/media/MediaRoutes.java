package dev.crier.media;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.FormFile;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.channel.ChannelStore;
import dev.crier.channel.WhatsappChannel;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Files of a bot: upload, list, one, delete. A file is the body itself, with its type as `Content-Type`, or the one
/// part of a form.
public final class MediaRoutes {
    private static final List<String> ROOTS = List.of("/api/bot/{bot_id}/whatsapp/media");

    private final Gatekeeper gate;
    private final ChannelStore channels;
    private final MediaLibrary library;

    public MediaRoutes(Gatekeeper gate, ChannelStore channels, MediaLibrary library) {
        this.gate = gate;
        this.channels = channels;
        this.library = library;
    }

    public void register(HttpRouting.Builder routing) {
        Address.under(ROOTS, "").get(this::list).post(this::upload).register(routing);
        Address.under(ROOTS, "/{id}")
                .get(this::one)
                .on(Method.DELETE, this::delete)
                .register(routing);
    }

    /// With `?handle=true` it becomes an example for templates too.
    private void upload(ServerRequest request, ServerResponse response) throws IOException {
        Bot bot = gate.admit(request);
        WhatsappChannel channel = channels.connected(bot.id());
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        Media media =
                MediaKind.bare(type).equals(FormFile.TYPE) ? ofForm(request, channel) : ofBody(request, channel, type);
        if (wantsHandle(request)) {
            var _ = library.handle(channel, media);
            media = library.store().find(bot.id(), media.id()).orElse(media);
        }
        Answers.json(response, media.json());
    }

    private Media ofBody(ServerRequest request, WhatsappChannel channel, String type) throws IOException {
        MediaKind kind = MediaKind.required(type);
        return library.add(channel, Body.raw(request, kind.maxBytes()), type, filename(request));
    }

    /// The query's name goes before the form's.
    private Media ofForm(ServerRequest request, WhatsappChannel channel) throws IOException {
        FormFile file = FormFile.open(request, MediaKind.largestBytes());
        @Nullable String name = filename(request);
        return library.add(channel, file.content(), file.type(), name == null ? file.filename() : name);
    }

    private static @Nullable String filename(ServerRequest request) {
        return request.query().first("filename").asOptional().orElse(null);
    }

    private static boolean wantsHandle(ServerRequest request) {
        return request.query().first("handle").orElse("false").equalsIgnoreCase("true");
    }

    private void list(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        Page page = Page.of(request);
        // One more than asked for tells whether anything follows.
        List<Media> found = library.store().list(bot.id(), page.after(), page.limit() + 1);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("media");
        found.stream().limit(page.limit()).forEach(each -> list.add(each.json()));
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        Answers.json(response, answer);
    }

    private void one(ServerRequest request, ServerResponse response) {
        Answers.json(response, media(gate.admit(request), request).json());
    }

    private void delete(ServerRequest request, ServerResponse response) throws IOException {
        Media media = media(gate.admit(request), request);
        library.delete(media);
        Answers.json(response, Json.object().put("deleted", media.id().toString()));
    }

    private Media media(Bot bot, ServerRequest request) {
        @Nullable UUID id = Ids.parse(request.path().pathParameters().get("id"));
        return Optional.ofNullable(id)
                .flatMap(each -> library.store().find(bot.id(), each))
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no file with that id"));
    }
}
