package dev.crier.cli;

import dev.crier.client.Broadcast;
import dev.crier.client.Crier;
import dev.crier.client.MessageFilter;
import dev.crier.client.MessageStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A broadcast for people: its counts, why messages failed, and who, as far as a screen takes it.
final class StatusView {
    /// So few are shown one by one without being asked for.
    private static final int FEW = 20;

    /// More than a screen; the rest is for --json.
    private static final int MAX_ROWS = 100;

    /// Up to here a page at a time is less work than the whole report.
    private static final int FEW_FAILURES = 2_000;

    /// Different sentences; parameters make them many.
    private static final int MAX_GROUPS = 20;

    private final Crier crier;
    private final PrintWriter out;

    StatusView(Crier crier, PrintWriter out) {
        this.crier = crier;
        this.out = out;
    }

    /// Messages that failed for the same reason.
    private record Why(String reason, String details) {
        static Why of(MessageStatus status) {
            return new Why(text(status.reason()), text(status.details()));
        }
    }

    void show(Broadcast broadcast) {
        out.println(text(broadcast.name()) + " is " + broadcast.status());
        if (broadcast.causeText() != null) {
            out.println("Cause: " + broadcast.causeText());
        }
        out.println(ProgressLine.counts(broadcast.statistics()));
        int total = broadcast.statistics().total();
        if (total <= FEW && total > 0) {
            out.println();
            people(broadcast, MessageFilter.ALL);
        } else if (broadcast.statistics().failed() > 0) {
            out.println();
            reasons(broadcast);
            out.println();
            out.println("Who: crier status " + broadcast.id() + " --failures");
        }
        out.flush();
    }

    private void reasons(Broadcast broadcast) {
        Map<Why, Integer> groups = new LinkedHashMap<>();
        int others = 0;
        try (Stream<MessageStatus> failures = failures(broadcast)) {
            for (MessageStatus each : (Iterable<MessageStatus>) failures::iterator) {
                Why why = Why.of(each);
                if (groups.containsKey(why) || groups.size() < MAX_GROUPS) {
                    groups.merge(why, 1, Integer::sum);
                } else {
                    others++;
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        groups.entrySet().stream()
                .sorted(Map.Entry.<Why, Integer>comparingByValue().reversed())
                .forEach(each -> rows.add(List.of(
                        each.getValue().toString(),
                        each.getKey().reason(),
                        each.getKey().details())));
        if (others > 0) {
            rows.add(List.of(Integer.toString(others), "", "for other reasons"));
        }
        Table.print(out, List.of("failed", "reason", "details"), rows);
    }

    private Stream<MessageStatus> failures(Broadcast broadcast) {
        return broadcast.statistics().failed() <= FEW_FAILURES
                ? crier.broadcasts().messages(broadcast.id(), MessageFilter.FAILURES)
                : crier.broadcasts().statuses(broadcast.id()).filter(MessageStatus::isFailure);
    }

    /// A row for each message.
    void people(Broadcast broadcast, MessageFilter filter) {
        try (Stream<MessageStatus> messages = crier.broadcasts().messages(broadcast.id(), filter)) {
            List<MessageStatus> some = messages.limit(MAX_ROWS + 1L).toList();
            if (some.isEmpty()) {
                out.println("Nobody");
                return;
            }
            Table.print(
                    out,
                    List.of("phone", "status", "reason", "details"),
                    some.stream().limit(MAX_ROWS).map(StatusView::row).toList());
            if (some.size() > MAX_ROWS) {
                out.println("… and more; all of them: crier broadcasts export " + broadcast.id());
            }
        }
        out.flush();
    }

    private static List<String> row(MessageStatus status) {
        @Nullable String phone = status.phone();
        return List.of(
                phone == null ? text(status.userId()) : phone,
                status.status() + (status.inDoubt() ? " (in doubt)" : ""),
                text(status.reason()),
                text(status.details()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
