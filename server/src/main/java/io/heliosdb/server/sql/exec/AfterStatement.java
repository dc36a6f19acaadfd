package io.heliosdb.server.sql.exec;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is left to do when all rows of a statement are changed: foreign keys, constraints checked at its end.
///
/// Used by one thread.
public final class AfterStatement {

    private final Deque<Runnable> tasks = new ArrayDeque<>();

    void add(Runnable task) {
        tasks.add(task);
    }

    /// Runs everything, and what that adds.
    public void run() {
        Runnable task = tasks.pollFirst();
        while (task != null) {
            task.run();
            task = tasks.pollFirst();
        }
    }
}
