package io.heliosdb.server.session.history;

import io.heliosdb.server.session.history.Anomaly.Kind;
import io.heliosdb.server.session.history.DependencyGraph.Edge;
import io.heliosdb.server.session.history.History.Operation;
import io.heliosdb.server.session.history.History.Outcome;
import io.heliosdb.server.session.history.History.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the anomalies of one history. A history whose last transaction reads every key tells the most.
///
/// The order of a key's versions is the longest list read. From it follow the dependencies: who overwrote whom
/// (ww), who read whose version (wr), who overwrote what somebody had read (rw). An isolation level is broken
/// by cycles. A transaction of unknown outcome has committed if anything of it is seen.
public final class HistoryChecker {

    private record Element(int key, int value) {}

    private record Version(int key, List<Integer> values) {}

    private final Map<Element, Transaction> writers = new HashMap<>();
    private final Map<Integer, List<Integer>> orders = new HashMap<>();
    private final List<Anomaly> found = new ArrayList<>();
    private final DependencyGraph graph = new DependencyGraph();

    private HistoryChecker() {}

    public static List<Anomaly> check(History history) {
        HistoryChecker checker = new HistoryChecker();
        List<Transaction> all = Outcomes.resolve(history.transactions());
        checker.collect(all);
        List<Transaction> seen =
                all.stream().filter(t -> t.outcome() == Outcome.COMMITTED).toList();
        seen.forEach(checker::checkReads);
        checker.overwrites();
        seen.forEach(checker::dependencies);
        checker.lostUpdates(seen);
        checker.lostAppends(all);
        new SessionOrder(checker.orders, checker::report).check(history.transactions());
        checker.cycles();
        return checker.found;
    }

    private void collect(List<Transaction> transactions) {
        for (Transaction transaction : transactions) {
            for (Operation operation : transaction.operations()) {
                switch (operation) {
                    case Operation.Append(int key, int value) -> writers.put(new Element(key, value), transaction);
                    case Operation.Read read -> {
                        if (transaction.outcome() == Outcome.COMMITTED) {
                            order(transaction, read);
                        }
                    }
                }
            }
        }
    }

    private void order(Transaction transaction, Operation.Read read) {
        List<Integer> known = orders.getOrDefault(read.key(), List.of());
        List<Integer> longer = read.values().size() > known.size() ? read.values() : known;
        List<Integer> shorter = longer.equals(known) ? read.values() : known;
        if (!longer.subList(0, shorter.size()).equals(shorter)) {
            report(
                    Kind.INCOMPATIBLE_ORDER,
                    "key " + read.key() + ": " + known + " and " + read.values() + " read by " + transaction.id());
        }
        orders.put(read.key(), longer);
    }

    private void report(Kind kind, String what) {
        found.add(new Anomaly(kind, what));
    }

    /// What one transaction must not have read: aborted and intermediate versions, and less than its own.
    private void checkReads(Transaction transaction) {
        Map<Integer, List<Integer>> own = new HashMap<>();
        for (Operation operation : transaction.operations()) {
            switch (operation) {
                case Operation.Append(int key, int value) ->
                    own.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
                case Operation.Read(int key, List<Integer> values) -> {
                    List<Integer> mine = own.getOrDefault(key, List.of());
                    int others = values.size() - mine.size();
                    if (others < 0 || !values.subList(others, values.size()).equals(mine)) {
                        report(
                                Kind.INTERNAL,
                                transaction.id() + " read " + values + " of key " + key + " after appending " + mine);
                    } else {
                        checkVersion(transaction, key, values.subList(0, others));
                    }
                }
            }
        }
    }

    private void checkVersion(Transaction reader, int key, List<Integer> values) {
        for (int value : values) {
            Transaction writer = writers.get(new Element(key, value));
            if (writer == null || writer.outcome() == Outcome.ABORTED) {
                report(Kind.G1A, reader.id() + " read " + value + " of key " + key + ", which was never committed");
            }
        }
        if (!values.isEmpty()) {
            Transaction writer = writers.get(new Element(key, values.getLast()));
            if (writer != null && writer.id() != reader.id() && lastAppend(writer, key) != values.getLast()) {
                report(
                        Kind.G1B,
                        reader.id() + " read " + values.getLast() + " of key " + key + ", after which its writer "
                                + writer.id() + " appended more");
            }
        }
    }

