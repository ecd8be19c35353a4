package dev.crier.bench;

import dev.crier.bench.CrierProcess.Disk;
import dev.crier.bench.Gauges.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A run's results in Markdown that reads well on a terminal too.
final class Report {
    private static final List<String> HEADINGS = List.of(
            "phase",
            "rate",
            "CPU s per 100,000: server",
            "PostgreSQL",
            "sink",
            "driver",
            "peak memory: server",
            "PostgreSQL");

    private Report() {}

    static String of(Results results) {
        return phases(results) + "\n" + facts(results);
    }

    private static String phases(Results results) {
        Table table = new Table(HEADINGS);
        table.add(row("accept", "users/s", results.accept()));
        table.add(row("send, results durable", "messages/s", results.send()));
        for (Results.Hooks hooks : results.hooks()) {
            String name = "webhooks, " + hooks.batch() + (hooks.batch() == 1 ? " status" : " statuses") + " each";
            table.add(row(name, "statuses/s", hooks.usage()));
        }
        return table.toMarkdown();
    }

    private static List<String> row(String phase, String unit, Usage usage) {
        List<String> row = new ArrayList<>(List.of(phase, count(usage.perSecond()) + " " + unit));
        Gauges.Cpu cpu = usage.cpu();
        for (double seconds : List.of(cpu.server(), cpu.postgres(), cpu.sink(), cpu.bench())) {
            row.add("%.2f".formatted(usage.per100k(seconds)));
        }
        row.add(megabytes(usage.serverPeakBytes()));
        row.add(megabytes(usage.postgresPeakBytes()));
        return row;
    }

    private static String facts(Results results) {
        Table table = new Table(List.of("figure", "value"));
        results.wrk()
                .ifPresent(rates -> table.add(List.of(
                        "wrk on the same sink with the same body",
                        count(rates.mean()) + " requests/s (before " + count(rates.before()) + ", after "
                                + count(rates.after()) + ")")));
        results.ratio().ifPresent(ratio -> table.add(List.of("send rate ÷ wrk", "**%.2f**".formatted(ratio))));
        table.add(List.of(
                "first broadcast after the start ("
                        + count((double) results.cold().count()) + ")",
                count(results.cold().perSecond()) + " messages/s"));
        table.add(List.of("on disk per message, all sent", disk(results.afterSend())));
        table.add(List.of("on disk per message, all webhooks in", disk(results.afterHooks())));
        table.add(
                List.of("address book, per contact", count(results.afterHooks().contacts()) + " bytes"));
        return table.toMarkdown();
    }

    private static String disk(Disk disk) {
        return count(disk.rows() + disk.users()) + " bytes: row and indexes " + count(disk.rows()) + ", accepted user "
                + count(disk.users());
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String megabytes(long bytes) {
        return count(bytes / 1e6) + " MB";
    }
}
