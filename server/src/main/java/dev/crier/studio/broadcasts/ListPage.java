package dev.crier.studio.broadcasts;

import dev.crier.account.Role;
import dev.crier.api.Ids;
import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Broadcasts;
import dev.crier.broadcast.State;
import dev.crier.studio.Pages;
import dev.crier.studio.Show;
import dev.crier.studio.Visit;
import dev.crier.studio.broadcasts.DraftStore.Draft;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The bot's broadcasts, newest first, above them the drafts.
final class ListPage {
    private static final String PATH = "/studio/bot/{bot_id}/broadcasts";
    private static final int PAGE = 25;

    private final Broadcasts broadcasts;
    private final DraftStore drafts;

    ListPage(Tools tools, DraftStore drafts) {
        this.broadcasts = new Broadcasts(tools.database(), tools.acceptor(), tools.wake());
        this.drafts = drafts;
    }

    void register(Pages pages) {
        pages.get(PATH, Role.VIEWER, this::show).get(PATH + "/live", Role.VIEWER, this::live);
    }

    private void show(Visit visit) {
        visit.page("broadcasts/list", values(visit));
    }

    private void live(Visit visit) throws IOException {
        visit.live("broadcasts/rows", () -> values(visit));
    }

    private static Set<State> states(String asked) {
        return Stream.of(State.values())
                .filter(state -> state.wire().equals(asked))
                .findFirst()
                .map(state -> (Set<State>) EnumSet.of(state))
                .orElse(EnumSet.allOf(State.class));
    }

    private Map<String, Object> values(Visit visit) {
        Set<State> states = states(visit.query("status"));
        @Nullable UUID after = Ids.parse(visit.query("after"));
        List<Broadcast> found = broadcasts.list(visit.botId(), states, after, PAGE + 1);
        List<Broadcast> shown = found.size() > PAGE ? found.subList(0, PAGE) : found;
        List<Draft> open = after == null && states.contains(State.DRAFT)
                ? drafts.list(visit.botId(), DraftStore.MAX_OPEN)
                : List.of();
        String status = states.size() == 1 ? states.iterator().next().wire() : "";
        Map<String, Object> values = new HashMap<>();
        values.put("broadcasts", shown);
        values.put("drafts", open);
        values.put("status", status);
        values.put("first", after == null ? "" : visit.at("/broadcasts?status=" + status));
        values.put(
                "next",
                found.size() > PAGE
                        ? visit.at("/broadcasts?status=" + status + "&after="
                                + shown.getLast().id())
                        : "");
        values.put(
                "address",
                visit.at("/broadcasts/live?status=" + status + "&after="
                        + Show.encoded(after == null ? "" : after.toString())));
        return values;
    }
}
