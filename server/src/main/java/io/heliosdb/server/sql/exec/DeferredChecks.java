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
/// A check looks at the state of the database when it runs, so that one put off before a ROLLBACK TO does no
/// harm. Belongs to one transaction and is used by one thread at a time.
public final class DeferredChecks {

    private record Entry(int constraint, Consumer<ExecutionContext> check) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Integer, Boolean> modes = new HashMap<>();
    private @Nullable Boolean modeOfAll;

    boolean isDeferred(ConstraintDef constraint) {
        if (constraint.timing() == ConstraintDef.Timing.NOT_DEFERRABLE) {
            return false;
        }
        Boolean mode = modes.get(constraint.oid());
        if (mode == null) {
            mode = modeOfAll;
        }
        return mode == null ? constraint.timing() == ConstraintDef.Timing.INITIALLY_DEFERRED : mode;
    }

    void add(ConstraintDef constraint, Consumer<ExecutionContext> check) {
        entries.add(new Entry(constraint.oid(), check));
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
    /// @return brings that back
    public Runnable keepModes() {
        Map<Integer, Boolean> keptModes = Map.copyOf(modes);
        Boolean keptModeOfAll = modeOfAll;
        return () -> {
            modes.clear();
            modes.putAll(keptModes);
            modeOfAll = keptModeOfAll;
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
