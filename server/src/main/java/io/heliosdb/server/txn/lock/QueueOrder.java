package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Breaks circles of waits that are there only because requests stand in a queue: whoever could have the lock
/// but for those ahead of it is let pass. What is left is a deadlock. Runs under all stripes of the lock table.
final class QueueOrder {

    /// Places given away before it is taken for a deadlock: circles of more queues than this are not seen in
    /// practice, and the search must not hold the lock table for long.
    private static final int MAX_TURNS = 32;

    private final LockWaiter start;
    private final IdentityHashMap<LockState, List<LockWaiter>> before = new IdentityHashMap<>();
    private final Set<DeadlockSearch.Turn> refused = new HashSet<>();

    QueueOrder(LockWaiter start) {
        this.start = start;
    }

    /// Lets requests pass as far as that breaks every circle.
    ///
    /// @return what the request must fail with; null when it waits in no circle any more
    @Nullable
    SqlException resolve() {
        DeadlockSearch first = new DeadlockSearch(start);
        if (!first.isDeadlock()) {
            return null;
        }
        DeadlockSearch circle = first;
        while (circle != null) {
            DeadlockSearch.Turn turn = refused.size() >= MAX_TURNS ? null : circle.turn(refused);
            if (turn == null) {
                before.forEach((state, queue) -> state.queue = queue);
                return first.error();
            }
            give(turn);
            circle = circle();
        }
        before.keySet().forEach(LockState::grantWaiters);
        return null;
    }

    private void give(DeadlockSearch.Turn turn) {
        LockState state = turn.later().state;
        before.computeIfAbsent(state, s -> new ArrayList<>(s.queue == null ? List.of() : s.queue));
        state.moveAhead(turn.later(), turn.ahead());
        // Nobody goes back behind the one that it was let pass, and nothing is tried twice.
        refused.add(turn);
        refused.add(turn.reversed());
    }

    // A request that was passed by another may wait in a circle now.
    private @Nullable DeadlockSearch circle() {
        List<LockWaiter> suspects = new ArrayList<>(List.of(start));
        for (LockState state : before.keySet()) {
            if (state.queue != null) {
                suspects.addAll(state.queue);
            }
        }
        for (LockWaiter suspect : suspects) {
            DeadlockSearch search = new DeadlockSearch(suspect);
            if (search.isDeadlock()) {
                return search;
            }
        }
        return null;
    }
}
