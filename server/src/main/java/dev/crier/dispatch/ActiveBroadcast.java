package dev.crier.dispatch;

import dev.crier.broadcast.Broadcast;
import dev.crier.broadcast.Content;
import dev.crier.broadcast.OnUnknown;
import dev.crier.broadcast.Recipient;
import dev.crier.content.CompiledMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A running broadcast in its lane: what it says, its own pace, and the messages that are ready.
///
/// The lane's foreman polls, senders put back, the claimer adds; hence the lock.
final class ActiveBroadcast {
    /// What does not change while it runs.
    ///
    /// @param perSecond its own pace; infinite if the number's is the only one
    record Plan(
            UUID id,
            UUID botId,
            Broadcast.Kind kind,
            Content content,
            Map<String, String> params,
            boolean marketing,
            int total,
            double perSecond,
            OnUnknown onUnknown) {}

    private final Plan plan;
    private final Map<String, CompiledMessage> compiled = new ConcurrentHashMap<>();
    private final Deque<Item> ready = new ArrayDeque<>();
    private final Set<Window> windows = ConcurrentHashMap.newKeySet();
    private List<Recipient> chunk = List.of();
    private int nextSeq;
    private int inFlight;
    private boolean claiming;
    private volatile boolean stopped;
    private long nextAt;

    ActiveBroadcast(Plan plan, int nextSeq, long now) {
        this.plan = plan;
        this.nextSeq = nextSeq;
        this.nextAt = now;
    }

    Plan plan() {
        return plan;
    }

    UUID id() {
        return plan.id();
    }

    CompiledMessage message(Content.Template template, @Nullable String language) {
        return compiled.computeIfAbsent(language == null ? template.defaultLanguage() : language, template::compile);
    }

    /// The next message, if one is ready and the broadcast's own pace allows it. It counts as in flight.
    synchronized @Nullable Item poll(long now) {
        if (stopped || now < nextAt) {
            return null;
        }
        Item item = ready.poll();
        if (item != null) {
            inFlight++;
            if (Double.isFinite(plan.perSecond())) {
                // Never more than one interval behind: a pause must not be made up for by a burst.
                long interval = (long) (1e9 / plan.perSecond());
                nextAt = Math.max(nextAt + interval, now);
            }
        }
        return item;
    }

    /// Nanoseconds until its own pace lets a ready message go; the largest number if none is ready.
    synchronized long waitNanos(long now) {
        return stopped || ready.isEmpty() ? Long.MAX_VALUE : Math.max(0, nextAt - now);
    }

    /// The message was dealt with, or is on its way into the database.
    synchronized void done() {
        inFlight--;
        notifyAll();
    }

    /// The message was not attempted, or definitely not accepted: it stays the next one.
    synchronized void putBack(Item item) {
        ready.addFirst(item);
        inFlight--;
        notifyAll();
    }

    synchronized void add(Collection<Item> items) {
        ready.addAll(items);
    }

    /// Retries go first: they are the oldest.
    synchronized void addFirst(Item item) {
        ready.addFirst(item);
    }

    void opened(Window window) {
        windows.removeIf(old -> !old.isOpen());
        windows.add(window);
    }

    List<Window> openWindows() {
        return windows.stream().filter(Window::isOpen).toList();
    }

    /// True if another window should be claimed now; the caller then does so and calls [#claimed].
    synchronized boolean beginClaim(int lowWater) {
        boolean wanted = !stopped && !claiming && nextSeq < plan.total() && ready.size() <= lowWater;
        if (wanted) {
            claiming = true;
        }
        return wanted;
    }

    synchronized void claimed(int upToSeq) {
        nextSeq = Math.max(nextSeq, upToSeq);
        claiming = false;
        notifyAll();
    }

    synchronized int nextSeq() {
        return nextSeq;
    }

    synchronized List<Recipient> chunk() {
        return chunk;
    }

    synchronized void chunk(List<Recipient> recipients) {
        chunk = recipients;
    }

    /// Nothing more is polled.
    synchronized void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /// Nothing is on its way, out or in.
    synchronized boolean isQuiet() {
        return inFlight == 0 && !claiming;
    }

    /// Nothing to send and nothing on its way: the lane may forget it.
    synchronized boolean isDrained() {
        return ready.isEmpty() && isQuiet() && nextSeq >= plan.total();
    }

    /// Waits until nothing is in flight; false if that takes longer.
    synchronized boolean awaitQuiet(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (inFlight > 0 || claiming) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /// Retries whose attempt has begun in the database and waits here.
    synchronized int readyRetries() {
        return (int) ready.stream().filter(item -> item.window() == null).count();
    }

    /// Takes what was ready and will not be sent by this lane.
    synchronized List<Item> takeBack() {
        List<Item> left = new ArrayList<>(ready);
        ready.clear();
        return left;
    }
}
