package dev.crier.statistics;

import dev.crier.account.Bot;
import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Ids;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.BroadcastRoutes;
import dev.crier.broadcast.BroadcastStore;
import dev.crier.db.Database;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Figures over the API: `GET /api/bot/{bot_id}/statistics`, and the same of one broadcast.
public final class StatisticsRoutes {
    private static final String PATH = "/api/bot/{bot_id}/statistics";
    private static final MediaType CSV = MediaTypes.create("text/csv");
    private static final MediaType JSON = MediaTypes.APPLICATION_JSON;

    private final Gatekeeper gate;
    private final Database database;
    private final RateCardStore cards;
    private final BroadcastStore broadcasts;
    private final Clock clock;

    public StatisticsRoutes(Gatekeeper gate, Database database, Clock clock) {
        this.gate = gate;
        this.database = database;
        this.cards = new RateCardStore(database);
        this.broadcasts = new BroadcastStore(database);
        this.clock = clock;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at(PATH).producing(JSON, CSV).get(this::ofBot).register(routing);
        Address.at(PATH + ".csv")
                .producing(CSV)
                .get((request, response) -> csv(response, botReport(request)))
                .register(routing);
        Address.under(BroadcastRoutes.ROOTS, "/{id}/statistics")
                .producing(JSON, CSV)
                .get(this::ofBroadcast)
                .register(routing);
        Address.under(BroadcastRoutes.ROOTS, "/{id}/statistics.csv")
                .producing(CSV)
                .get((request, response) -> csv(response, broadcastReport(request)))
                .register(routing);
    }

    /// A report and what it is about.
    private record Answer(ObjectNode head, StatisticsReport report) {}

    private static boolean wantsCsv(ServerRequest request) {
        return request.headers().bestAccepted(JSON, CSV).filter(CSV::equals).isPresent();
    }

    private static void send(ServerRequest request, ServerResponse response, Answer answer) {
        if (wantsCsv(request)) {
            csv(response, answer);
            return;
        }
        answer.report().writeTo(answer.head());
        Answers.json(response, answer.head());
    }

    private static void csv(ServerResponse response, Answer answer) {
        byte[] table = answer.report().csv();
        response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"statistics.csv\"");
        response.send(table);
    }

    private void ofBot(ServerRequest request, ServerResponse response) throws SQLException {
        send(request, response, botReport(request));
    }

    private Answer botReport(ServerRequest request) throws SQLException {
        Bot bot = gate.admit(request);
        Query query = Query.of(request, clock);
        @Nullable PriceList prices = prices(bot);
        return database.inSnapshot(connection -> {
            List<Cell> cells = StatisticsReader.ofBot(connection, bot.id(), query, prices);
            ObjectNode head = Json.object()
                    .put("from", query.from().toString())
                    .put("to", query.to().toString())
                    .put("timezone", query.zone().getId());
            if (!query.filters().containsKey(Dimension.COUNTRY)
                    && !query.filters().containsKey(Dimension.REASON)) {
                head.put("pending", StatisticsReader.pending(connection, bot.id(), query));
            }
            return new Answer(head, new StatisticsReport(query, prices, cells));
        });
    }

    private void ofBroadcast(ServerRequest request, ServerResponse response) throws SQLException {
        send(request, response, broadcastReport(request));
    }

    private Answer broadcastReport(ServerRequest request) throws SQLException {
        Bot bot = gate.admit(request);
        @Nullable UUID id = Ids.parse(request.path().pathParameters().get("id"));
        Broadcast broadcast = (id == null ? java.util.Optional.<Broadcast>empty() : broadcasts.find(bot.id(), id))
                .orElseThrow(
                        () -> Problem.of(ProblemCode.BROADCAST_NOT_FOUND, "This bot has no broadcast with that id"));
        Query query = Query.of(request, clock);
        @Nullable PriceList prices = prices(bot);
        return database.inSnapshot(connection -> {
            @Nullable List<Instant> span = StatisticsReader.span(connection, broadcast.id());
            Query whole = span == null ? query : query.over(span.getFirst(), span.getLast());
            List<Cell> cells = StatisticsReader.ofBroadcast(connection, bot.id(), broadcast.id(), whole, prices);
            ObjectNode head = Json.object()
                    .put("id", broadcast.id().toString())
                    .put("timezone", query.zone().getId());
            return new Answer(head, new StatisticsReport(whole, prices, cells));
        });
    }

    private @Nullable PriceList prices(Bot bot) {
        return cards.find(bot.environmentId()).map(PriceList::new).orElse(null);
    }
}
