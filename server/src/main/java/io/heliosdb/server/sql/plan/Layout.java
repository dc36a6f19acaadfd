package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Frame;
import io.heliosdb.server.sql.tree.Expr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives out slots and states of a statement's frame. Used by one thread while planning.
final class Layout {

    // Numbers below are the analyzer's; relations that planning adds count down from here.
    private static final int FIRST_MADE = -1000;

    private final Map<Integer, Integer> slots = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, List<Expr>> made = new HashMap<>();
    private int nextSlot;
    private int nextState;
    private int nextMade = FIRST_MADE;

    /// The slot of a relation.
    int slot(int relation) {
        return slots.computeIfAbsent(relation, r -> nextSlot++);
    }

    /// A relation number of its own for computed columns.
    int newRelation(String name) {
        int made = nextMade--;
        names.put(made, name);
        return made;
    }

    /// Says what the columns of a made relation are, for EXPLAIN.
    void define(int relation, List<Expr> columns) {
        made.put(relation, columns);
    }

    Map<Integer, List<Expr>> made() {
        return made;
    }

    int newSlot() {
        return nextSlot++;
    }

    int newState() {
        return nextState++;
    }

    void name(int relation, String alias) {
        names.put(relation, alias);
    }

    /// The alias of a relation; null for a computed one.
    @Nullable
    String nameOf(int relation) {
        return relation <= FIRST_MADE ? null : names.get(relation);
    }

    Map<Integer, String> names() {
        Map<Integer, String> shown = new HashMap<>(names);
        shown.keySet().removeIf(r -> r <= FIRST_MADE);
        return shown;
    }

    Frame.PlanShape shape() {
        return new Frame.PlanShape(nextSlot, nextState);
    }
}
