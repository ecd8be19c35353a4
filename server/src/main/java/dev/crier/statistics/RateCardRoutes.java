package dev.crier.statistics;

import dev.crier.account.Gatekeeper;
import dev.crier.api.Address;
import dev.crier.api.Answers;
import dev.crier.api.Body;
import dev.crier.api.Json;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Times;
import dev.crier.db.Database;
import dev.crier.statistics.RateCard.Rate;
import dev.crier.tabular.CsvTableWriter;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The operator's rate card: `/api/environment/rate-card`, for all bots of the environment whose key is shown.
public final class RateCardRoutes {
    private static final String PATH = "/api/environment/rate-card";

    /// 5,000 rates of 200 bytes.
    private static final long MAX_BYTES = 1_000_000;

    private static final MediaType CSV = MediaTypes.create("text/csv");
    private static final MediaType JSON = MediaTypes.APPLICATION_JSON;
    private static final List<String> CSV_COLUMNS =
            List.of("market", "countries", "category", "currency", "price", "valid_from");

    private final Gatekeeper gate;
    private final RateCardStore cards;
    private final Clock clock;

    public RateCardRoutes(Gatekeeper gate, Database database, Clock clock) {
        this.gate = gate;
        this.cards = new RateCardStore(database);
        this.clock = clock;
    }

    public void register(HttpRouting.Builder routing) {
        Address.at(PATH)
                .producing(JSON, CSV)
                .get(this::show)
                .on(Method.PUT, this::load)
                .on(Method.DELETE, this::delete)
                .register(routing);
        Address.at(PATH + ".csv")
                .producing(CSV)
                .get((request, response) -> csv(response, find(gate.admitEnvironment(request))))
                .register(routing);
    }

    private void load(ServerRequest request, ServerResponse response) throws IOException {
        UUID environment = gate.admitEnvironment(request);
        String type = request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        RateCard card = type.equals(CSV.text())
                ? RateCardReader.csv(Body.raw(request, MAX_BYTES))
                : RateCardReader.json(Body.json(request, MAX_BYTES));
        cards.replace(environment, card, clock.instant());
        Answers.json(response, json(find(environment)));
    }

    private void show(ServerRequest request, ServerResponse response) throws IOException {
        RateCard card = find(gate.admitEnvironment(request));
        if (request.headers().bestAccepted(JSON, CSV).filter(CSV::equals).isPresent()) {
            csv(response, card);
        } else {
            Answers.json(response, json(card));
        }
    }

    private void delete(ServerRequest request, ServerResponse response) {
        if (!cards.delete(gate.admitEnvironment(request))) {
            throw none();
        }
        Answers.json(response, Json.object().put("deleted", true));
    }

    private RateCard find(UUID environment) {
        return cards.find(environment).orElseThrow(RateCardRoutes::none);
    }

    private static RuntimeException none() {
        return Problem.of(ProblemCode.NOT_FOUND, "No rate card is loaded; load one by PUT " + PATH);
    }

    private static ObjectNode json(RateCard card) {
        ObjectNode json = Json.object().put("currency", card.currency());
        if (card.loadedAt() != null) {
            json.put("loaded_at", Times.wire(card.loadedAt()));
        }
        ArrayNode rates = json.putArray("rates");
        for (Rate rate : card.rates()) {
            ObjectNode one = rates.addObject().put("market", rate.market());
            if (!rate.countries().isEmpty()) {
                rate.countries().stream().sorted().forEach(one.putArray("countries")::add);
            }
            one.put("category", rate.category().wire())
                    .put("price", rate.price().toPlainString())
                    .put("valid_from", day(rate));
        }
        return json;
    }

    private static @Nullable String day(Rate rate) {
        return rate.validFrom() == null ? null : rate.validFrom().toString();
    }

    private static void csv(ServerResponse response, RateCard card) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvTableWriter table = new CsvTableWriter(out, ',', CsvTableWriter.Mark.WITHOUT_MARK);
        table.row(CSV_COLUMNS);
        for (Rate rate : card.rates()) {
            @Nullable String day = day(rate);
            table.row(List.of(
                    rate.market(),
                    String.join(" ", rate.countries().stream().sorted().toList()),
                    rate.category().wire(),
                    card.currency(),
                    rate.price().toPlainString(),
                    day == null ? "" : day));
        }
        table.finish();
        response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"rate-card.csv\"");
        response.send(out.toByteArray());
    }
}
