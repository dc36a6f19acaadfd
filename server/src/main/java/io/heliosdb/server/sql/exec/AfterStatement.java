package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef.Event;
import io.heliosdb.server.sql.exec.spill.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is left to do when all rows of a statement are changed: foreign keys, constraints checked at its end, AFTER
/// triggers. What the statement cascades to belongs to it, too.
///
/// Used by one thread.
public final class AfterStatement {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Set<Change> begun = new HashSet<>();
    private final Map<Change, Runnable> last = new HashMap<>();
    private final Map<Change, TransitionRows> transitions = new HashMap<>();
    private @Nullable RowEvents events;

    /// What a statement does to a table.
    private record Change(int table, Event event) {}

    void add(Runnable task) {
        tasks.add(task);
    }

    /// Adds a task in place of what was added for the same change before.
    @SuppressWarnings("ReferenceEquality") // the very same task
    void addLast(int table, Event event, Runnable task) {
        Change change = new Change(table, event);
        last.put(change, task);
        tasks.add(() -> {
            if (last.get(change) == task) {
                task.run();
            }
        });
    }

    /// Whether the statement does this to a table for the first time.
    boolean begins(int table, Event event) {
        return begun.add(new Change(table, event));
    }

    /// Where rows are noted for AFTER triggers.
    RowEvents events(MemoryBudget memory) {
        RowEvents noted = events;
        if (noted == null) {
            noted = new RowEvents(memory);
            events = noted;
        }
        if (noted.schedule()) {
            tasks.add(noted::run);
        }
        return noted;
    }

    /// The rows that the statement changes so in a table.
    TransitionRows transitions(RelationDef.Table table, Event event, MemoryBudget memory) {
        return transitions.computeIfAbsent(new Change(table.oid(), event), change -> new TransitionRows(table, memory));
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
