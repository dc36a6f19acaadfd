package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Distinct;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.FunctionScan;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.Limit;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.ProjectSet;
import io.heliosdb.server.sql.exec.Sort;
import io.heliosdb.server.sql.exec.SortKeySpec;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans one SELECT: FROM and WHERE, grouping, windows, projection, DISTINCT, ORDER BY, locks, LIMIT.
final class SelectPlanner {

    private final Translator translator;
    private final LockPlanner locks;

    SelectPlanner(Translator translator) {
        this.translator = translator;
        this.locks = new LockPlanner(translator);
    }

    PlanNode plan(Query.Select select, int slot) {
        List<Expr> conditions = Exprs.conjuncts(select.where());
        AccessPaths.Path path = translator.from().plan(select, conditions, wanted(select));
        PlanNode node = path.node();
        List<Expr> targets = new ArrayList<>(
                select.targets().stream().map(Query.Target::expr).toList());
        int[] slots = select.from() == null ? new int[0] : translator.from().slots(select.from());
        Stage stage = new Stage(node, targets, select.having(), slots);
        GroupPlanner grouping = new GroupPlanner(translator);
        if (select.grouping() != null || hasAggregates(select)) {
            stage = grouping.plan(stage, select);
        }
        if (!select.windows().isEmpty() || hasWindowCalls(stage.targets)) {
            stage = new WindowPlanner(translator, grouping::later).plan(stage, select.windows());
        }
        stage = projectSets(stage);
        List<Compiled> compiled =
                stage.targets.stream().map(translator.compiler()::compiled).toList();
        Basics.Project project = new Basics.Project(stage.node, compiled, slot);
        return finish(select, project, new Finish(slot, path.ordered(), conditions));
    }

    /// What is known between two steps.
    ///
    /// @param slots of the rows that targets may refer to
    record Stage(
            PlanNode node, List<Expr> targets, @Nullable Expr having, int[] slots) {}

    private record Finish(int slot, boolean ordered, List<Expr> conditions) {}

    private static boolean hasAggregates(Query.Select select) {
        return select.having() != null
                || select.targets().stream().anyMatch(t -> Exprs.any(t.expr(), e -> e instanceof Expr.Aggregate));
    }

    private static boolean hasWindowCalls(List<Expr> targets) {
        return targets.stream().anyMatch(t -> Exprs.any(t, e -> e instanceof Expr.WindowCall));
    }

    private AccessPaths.@Nullable Wanted wanted(Query.Select select) {
        if (!(select.from() instanceof FromItem.Scan scan)
                || select.tail().order().isEmpty()
                || select.grouping() != null
                || select.having() != null
                || !select.windows().isEmpty()
                || !select.distinctOn().isEmpty()
                || select.targets().stream()
                        .anyMatch(t -> Exprs.any(
                                t.expr(),
                                e -> e instanceof Expr.Aggregate
                                        || e instanceof Expr.WindowCall
                                        || (e instanceof Expr.Call c
                                                && c.function().returnsSet())))) {
            return null;
        }
        List<Integer> columns = new ArrayList<>();
        List<Boolean> descending = new ArrayList<>();
        List<Boolean> nullsFirst = new ArrayList<>();
        for (Query.SortKey key : select.tail().order()) {
            if (!(select.targets().get(key.target()).expr() instanceof Expr.Column column)
                    || column.relation() != scan.relation()) {
                return null;
            }
            columns.add(column.column());
            descending.add(key.descending());
            nullsFirst.add(key.nullsFirst());
        }
        return new AccessPaths.Wanted(
                columns, descending, nullsFirst, select.tail().limit() != null);
    }

    // What is an argument of another such function runs below it.
    private Stage projectSets(Stage stage) {
        Stage done = stage;
        List<Expr> found = innermostSets(done.targets);
        while (!found.isEmpty()) {
            done = projectSets(done, found);
            found = innermostSets(done.targets);
        }
        return done;
    }

    private static List<Expr> innermostSets(List<Expr> targets) {
        List<Expr> found = new ArrayList<>();
        for (Expr target : targets) {
            Exprs.visit(target, e -> {
                boolean innermost = returnsSet(e)
                        && Exprs.children(e).stream().noneMatch(c -> Exprs.any(c, SelectPlanner::returnsSet));
                if (innermost && !found.contains(e)) {
                    found.add(e);
                }
            });
        }
        return found;
    }

    private static boolean returnsSet(Expr expr) {
        return expr instanceof Expr.Call call && call.function().returnsSet();
    }

