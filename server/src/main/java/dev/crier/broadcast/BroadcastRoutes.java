package dev.crier.broadcast;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.IdempotencyKey;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Page;
import dev.crier.api.Spool;
import dev.crier.db.Database;
import dev.crier.message.Reason;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The broadcast API: accept, report, list, and the commands from start to cancel.
public final class BroadcastRoutes {
    /// The original's own spelling is not public; the first is ours, the others are what its users try.
    public static final List<String> ROOTS = List.of(
            "/api/bot/{bot_id}/whatsapp/broadcast",
            "/api/bot/{bot_id}/whatsapp/broadcasts",
            "/api/bot/{bot_id}/whatsapp_broadcast");

    /// A list of reasons.
    private static final int MAX_COMMAND_BYTES = 64 * 1024;

    private static final MediaType CSV = MediaTypes.create("text/csv");

    private final Gatekeeper gate;
    private final Acceptor acceptor;
    private final Broadcasts broadcasts;
    private final Messages messages;
    private final BroadcastStore store;
    private final StatusReport report;
    private final Upload upload;
    private final long maxUploadBytes;
    private final ProgressEvents progress = new ProgressEvents();
    private final long maxBodyBytes;

    /// Routes to broadcasts.
    ///
    /// @param wake tells the lanes that a broadcast may or may no longer be sent
    public BroadcastRoutes(
            Gatekeeper gate,
            Acceptor acceptor,
            Database database,
            long maxBodyBytes,
            long maxUploadBytes,
            Runnable wake) {
        this.gate = gate;
        this.acceptor = acceptor;
        this.broadcasts = new Broadcasts(database, acceptor, wake);
        this.messages = new Messages(database);
        this.store = new BroadcastStore(database);
        this.report = new StatusReport(database);
        this.upload = new Upload(database, acceptor);
        this.maxUploadBytes = maxUploadBytes;
        this.maxBodyBytes = maxBodyBytes;
    }

    public void register(HttpRouting.Builder routing) {
        Address.under(ROOTS, "").get(this::oneOrList).post(this::accept).register(routing);
        Address.under(ROOTS, "/{id}").get(this::one).register(routing);
        Address.under(ROOTS, "/{id}/messages").get(this::messages).register(routing);
        Address.under(ROOTS, "/{id}/users").post(this::upload).register(routing);
        Address.under(ROOTS, "/{id}/messages.csv")
                .producing(CSV)
                .get(this::export)
                .register(routing);
        Address.under(ROOTS, "/{id}/retry").post(this::retry).register(routing);
        Address.under(ROOTS, "/{id}/events")
                .producing(MediaTypes.TEXT_EVENT_STREAM)
                .get(this::events)
                .register(routing);
        for (State.Command command : State.Command.values()) {
            Address.under(ROOTS, "/{id}/" + command.wire())
                    .post((request, response) -> command(request, response, command))
                    .register(routing);
        }
    }

    private void accept(ServerRequest request, ServerResponse response) {
        Bot bot = gate.admit(request);
        gate.requireBroadcasting(bot);
        Body body = Body.json(request, maxBodyBytes);
        @Nullable String key = IdempotencyKey.of(request);
        Answers.json(
                response, isDryRun(request) ? acceptor.dryRun(bot, body).toJson() : acceptor.accept(bot, body, key));
    }

    /// Anything but a clear no is a dry run: a misspelled yes must not send.
    private static boolean isDryRun(ServerRequest request) {
        return request.query()
                .first("dry_run")
                .asOptional()
                .filter(value -> !value.equalsIgnoreCase("false") && !value.equals("0"))
                .isPresent();
    }

    private void oneOrList(ServerRequest request, ServerResponse response) throws SQLException, IOException {
        Bot bot = gate.admit(request);
        @Nullable String id = request.query().first("id").asOptional().orElse(null);
        if (id == null) {
            list(bot, Page.of(request), response);
        } else {
            one(bot, id, request, response);
        }
    }

    private void one(ServerRequest request, ServerResponse response) throws SQLException, IOException {
        Bot bot = gate.admit(request);
        one(bot, request.path().pathParameters().get("id"), request, response);
    }

    private void list(Bot bot, Page page, ServerResponse response) {
        // One more than asked for tells whether anything follows.
        List<Broadcast> found = store.list(bot.id(), page.after(), page.limit() + 1);
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("broadcasts");
        found.stream().limit(page.limit()).map(BroadcastJson::summary).forEach(list::add);
        if (found.size() > page.limit()) {
            answer.put("next", found.get(page.limit() - 1).id().toString());
        }
        Answers.json(response, answer);
    }

    private void one(Bot bot, String written, ServerRequest request, ServerResponse response)
            throws SQLException, IOException {
        UUID id = id(written);
        boolean listsWanted = !request.query().first("statuses").orElse("true").equalsIgnoreCase("false");
        if (!listsWanted) {
            Answers.json(response, BroadcastJson.summary(broadcasts.find(bot.id(), id)));
            return;
        }
        try (Spool spool = report.write(bot.id(), id).orElseThrow(Broadcasts::notFound);
                InputStream whole = spool.read()) {
            response.header(HeaderNames.CONTENT_TYPE, Answers.JSON);
            // Closed only when all is written: closing a stream that broke off would make it look whole.
            OutputStream out = response.outputStream();
            whole.transferTo(out);
            out.close();
        }
    }

    private void messages(ServerRequest request, ServerResponse response) throws SQLException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        Page.Numbered page = Page.numbered(request);
        Answers.json(response, messages.page(bot.id(), id, MessageFilter.of(request), page.after(), page.limit()));
    }

    private void upload(ServerRequest request, ServerResponse response) throws SQLException, IOException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        gate.requireBroadcasting(bot);
        Answers.json(response, upload.add(bot, id, request, Body.raw(request, maxUploadBytes)));
    }

    private void export(ServerRequest request, ServerResponse response) throws SQLException, IOException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        MessageFilter filter = MessageFilter.of(request);
        try (Spool spool = report.csv(bot.id(), id, filter).orElseThrow(Broadcasts::notFound);
                InputStream whole = spool.read()) {
            response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
            response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"messages-" + id + ".csv\"");
            OutputStream out = response.outputStream();
            whole.transferTo(out);
            out.close();
        }
    }

    private void retry(ServerRequest request, ServerResponse response) throws SQLException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        gate.requireBroadcasting(bot);
        Set<Reason> reasons = RetryRequest.reasons(Json.readObject(Body.json(request, MAX_COMMAND_BYTES)));
        int count = broadcasts.retry(bot.id(), id, reasons);
        Answers.json(
                response, BroadcastJson.summary(broadcasts.find(bot.id(), id)).put("retried", count));
    }

    private void events(ServerRequest request, ServerResponse response) throws IOException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        var _ = broadcasts.find(bot.id(), id);
        progress.stream(response, () -> store.find(bot.id(), id));
    }

    private void command(ServerRequest request, ServerResponse response, State.Command command) throws SQLException {
        Bot bot = gate.admit(request);
        UUID id = id(request.path().pathParameters().get("id"));
        Answers.json(
                response,
                command == State.Command.START && isDryRun(request)
                        ? broadcasts.dryRun(bot, id).toJson()
                        : BroadcastJson.summary(broadcasts.command(bot.id(), id, command)));
    }

    private static UUID id(String written) {
        @Nullable UUID id = Ids.parse(written);
        if (id == null) {
            throw Broadcasts.notFound();
        }
        return id;
    }
}
