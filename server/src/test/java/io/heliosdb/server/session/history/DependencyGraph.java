package io.heliosdb.server.session.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Dependencies between transactions, by their numbers. Used by one thread.
final class DependencyGraph {

    enum Edge {
        /// overwrote its version
        WW,
        /// read its version
        WR,
        /// overwrote what it read
        RW
    }

    private final Map<Integer, Map<Integer, EnumSet<Edge>>> edges = new TreeMap<>();

    void add(int from, int to, Edge edge) {
        edges.computeIfAbsent(from, f -> new TreeMap<>())
                .computeIfAbsent(to, t -> EnumSet.noneOf(Edge.class))
                .add(edge);
        edges.computeIfAbsent(to, t -> new TreeMap<>());
    }

    private List<Integer> next(int node, Set<Edge> allowed, Set<Integer> within) {
        List<Integer> next = new ArrayList<>();
        edges.getOrDefault(node, Map.of()).forEach((to, kinds) -> {
            if (within.contains(to) && kinds.stream().anyMatch(allowed::contains)) {
                next.add(to);
            }
        });
        return next;
    }

    /// All sets of more than one transaction in which each depends on each other (Kosaraju).
    List<Set<Integer>> components() {
        Set<Edge> all = EnumSet.allOf(Edge.class);
        Map<Integer, List<Integer>> backwards = new HashMap<>();
        edges.forEach((from, targets) -> targets.keySet()
                .forEach(to ->
                        backwards.computeIfAbsent(to, t -> new ArrayList<>()).add(from)));
        Deque<Integer> finished = new ArrayDeque<>();
        Set<Integer> seen = new HashSet<>();
        for (int node : edges.keySet()) {
            finish(node, all, seen, finished);
        }
        List<Set<Integer>> components = new ArrayList<>();
        Set<Integer> placed = new HashSet<>();
        for (int root : finished) {
            Set<Integer> component = new HashSet<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(root));
            while (!open.isEmpty()) {
                int node = open.pop();
                if (placed.add(node)) {
                    component.add(node);
                    open.addAll(backwards.getOrDefault(node, List.of()));
                }
            }
            if (component.size() > 1) {
                components.add(component);
            }
        }
        return components;
    }

    // Depth first without recursion: histories are long. Puts those that are finished last in front.
    private void finish(int root, Set<Edge> all, Set<Integer> seen, Deque<Integer> finished) {
        if (!seen.add(root)) {
            return;
        }
        record Visit(int node, Deque<Integer> left) {}
        Deque<Visit> path = new ArrayDeque<>();
        path.push(new Visit(root, new ArrayDeque<>(next(root, all, edges.keySet()))));
        while (!path.isEmpty()) {
            Integer child = path.element().left().poll();
            if (child == null) {
                finished.push(path.pop().node());
            } else if (seen.add(child)) {
                path.push(new Visit(child, new ArrayDeque<>(next(child, all, edges.keySet()))));
            }
        }
    }

    /// A cycle over some kinds of edges within a component; null when there is none.
    @Nullable
    String cycle(Set<Integer> component, Set<Edge> allowed) {
        for (int node : component) {
            for (int first : next(node, allowed, component)) {
                List<Integer> path = path(first, node, allowed, component);
                if (path != null) {
                    return "cycle " + node + " -> " + path;
                }
            }
        }
        return null;
    }

    /// A cycle with exactly one anti-dependency; null when there is none.
    @Nullable
    String cycleThroughOne(Set<Integer> component) {
        for (int node : component) {
            for (int first : next(node, Set.of(Edge.RW), component)) {
                List<Integer> path = path(first, node, Set.of(Edge.WW, Edge.WR), component);
                if (path != null) {
                    return "cycle " + node + " -rw-> " + path;
                }
            }
        }
        return null;
    }

    private @Nullable List<Integer> path(int from, int to, Set<Edge> allowed, Set<Integer> within) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        cameFrom.put(from, from);
        while (!open.isEmpty()) {
            int node = open.poll();
            if (node == to) {
                List<Integer> path = new ArrayList<>(List.of(to));
                int at = to;
                while (at != from) {
                    at = cameFrom.getOrDefault(at, from);
                    path.addFirst(at);
                }
                return path;
            }
            for (int next : next(node, allowed, within)) {
                if (cameFrom.putIfAbsent(next, node) == null) {
                    open.add(next);
                }
            }
        }
        return null;
    }
}
