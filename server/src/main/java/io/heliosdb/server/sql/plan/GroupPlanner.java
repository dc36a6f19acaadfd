package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Aggregate;
import io.heliosdb.server.sql.exec.AggregateCall;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.HypotheticalOrder;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.SortKeySpec;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Plans GROUP BY, aggregates and HAVING.
///
/// Keys, aggregates and GROUPING become columns of a made relation. Columns of the grouped relations that
/// remain (those that depend on a primary key among the keys, or stand in subqueries) are read from the first
/// row of each group.
final class GroupPlanner {

    private final Translator translator;
    private final List<Expr> keys = new ArrayList<>();
    private final List<Expr.Aggregate> aggregates = new ArrayList<>();
    private final List<Expr.Grouping> groupings = new ArrayList<>();
    private UnaryOperator<Expr> rewriter = e -> e;

    GroupPlanner(Translator translator) {
        this.translator = translator;
    }

    SelectPlanner.Stage plan(SelectPlanner.Stage stage, Query.Select select) {
        Query.GroupBy groupBy = select.grouping();
        List<List<Integer>> sets = groupBy == null ? List.of(List.of()) : groupBy.sets();
        if (groupBy != null) {
            keys.addAll(groupBy.keys());
        }
        List<Expr> used = new ArrayList<>(stage.targets());
        if (stage.having() != null) {
            used.add(stage.having());
        }
        for (Query.WindowDef window : select.windows()) {
            used.addAll(window.partition());
            window.order().forEach(o -> used.add(o.key()));
        }
        used.forEach(this::collect);
        int relation = translator.layout().newRelation("group");
        translator.layout().define(relation, columns());
        List<Expr> targets =
                stage.targets().stream().map(t -> rewrite(t, relation)).toList();
        Expr having = stage.having() == null ? null : rewrite(stage.having(), relation);
        int[] carried = carried(stage, targets, having);
        List<Aggregate.KeySet> keySets = sets.stream().map(this::keySet).toList();
        List<Compiled> compiledKeys =
                keys.stream().map(translator.compiler()::compiled).toList();
        Aggregate.Grouping grouping = new Aggregate.Grouping(
                compiledKeys, keySets, groupings.stream().map(this::keyIndexes).toList(), groupBy != null);
        int slot = translator.layout().slot(relation);
        PlanNode node = new Aggregate(
                stage.node(), grouping, aggregates.stream().map(this::call).toList(), slot, carried);
        if (having != null) {
            node = translator.from().filtered(node, List.of(having));
        }
        rewriter = e -> rewrite(e, relation);
        int[] slots =
                IntStream.concat(IntStream.of(carried), IntStream.of(slot)).toArray();
        return new SelectPlanner.Stage(node, targets, null, slots);
    }

    private List<Expr> columns() {
        List<Expr> columns = new ArrayList<>(keys);
        columns.addAll(aggregates);
        columns.addAll(groupings);
        return columns;
    }

    /// Rewrites an expression of a later step, such as a window's, to what grouping gives.
    Expr later(Expr expr) {
        return rewriter.apply(expr);
    }

    private void collect(Expr expr) {
        if (keys.contains(expr)) {
            return;
        }
        if (expr instanceof Expr.Aggregate aggregate) {
            if (!aggregates.contains(aggregate)) {
                aggregates.add(aggregate);
            }
            return;
        }
        if (expr instanceof Expr.Grouping grouping) {
            if (!groupings.contains(grouping)) {
                groupings.add(grouping);
            }
            return;
        }
        Exprs.children(expr).forEach(this::collect);
    }

    private Expr rewrite(Expr expr, int relation) {
        return Exprs.replace(expr, e -> {
            int at = keys.indexOf(e);
            if (at < 0 && e instanceof Expr.Aggregate) {
                at = keys.size() + aggregates.indexOf(e);
            } else if (at < 0 && e instanceof Expr.Grouping) {
                at = keys.size() + aggregates.size() + groupings.indexOf(e);
            }
            return at < 0 ? null : new Expr.Column(relation, at, "", e.type());
        });
    }

    private int[] carried(SelectPlanner.Stage stage, List<Expr> targets, @Nullable Expr having) {
        Set<Integer> needed = new HashSet<>();
        targets.forEach(t -> needed.addAll(References.of(t)));
        if (having != null) {
            needed.addAll(References.of(having));
        }
        Set<Integer> slots = new HashSet<>();
        for (int relation : needed) {
            slots.add(translator.layout().slot(relation));
        }
        return IntStream.of(stage.slots()).filter(slots::contains).toArray();
    }

