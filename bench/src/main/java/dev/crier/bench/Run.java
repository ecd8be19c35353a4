package dev.crier.bench;

import dev.crier.bench.CrierProcess.Disk;
import dev.crier.bench.Gauges.Usage;
import dev.crier.bench.Results.Hooks;
import dev.crier.bench.Results.Rates;
import dev.crier.bench.SinkProcess.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run: a broadcast to warm up, the broadcast that counts, and one whose webhooks come in small posts.
final class Run implements AutoCloseable {
    private static final int LARGE_BATCH = 100;
    private static final int SMALL_BATCH = 10;
    private static final int MAX_TOLD_SLOWLY = 20_000;

    private final Path folder;
    private final SinkProcess sink;
    private final CrierProcess crier;
    private final boolean wrk;
    private final Operator operator;
    private final Meta meta;
    private final Gauges gauges;
    private int people;

    Run(Path folder, SinkProcess sink, CrierProcess crier, boolean wrk) throws IOException {
        this.folder = folder;
        this.sink = sink;
        this.crier = crier;
        this.wrk = wrk;
        CrierProcess.Account account = crier.connect(sink.url());
        this.operator = new Operator(crier.url(), account);
        this.meta = new Meta(crier.url().resolve("/webhooks/whatsapp/" + account.channelId()));
        this.gauges = new Gauges(crier.pid(), crier.postgresPid(), sink.pid());
    }

    Results all(int recipients, int sample) throws Exception {
        operator.syncTemplates();
        say("warming up with " + sample);
        Broadcast first = broadcast(sample);
        Disk afterSend = crier.disk(people);
        var _ = tell(first, first.sent(), LARGE_BATCH);

        say("broadcasting to " + recipients);
        double wrkBefore = wrkPerSecond();
        Broadcast main = broadcast(recipients);
        double wrkAfter = wrkPerSecond();

        say("telling what became of them");
        List<Hooks> hooks = new ArrayList<>();
        hooks.add(tell(main, main.sent(), LARGE_BATCH));
        operator.awaitRead(main.id(), recipients);

        say("telling in small posts");
        int few = Math.min(sample, MAX_TOLD_SLOWLY);
        Broadcast last = broadcast(few);
        hooks.add(tell(last, last.sent().subList(0, few / 2), SMALL_BATCH));
        hooks.add(tell(last, last.sent().subList(few / 2, few), 1));
        operator.awaitRead(last.id(), few);
        Disk afterHooks = crier.disk(people);

        Optional<Rates> rates = wrk ? Optional.of(new Rates(wrkBefore, wrkAfter)) : Optional.empty();
        return new Results(first.send(), main.accept(), main.send(), hooks, rates, afterSend, afterHooks);
    }

    private static void say(String what) {
        System.out.println("… " + what);
    }

    /// A broadcast that was accepted and sent.
    private record Broadcast(String id, Usage accept, Usage send, List<Sent> sent) {}

    private Broadcast broadcast(int count) throws Exception {
        sink.reset();
        Path request = folder.resolve("request.json");
        Delivery.write(request, people, count);
        people += count;
        List<String> id = new ArrayList<>();
        Usage accept = gauges.measure(count, () -> id.add(operator.broadcast(request)));
        Files.delete(request);
        Usage send = send(id.getFirst(), count);
        say(Math.round(accept.perSecond()) + " users/s, " + Math.round(send.perSecond()) + " messages/s");
        return new Broadcast(id.getFirst(), accept, send, sink.sent());
    }

    /// From the first send to the last result that is durable.
    private Usage send(String id, int count) throws Exception {
        long[] endedAtMillis = new long[1];
        Usage usage = gauges.measure(count, () -> {
            operator.start(id);
            operator.awaitSent(id);
            endedAtMillis[0] = System.currentTimeMillis();
        });
        SendTimes times = sink.times();
        if (times.count() != count) {
            throw new IllegalStateException("The sink got " + times.count() + " messages of " + count);
        }
        return usage.withSeconds((endedAtMillis[0] - times.firstMillis()) / 1e3);
    }

    private Hooks tell(Broadcast broadcast, List<Sent> messages, int batch) throws Exception {
        int statuses = messages.size() * Meta.statusesPerMessage();
        Usage usage = gauges.measure(statuses, () -> meta.tell(messages, batch));
        say(Math.round(usage.perSecond()) + " statuses/s, " + batch + " each, of " + broadcast.id());
        return new Hooks(batch, usage);
    }

    private double wrkPerSecond() throws IOException, InterruptedException {
        if (!wrk) {
            return 0;
        }
        double rate = Wrk.perSecond(sink.messages(), sink.sample(), folder);
        sink.reset();
        say("wrk: " + Math.round(rate) + " requests/s");
        return rate;
    }

    @Override
    public void close() {
        gauges.close();
        operator.close();
    }
}
