package dev.crier.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Many small writes, one transaction: while one batch commits, the next one gathers.
///
/// One thread writes, in the order of submission. Under load batches grow by themselves; where nobody waits for the
/// commit they may gather for a moment more, since a commit costs the same for one row and for a hundred.
public final class GroupCommit<E> implements AutoCloseable {
    /// From 2,000 rows on PostgreSQL gains nothing more (../shared measurements, docs/performance.md).
    private static final int MAX_BATCH = 2_000;

    /// Writers wait when this many are ahead of them: the bound on what a crash can leave unrecorded.
    private static final int QUEUE_CAPACITY = 8_000;

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /// What to do when the database is away.
    public enum OnOutage {
        /// Keep the batch and try until it is written: what happened cannot be told again.
        KEEP_TRYING,
        /// Fail the batch: whoever submitted it comes again.
        TELL_CALLERS
    }

    /// Writes a batch in the transaction of `connection`.
    @FunctionalInterface
    public interface Writer<E> {
        void write(Connection connection, List<E> batch) throws SQLException;
    }

    private record Entry<E>(@Nullable E element, CompletableFuture<Void> done) {}

    private final BlockingQueue<Entry<E>> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final Database database;
    private final OnOutage onOutage;
    private final Duration gather;
    private final Writer<E> writer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean closed;

    /// A group with a thread of its own.
    ///
    /// @param gather how long the first write of a batch waits for others
    public GroupCommit(String name, Database database, OnOutage onOutage, Duration gather, Writer<E> writer) {
        this.database = database;
        this.onOutage = onOutage;
        this.gather = gather;
        this.writer = writer;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /// Queues a write, waiting for room; the future completes when it is durable.
    public CompletableFuture<Void> submit(E element) {
        return enqueue(element);
    }

    /// Completes when everything submitted before is durable.
    public CompletableFuture<Void> barrier() {
        return enqueue(null);
    }

    /// Writes that wait now, for the metrics.
    public int waiting() {
        return queue.size();
    }

    private CompletableFuture<Void> enqueue(@Nullable E element) {
        Entry<E> entry = new Entry<>(element, new CompletableFuture<>());
        try {
            while (!closed && !queue.offer(entry, 1, TimeUnit.SECONDS)) {
                LOG.debug("{} writes are ahead", QUEUE_CAPACITY);
            }
            if (closed) {
                entry.done().completeExceptionally(new IllegalStateException("closed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entry.done().completeExceptionally(e);
        }
        return entry.done();
    }

    private void run() {
        List<Entry<E>> batch = new ArrayList<>(MAX_BATCH);
        while (!closing || !queue.isEmpty()) {
            try {
                @Nullable Entry<E> first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                if (queue.size() < MAX_BATCH) {
                    Thread.sleep(gather);
                }
                batch.add(first);
                queue.drainTo(batch, MAX_BATCH - 1);
                try {
                    commit(batch);
                } catch (Error e) {
                    // Without this thread nothing would ever be written again.
                    tell(batch, new IllegalStateException(e));
                }
                batch.clear();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        closed = true;
        queue.forEach(entry -> entry.done().completeExceptionally(new IllegalStateException("closed")));
    }

    private void commit(List<Entry<E>> batch) throws InterruptedException {
        List<E> elements = new ArrayList<>(batch.size());
        for (Entry<E> entry : batch) {
            if (entry.element() != null) {
                elements.add(entry.element());
            }
        }
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            try {
                write(elements);
                batch.forEach(entry -> entry.done().complete(null));
                return;
            } catch (SQLException | RuntimeException e) {
                boolean refused = !SqlErrors.unavailable(e) && SqlErrors.refused(e);
                if (refused && batch.size() > 1) {
                    // One write that the database refuses must not take the others with it.
                    for (Entry<E> entry : batch) {
                        commit(List.of(entry));
                    }
                    return;
                }
                if (onOutage == OnOutage.TELL_CALLERS || refused) {
                    tell(batch, e);
                    return;
                }
                LOG.warn("{} writes wait for the database: {}", elements.size(), e.getMessage());
            }
            Thread.sleep(backoff);
            backoff = backoff.multipliedBy(2).compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff.multipliedBy(2);
        }
    }

    private void write(List<E> elements) throws SQLException {
        if (!elements.isEmpty()) {
            database.inTransaction(connection -> {
                writer.write(connection, elements);
                return Boolean.TRUE;
            });
        }
    }

    private void tell(List<Entry<E>> batch, Exception e) {
        if (!SqlErrors.unavailable(e)) {
            LOG.error("A batch of {} writes failed", batch.size(), e);
        }
        batch.forEach(entry -> entry.done().completeExceptionally(e));
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
