package io.heliosdb.server.session.history;

import io.heliosdb.server.session.history.Anomaly.Kind;
import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Each client sees what it has committed and what it has seen before, in each of its later transactions.
final class SessionOrder {

    private final Map<Integer, List<Integer>> orders;
    private final BiConsumer<Kind, String> report;

    /// How much of each list a client has to see.
    private final Map<Integer, Map<Integer, Integer>> floors = new HashMap<>();

    /// @param orders of each list the longest that was read
    SessionOrder(Map<Integer, List<Integer>> orders, BiConsumer<Kind, String> report) {
        this.orders = orders;
        this.report = report;
    }

    /// @param transactions as their clients know them: what a client was not told it need not see
    void check(List<Transaction> transactions) {
        for (Transaction transaction : transactions) {
            if (transaction.outcome() == Outcome.COMMITTED) {
                Map<Integer, Integer> floor = floors.computeIfAbsent(transaction.client(), c -> new HashMap<>());
                checkReads(transaction, floor);
                raise(transaction, floor);
            }
        }
    }

    private void checkReads(Transaction transaction, Map<Integer, Integer> floor) {
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Read(int key, List<Integer> values)
                    && values.size() < floor.getOrDefault(key, 0)) {
                report.accept(
                        Kind.SESSION,
                        transaction.id() + " of client " + transaction.client() + " saw " + values.size()
                                + " values of key " + key + ", but the client had seen or made "
                                + floor.get(key));
            }
        }
    }

    private void raise(Transaction transaction, Map<Integer, Integer> floor) {
        for (Operation operation : transaction.operations()) {
            switch (operation) {
                case Operation.Append(int key, int value) ->
                    floor.merge(key, 1 + orders.getOrDefault(key, List.of()).indexOf(value), Math::max);
                case Operation.Read(int key, List<Integer> values) -> floor.merge(key, values.size(), Math::max);
            }
        }
    }
}
