package io.heliosdb.server.txn.lock;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for a cycle of waits through one request. Runs under all stripes of the lock table, so that it sees
/// one moment.
///
/// Edges lead from a waiting holder to those it waits for; a session's own locks lead on to what the session
/// waits for.
final class DeadlockSearch {

    private record Edge(LockWaiter waiter, LockHolder blocker) {}

    private final LockWaiter start;
    private final Set<LockHolder> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Edge> path = new ArrayDeque<>();

    DeadlockSearch(LockWaiter start) {
        this.start = start;
    }

    boolean isDeadlock() {
        return leadsBack(start);
    }

    private boolean leadsBack(LockWaiter waiter) {
        for (LockHolder blocker : waiter.state.blockersOf(waiter)) {
            path.addLast(new Edge(waiter, blocker));
            if (blocker == start.holder || blocker.ofSession && blocker.owner == start.holder.owner) {
                return true;
            }
            LockWaiter next = nextOf(blocker);
            if (seen.add(blocker) && next != null && leadsBack(next)) {
                return true;
            }
            path.removeLast();
        }
        return false;
    }

    private static @Nullable LockWaiter nextOf(LockHolder blocker) {
        return blocker.ofSession ? blocker.owner.waiting : blocker.waiting;
    }

    /// A request on the cycle that waits only for another request ahead of it in its queue, and that request's
    /// place could be given to it.
    ///
    /// @param refused what is not to be given
    @Nullable
    Turn turn(Set<Turn> refused) {
        for (Edge edge : path) {
            LockWaiter ahead = nextOf(edge.blocker);
            if (ahead != null
                    && ahead.state == edge.waiter.state
                    && !edge.waiter.state.isHeldAgainst(edge.waiter, edge.blocker)) {
                Turn turn = new Turn(edge.waiter, ahead);
                if (!refused.contains(turn)) {
                    return turn;
                }
            }
        }
        return null;
    }

    /// Two requests of one queue: `later` is to go ahead of `ahead`.
    record Turn(LockWaiter later, LockWaiter ahead) {
        Turn reversed() {
            return new Turn(ahead, later);
        }
    }

    SqlException error() {
        StringBuilder detail = new StringBuilder();
        for (Edge edge : path) {
            if (!detail.isEmpty()) {
                detail.append('\n');
            }
            LockWaiter waiter = edge.waiter;
            detail.append("Process ")
                    .append(waiter.holder.owner.pid())
                    .append(" waits for ")
                    .append(LockModes.name(waiter.state.tag.kind, waiter.mode))
                    .append(" on ")
                    .append(describe(waiter.state.tag, edge.blocker))
                    .append("; blocked by process ")
                    .append(edge.blocker.owner.pid())
                    .append('.');
        }
        return new SqlException(SqlState.T_R_DEADLOCK_DETECTED, "deadlock detected")
                .withDetail(detail.toString())
                .withHint("See server log for query details.");
    }

    private static String describe(LockTag tag, LockHolder blocker) {
        return switch (tag.kind) {
            case ROW, UNIQUE_KEY -> "transaction " + blocker.transactionId;
            case TABLE -> "relation " + tag.space + " of database " + LockTag.DATABASE;
            case ADVISORY ->
                "advisory lock [" + LockTag.DATABASE + "," + (tag.space >>> 32) + "," + (tag.space & 0xFFFFFFFFL) + ","
                        + (tag.key.length > 0 ? 2 : 1) + "]";
        };
    }
}
