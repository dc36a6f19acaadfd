package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.txn.CommitGate.Acknowledgement;
import io.heliosdb.server.txn.Durability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Function;

/// Commits that wait for their durability rule. Not safe for threads.
final class AcknowledgementQueue {

    private record Waiter(Lsn lsn, Acknowledgement acknowledgement) {}

    private final Map<Durability, Queue<Waiter>> waiting = new EnumMap<>(Durability.class);

    void add(Lsn lsn, Durability durability, Acknowledgement acknowledgement) {
        waiting.computeIfAbsent(durability, level -> new PriorityQueue<>(Comparator.comparing(Waiter::lsn)))
                .add(new Waiter(lsn, acknowledgement));
    }

    /// Takes out all whose rule is met.
    List<Acknowledgement> ready(Function<Durability, Lsn> reached) {
        List<Acknowledgement> ready = new ArrayList<>();
        waiting.forEach((durability, waiters) -> {
            Waiter first = waiters.peek();
            if (first == null) {
                return;
            }
            Lsn upTo = reached.apply(durability);
            while (first != null && !first.lsn.isAfter(upTo)) {
                ready.add(first.acknowledgement);
                waiters.remove();
                first = waiters.peek();
            }
        });
        return ready;
    }

    /// Takes out all.
    List<Acknowledgement> drain() {
        return ready(durability -> Lsn.of(Long.MAX_VALUE));
    }

    int size() {
        return waiting.values().stream().mapToInt(Queue::size).sum();
    }
}
