package io.heliosdb.server.sql.exec;

import io.heliosdb.server.sql.catalog.ConstraintDef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Checks that a transaction has put off to its end, and what SET CONSTRAINTS said.
///
/// A check looks at the state of the database when it runs; a trigger was told what it is about. Belongs to one
// transaction and is used by one thread at a time.
public final class DeferredChecks {

    private record Entry(int constraint, long number, Consumer<ExecutionContext> check) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Integer, Boolean> modes = new HashMap<>();
    private @Nullable Boolean modeOfAll;
    private long added;

    boolean isDeferred(ConstraintDef constraint) {
        return isDeferred(constraint.oid(), constraint.timing());
    }

    /// @param constraint oid
    boolean isDeferred(int constraint, ConstraintDef.Timing timing) {
        if (timing == ConstraintDef.Timing.NOT_DEFERRABLE) {
            return false;
        }
        Boolean mode = modes.get(constraint);
        if (mode == null) {
            mode = modeOfAll;
        }
        return mode == null ? timing == ConstraintDef.Timing.INITIALLY_DEFERRED : mode;
    }

    /// @param constraint oid
    void add(int constraint, Consumer<ExecutionContext> check) {
        entries.add(new Entry(constraint, ++added, check));
    }

    /// Whether there is anything to check.
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /// `SET CONSTRAINTS`.
    ///
    /// @param constraints oids; null for ALL
    public void setMode(@Nullable Set<Integer> constraints, boolean deferred) {
        if (constraints == null) {
            modes.clear();
            modeOfAll = deferred;
        } else {
            constraints.forEach(oid -> modes.put(oid, deferred));
        }
    }

    /// Remembers what SET CONSTRAINTS has said so far, for a savepoint.
    ///
    /// @return brings that back, and forgets what was put off since
    public Runnable keep() {
        long before = added;
        Map<Integer, Boolean> keptModes = Map.copyOf(modes);
        Boolean keptModeOfAll = modeOfAll;
        return () -> {
            modes.clear();
            modes.putAll(keptModes);
            modeOfAll = keptModeOfAll;
            entries.removeIf(entry -> entry.number > before);
        };
    }

    /// Runs what is to be checked now: everything, or that of some constraints.
    ///
    /// @throws io.heliosdb.server.common.SqlException 23503, 23505
    public void run(@Nullable Set<Integer> constraints, ExecutionContext context) {
        for (int left = entries.size(); left > 0; left--) {
            Entry entry = entries.removeFirst();
            if (constraints == null || constraints.contains(entry.constraint)) {
                entry.check.accept(context);
                context.after().run();
            } else {
                entries.addLast(entry);
            }
        }
    }
}