    private Aggregate.KeySet keySet(List<Integer> set) {
        int[] members = set.stream().mapToInt(Integer::intValue).toArray();
        List<Type> types = set.stream().map(i -> keys.get(i).baseType()).toList();
        return new Aggregate.KeySet(members, members.length == 0 ? null : new Keys(types));
    }

    private int[] keyIndexes(Expr.Grouping grouping) {
        return grouping.keys().stream().mapToInt(keys::indexOf).toArray();
    }

    /// Groups by all keys; the slot's columns are the keys, then the aggregates.
    static PlanNode group(
            PlanNode child, List<Expr> keys, List<Expr.Aggregate> aggregates, int slot, Translator translator) {
        int[] members = IntStream.range(0, keys.size()).toArray();
        Aggregate.KeySet set =
                new Aggregate.KeySet(members, members.length == 0 ? null : new Keys(ExprCompiler.types(keys)));
        List<Compiled> compiled =
                keys.stream().map(translator.compiler()::compiled).toList();
        Aggregate.Grouping grouping = new Aggregate.Grouping(compiled, List.of(set), List.of(), !keys.isEmpty());
        List<AggregateCall> calls =
                aggregates.stream().map(a -> compile(a, translator)).toList();
        return new Aggregate(child, grouping, calls, slot, new int[0]);
    }

    private AggregateCall call(Expr.Aggregate aggregate) {
        return compile(aggregate, translator);
    }

    static AggregateCall compile(Expr.Aggregate aggregate, Translator translator) {
        if (aggregate.function().isHypotheticalSet()) {
            return hypothetical(aggregate, translator);
        }
        List<Expr> arguments = new ArrayList<>(aggregate.direct());
        arguments.addAll(aggregate.arguments());
        List<Expr> extra = new ArrayList<>();
        List<SortKeySpec> order = new ArrayList<>();
        for (Expr.Aggregate.Order o : aggregate.order()) {
            int at = arguments.lastIndexOf(o.key());
            if (at < aggregate.direct().size()) {
                at = arguments.size() + extra.size();
                extra.add(o.key());
            }
            order.add(new SortKeySpec(at, o.key().baseType(), o.descending(), o.nullsFirst()));
        }
        List<Type> types = ExprCompiler.types(arguments);
        if (aggregate.distinct()) {
            // Equal arguments are found by sorting, which shows in what array_agg gives, in PostgreSQL as here.
            for (int i = 0; i < types.size(); i++) {
                int column = i;
                if (order.stream().noneMatch(o -> o.column() == column)) {
                    order.add(new SortKeySpec(i, types.get(i), false, false));
                }
            }
        }
        Implementation.AggregateFunction body = body(aggregate, types);
        List<Eval> evals = translator.compiler().all(arguments);
        return new AggregateCall(
                body,
                aggregate.function().strict(),
                evals,
                aggregate.distinct() ? new Keys(types) : null,
                order,
                translator.compiler().all(extra),
                translator.compiler().optionalEval(aggregate.filter()));
    }

    // The direct arguments are replaced by how a row compares with them.
    private static AggregateCall hypothetical(Expr.Aggregate aggregate, Translator translator) {
        List<SortKeySpec> order = new ArrayList<>();
        for (int i = 0; i < aggregate.order().size(); i++) {
            Expr.Aggregate.Order o = aggregate.order().get(i);
            order.add(new SortKeySpec(i + 1, o.key().baseType(), o.descending(), o.nullsFirst()));
        }
        List<Eval> rows = translator.compiler().all(aggregate.arguments());
        List<Eval> arguments = new ArrayList<>();
        arguments.add(new HypotheticalOrder(translator.compiler().all(aggregate.direct()), rows, order));
        arguments.addAll(rows);
        return new AggregateCall(
                body(aggregate, ExprCompiler.types(aggregate.arguments())),
                false,
                arguments,
                null,
                order,
                List.of(),
                translator.compiler().optionalEval(aggregate.filter()));
    }

    private static Implementation.AggregateFunction body(Expr.Aggregate aggregate, List<Type> types) {
        if (aggregate.function().implementation().bind(types, aggregate.baseType())
                instanceof Implementation.Aggregate(var body)) {
            return body;
        }
        throw new IllegalArgumentException(
                "not an aggregate: " + aggregate.function().name());
    }
}
