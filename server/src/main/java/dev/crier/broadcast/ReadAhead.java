package dev.crier.broadcast;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Produces the next item while the last one is being used: reading users takes one core, storing them keeps PostgreSQL
/// busy on another. One item ahead and no more, so memory stays flat.
///
/// The source is asked by one thread at a time, and no longer after [#close].
final class ReadAhead<T> implements AutoCloseable {
    private final Supplier<T> source;
    private FutureTask<T> next;

    ReadAhead(Supplier<T> source) {
        this.source = source;
        this.next = start();
    }

    private FutureTask<T> start() {
        FutureTask<T> task = new FutureTask<>(source::get);
        Thread.startVirtualThread(task);
        return task;
    }

    T next() {
        T item = await(next);
        next = start();
        return item;
    }

    private static <T> T await(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // a batch takes milliseconds, and nobody may use the source meanwhile
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        try {
            T ignored = await(next);
        } catch (RuntimeException e) {
            // Nobody asked for that item.
        }
    }
}