    private static int lastAppend(Transaction transaction, int key) {
        int last = 0;
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Append append && append.key() == key) {
                last = append.value();
            }
        }
        return last;
    }

    private void overwrites() {
        orders.forEach((key, order) -> {
            for (int i = 1; i < order.size(); i++) {
                connect(writer(key, order.get(i - 1)), writer(key, order.get(i)), Edge.WW);
            }
        });
    }

    private @Nullable Transaction writer(int key, int value) {
        return writers.get(new Element(key, value));
    }

    private boolean isBy(Transaction transaction, int key, int value) {
        Transaction writer = writer(key, value);
        return writer != null && writer.id() == transaction.id();
    }

    private void connect(@Nullable Transaction from, @Nullable Transaction to, Edge edge) {
        if (from != null && to != null && from.id() != to.id()) {
            graph.add(from.id(), to.id(), edge);
        }
    }

    private void dependencies(Transaction reader) {
        for (Operation operation : reader.operations()) {
            if (operation instanceof Operation.Read(int key, List<Integer> values)) {
                List<Integer> others = values.stream()
                        .filter(value -> !isBy(reader, key, value))
                        .toList();
                if (!others.isEmpty()) {
                    connect(writer(key, others.getLast()), reader, Edge.WR);
                }
                List<Integer> order = orders.getOrDefault(key, List.of());
                for (int i = values.size(); i < order.size(); i++) {
                    if (!isBy(reader, key, order.get(i))) {
                        connect(reader, writer(key, order.get(i)), Edge.RW);
                        break;
                    }
                }
            }
        }
    }

    private void lostUpdates(List<Transaction> transactions) {
        Map<Version, Transaction> replaced = new HashMap<>();
        for (Transaction transaction : transactions) {
            Set<Integer> appended = new HashSet<>();
            Map<Integer, Version> first = new HashMap<>();
            for (Operation operation : transaction.operations()) {
                switch (operation) {
                    case Operation.Append append -> appended.add(append.key());
                    case Operation.Read read -> {
                        if (!appended.contains(read.key())) {
                            first.putIfAbsent(read.key(), new Version(read.key(), read.values()));
                        }
                    }
                }
            }
            for (int key : appended) {
                Version version = first.get(key);
                Transaction other = version == null ? null : replaced.putIfAbsent(version, transaction);
                if (other != null) {
                    report(
                            Kind.LOST_UPDATE,
                            other.id() + " and " + transaction.id() + " both read " + version + " and appended to it");
                }
            }
        }
    }

    /// What is committed when the last transaction begins is there for it.
    private void lostAppends(List<Transaction> all) {
        if (all.isEmpty() || all.getLast().outcome() != Outcome.COMMITTED) {
            return;
        }
        Map<Integer, Set<Integer>> last = new HashMap<>();
        for (Operation operation : all.getLast().operations()) {
            if (operation instanceof Operation.Read(int key, List<Integer> values)) {
                last.put(key, new HashSet<>(values));
            }
        }
        writers.forEach((element, writer) -> {
            Set<Integer> found = last.get(element.key);
            if (found != null && writer.outcome() == Outcome.COMMITTED && !found.contains(element.value)) {
                report(
                        Kind.LOST_APPEND,
                        "what " + writer.id() + " appended to key " + element.key + " is gone: " + element.value);
            }
        });
    }

    private void cycles() {
        for (Set<Integer> component : graph.components()) {
            String cycle = graph.cycle(component, Set.of(Edge.WW));
            if (cycle != null) {
                report(Kind.G0, cycle);
                continue;
            }
            cycle = graph.cycle(component, Set.of(Edge.WW, Edge.WR));
            if (cycle != null) {
                report(Kind.G1C, cycle);
                continue;
            }
            cycle = graph.cycleThroughOne(component);
            report(cycle != null ? Kind.G_SINGLE : Kind.G2, cycle != null ? cycle : "among " + component);
        }
    }
}
