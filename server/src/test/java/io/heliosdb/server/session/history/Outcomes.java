package io.heliosdb.server.session.history;

import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds out how the transactions ended whose clients were not told.
final class Outcomes {

    private record Element(int key, int value) {}

    private Outcomes() {}

    /// The same transactions, none of them unknown: committed are those of which a committed one has seen
    /// anything.
    static List<Transaction> resolve(List<Transaction> transactions) {
        List<Transaction> current = transactions;
        while (true) {
            Set<Element> seen = seen(current);
            List<Transaction> next = current.stream()
                    .map(t -> t.outcome() == Outcome.UNKNOWN && isSeen(t, seen) ? t.with(Outcome.COMMITTED) : t)
                    .toList();
            if (next.equals(current)) {
                return next.stream()
                        .map(t -> t.outcome() == Outcome.UNKNOWN ? t.with(Outcome.ABORTED) : t)
                        .toList();
            }
            current = next;
        }
    }

    private static Set<Element> seen(List<Transaction> transactions) {
        Set<Element> seen = new HashSet<>();
        for (Transaction transaction : transactions) {
            if (transaction.outcome() == Outcome.COMMITTED) {
                for (Operation operation : transaction.operations()) {
                    if (operation instanceof Operation.Read(int key, List<Integer> values)) {
                        values.forEach(value -> seen.add(new Element(key, value)));
                    }
                }
            }
        }
        return seen;
    }

    private static boolean isSeen(Transaction transaction, Set<Element> seen) {
        return transaction.operations().stream()
                .anyMatch(operation -> operation instanceof Operation.Append(int key, int value)
                        && seen.contains(new Element(key, value)));
    }
}