    private Stage projectSets(Stage stage, List<Expr> found) {
        int relation = translator.layout().newRelation("set");
        List<FunctionScan.Call> calls = new ArrayList<>();
        for (Expr call : found) {
            calls.add(translator.tableFunctions().call(call, 1));
        }
        List<Expr> targets = new ArrayList<>();
        for (Expr target : stage.targets) {
            targets.add(Exprs.replace(target, e -> {
                int at = found.indexOf(e);
                return at < 0 ? null : new Expr.Column(relation, at, "set", e.type());
            }));
        }
        PlanNode node = new ProjectSet(
                stage.node,
                calls,
                found.stream().map(Expr::baseType).toList(),
                translator.layout().slot(relation));
        return new Stage(node, targets, null, stage.slots);
    }

    private PlanNode finish(Query.Select select, Basics.Project project, Finish finish) {
        List<Type> types =
                select.targets().stream().map(t -> t.expr().baseType()).toList();
        List<Integer> distinct = select.distinctOn();
        int visible = select.columns().size();
        boolean plain = distinct.size() == visible && distinct.stream().allMatch(i -> i < visible);
        PlanNode node = project;
        if (!distinct.isEmpty() && plain) {
            node = unique(node, distinct, types, finish.slot);
        }
        boolean sorted = finish.ordered || select.tail().order().isEmpty();
        LockPlanner.Locks locked = locks.of(select);
        if (!sorted) {
            boolean topN = distinct.isEmpty() || plain;
            Eval count = topN && locked.isEmpty() ? count(select.tail()) : null;
            List<Expr> shown = select.tail().order().stream()
                    .map(k -> select.targets().get(k.target()).expr())
                    .toList();
            List<SortKeySpec> keys = keys(select.tail(), types);
            List<SortKeySpec> all = topN ? keys : together(keys, distinct, types);
            node = new Sort(node, all, finish.slot, locked.slots(translator.layout()), count, shown);
        }
        if (!distinct.isEmpty() && !plain) {
            node = sorted
                    ? unique(node, distinct, types, finish.slot)
                    : new Distinct.Adjacent(node, finish.slot, columns(distinct), distinctKeys(distinct, types));
        }
        if (!locked.isEmpty()) {
            node = locks.plan(node, locked, finish.conditions, project);
        }
        return limit(node, select.tail(), types, finish.slot);
    }

    private static PlanNode unique(PlanNode node, List<Integer> targets, List<Type> types, int slot) {
        return new Distinct.Unique(node, slot, columns(targets), distinctKeys(targets, types), "HashAggregate");
    }

    private static int[] columns(List<Integer> targets) {
        return targets.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Keys distinctKeys(List<Integer> targets, List<Type> types) {
        return new Keys(targets.stream().map(types::get).toList());
    }

    /// Keys that bring rows together that agree in all of DISTINCT ON. Those of ORDER BY begin with some of them.
    private static List<SortKeySpec> together(List<SortKeySpec> keys, List<Integer> distinct, List<Type> types) {
        List<SortKeySpec> all = new ArrayList<>(keys);
        for (int target : distinct) {
            if (keys.stream().noneMatch(k -> k.column() == target)) {
                all.add(new SortKeySpec(target, types.get(target), false, false));
            }
        }
        return all;
    }

    /// ORDER BY, LIMIT and OFFSET over the columns of a slot.
    PlanNode tail(PlanNode child, Query.Tail tail, List<Type> types, int slot) {
        PlanNode node = child;
        if (!tail.order().isEmpty()) {
            node = new Sort(node, keys(tail, types), slot, new int[0], count(tail), List.of());
        }
        return limit(node, tail, types, slot);
    }

    private PlanNode limit(PlanNode node, Query.Tail tail, List<Type> types, int slot) {
        if (tail.limit() == null && tail.offset() == null) {
            return node;
        }
        PlanNode limited = new Limit(
                node,
                translator.compiler().optionalEval(tail.limit()),
                translator.compiler().optionalEval(tail.offset()),
                tail.withTies() ? keys(tail, types) : null,
                slot);
        Number count = number(tail.limit());
        if (count != null) {
            translator.note(limited, count.doubleValue());
        }
        return limited;
    }

    // A constant number, also when it is converted.
    private static @Nullable Number number(@Nullable Expr expr) {
        return switch (expr) {
            case Expr.Constant(Object value, var type) when value instanceof Number number -> number;
            case Expr.Convert convert -> number(convert.operand());
            case Expr.Call call
            when call.arguments().size() == 1 -> number(call.arguments().getFirst());
            case null, default -> null;
        };
    }

    private @Nullable Eval count(Query.Tail tail) {
        return tail.limit() == null || tail.withTies()
                ? null
                : Limit.total(
                        translator.compiler().compile(tail.limit()),
                        translator.compiler().optionalEval(tail.offset()));
    }

    private static List<SortKeySpec> keys(Query.Tail tail, List<Type> types) {
        List<SortKeySpec> keys = new ArrayList<>();
        for (Query.SortKey key : tail.order()) {
            keys.add(new SortKeySpec(key.target(), types.get(key.target()), key.descending(), key.nullsFirst()));
        }
        return keys;
    }
}
