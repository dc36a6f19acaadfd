package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.algebra.JoinTree;
import io.heliosdb.server.sql.algebra.Optimizer;
import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Distinct;
import io.heliosdb.server.sql.exec.Joins;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.References;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Plans what the optimiser decided: chooses how each table is read and how each join is done.
final class TreePlanner {

    private final Translator translator;
    private final FromPlanner from;

    TreePlanner(Translator translator, FromPlanner from) {
        this.translator = translator;
        this.from = from;
    }

    /// Null when the block is to be planned directly.
    ///
    /// @param above what the rest of the query reads
    @Nullable
    PlanNode plan(FromItem item, List<Expr> where, References above) {
        Optimizer.Block block = Optimizer.optimise(item, where, above, new PlannerFacts(translator))
                .orElse(null);
        if (block == null) {
            return null;
        }
        PlanNode node = plan(block.tree()).node();
        for (Map.Entry<Integer, List<Expr>> computed : block.computed().entrySet()) {
            node = project(node, computed.getValue(), computed.getKey());
        }
        return node;
    }

    private PlanNode project(PlanNode child, List<Expr> values, int relation) {
        List<Compiled> compiled =
                values.stream().map(translator.compiler()::compiled).toList();
        return new Basics.Project(child, compiled, translator.layout().slot(relation));
    }

    private JoinMethods.Side plan(JoinTree tree) {
        return switch (tree) {
            case JoinTree.Read read ->
                side(from.leaf(read.item(), read.conditions()), FromPlanner.relations(read.item()));
            case JoinTree.Filter filter -> {
                JoinMethods.Side input = plan(filter.input());
                yield side(from.filtered(input.node(), filter.conditions()), input.relations());
            }
            case JoinTree.Compute compute -> {
                JoinMethods.Side input = plan(compute.input());
                Set<Integer> relations = new HashSet<>(input.relations());
                relations.add(compute.relation());
                translator.layout().define(compute.relation(), compute.values());
                yield side(project(input.node(), compute.values(), compute.relation()), relations);
            }
            case JoinTree.Group group -> {
                JoinMethods.Side input = plan(group.input());
                int slot = translator.layout().slot(group.relation());
                List<Expr> columns = new ArrayList<>(group.keys());
                columns.addAll(group.aggregates());
                translator.layout().define(group.relation(), columns);
                yield side(
                        GroupPlanner.group(input.node(), group.keys(), group.aggregates(), slot, translator),
                        Set.of(group.relation()));
            }
            case JoinTree.Union union -> {
                List<PlanNode> inputs = new ArrayList<>();
                for (JoinTree.Compute input : union.inputs()) {
                    inputs.add(project(plan(input.input()).node(), input.values(), union.relation()));
                }
                yield side(new Basics.Append(inputs), Set.of(union.relation()));
            }
            case JoinTree.Join join -> join(join);
        };
    }

    private JoinMethods.Side side(PlanNode node, Set<Integer> relations) {
        int[] slots =
                relations.stream().mapToInt(r -> translator.layout().slot(r)).toArray();
        return new JoinMethods.Side(node, slots, relations);
    }

    private JoinMethods.Side join(JoinTree.Join join) {
        JoinMethods.Side left = plan(join.left());
        JoinMethods.Side right = plan(join.right());
        Joins.Kind kind =
                switch (join.kind()) {
                    case INNER -> Joins.Kind.INNER;
                    case LEFT -> Joins.Kind.LEFT;
                    case FULL -> Joins.Kind.FULL;
                    case SEMI -> Joins.Kind.SEMI;
                    case ANTI -> Joins.Kind.ANTI;
                };
        Set<Integer> relations = new HashSet<>(left.relations());
        if (kind != Joins.Kind.SEMI && kind != Joins.Kind.ANTI) {
            relations.addAll(right.relations());
        }
        PlanNode node = lookup(kind, join, left, right);
        return side(node == null ? joined(kind, join, left, right) : node, relations);
    }

    private @Nullable PlanNode lookup(
            Joins.Kind kind, JoinTree.Join join, JoinMethods.Side left, JoinMethods.Side right) {
        if (kind == Joins.Kind.FULL) {
            return null;
        }
        PlanNode straight = lookup(kind, left, join.right(), join.conditions());
        if (kind != Joins.Kind.INNER && kind != Joins.Kind.SEMI) {
            return straight;
        }
        if (straight != null && left.node().rows() <= right.node().rows()) {
            return straight;
        }
        PlanNode turned = kind == Joins.Kind.INNER
                ? lookup(kind, right, join.left(), join.conditions())
                : lookupDistinct(join, right);
        return turned != null ? turned : straight;
    }

    private @Nullable PlanNode lookup(Joins.Kind kind, JoinMethods.Side outer, JoinTree inner, List<Expr> conditions) {
        if (!(inner instanceof JoinTree.Read(FromItem.Scan scan, List<Expr> own, double rows))) {
            return null;
        }
        List<Expr> all = new ArrayList<>(own);
        all.addAll(conditions);
        return from.methods().lookup(kind, outer, scan, all);
    }

    // A semi join from a few rows on the right to a big table on the left: each different key of the right is looked
    // up.
    private @Nullable PlanNode lookupDistinct(JoinTree.Join join, JoinMethods.Side right) {
        List<Expr> keys = new ArrayList<>();
        List<Expr> conditions = new ArrayList<>();
        int relation = translator.layout().newRelation("distinct");
        for (Expr condition : join.conditions()) {
            if (!(condition instanceof Expr.Call call)
                    || call.operator() == null
                    || call.operator().meaning() != OperatorDef.Meaning.EQUAL
                    || call.arguments().size() != 2
                    || ExprCompiler.hashType(call.operator()) == null) {
                return null;
            }
            boolean first = References.of(call.arguments().getFirst()).stream().anyMatch(right.relations()::contains);
            Expr key = first ? call.arguments().getFirst() : call.arguments().getLast();
            Expr other = first ? call.arguments().getLast() : call.arguments().getFirst();
            if (!right.relations().containsAll(References.of(key))
                    || References.of(other).stream().anyMatch(right.relations()::contains)) {
                return null;
            }
            Expr made = new Expr.Column(relation, keys.size(), "", key.type());
            keys.add(key);
            conditions.add(new Expr.Call(
                    call.function(),
                    call.operator(),
                    first ? List.of(made, other) : List.of(other, made),
                    call.type()));
        }
        translator.layout().define(relation, keys);
        int slot = translator.layout().slot(relation);
        int[] columns = IntStream.range(0, keys.size()).toArray();
        PlanNode distinct = new Distinct.Unique(
                project(right.node(), keys, relation),
                slot,
                columns,
                new Keys(ExprCompiler.types(keys)),
                "HashAggregate");
        return lookup(Joins.Kind.INNER, side(distinct, Set.of(relation)), join.left(), conditions);
    }

    private PlanNode joined(Joins.Kind kind, JoinTree.Join join, JoinMethods.Side left, JoinMethods.Side right) {
        JoinMethods.Hashable keys = from.methods().hashable(join.conditions(), left.relations(), right.relations());
        boolean swap =
                kind == Joins.Kind.INNER && left.node().rows() < right.node().rows();
        if (!keys.equalities().isEmpty()) {
            return from.methods().hash(kind, left, right, keys, swap, join.rows());
        }
        Compiled condition = from.condition(join.conditions());
        if (kind == Joins.Kind.FULL) {
            return new Joins.OuterLoop(kind, left.node(), right.node(), condition, left.slots(), right.slots());
        }
        JoinMethods.Side outer = swap ? right : left;
        JoinMethods.Side inner = swap ? left : right;
        PlanNode kept = isStable(swap ? join.left() : join.right())
                ? new Basics.Materialize(
                        inner.node(), inner.slots(), translator.layout().newState())
                : inner.node();
        return new Joins.NestedLoop(kind, outer.node(), kept, condition, inner.slots(), join.rows());
    }

    // Whether an input has the same rows each time it is read while the statement runs.
    private boolean isStable(JoinTree tree) {
        References references = new References();
        collect(tree, references);
        return !translator.isCorrelated() && !translator.commonTables().anyUnstable(references.outerCommonTables());
    }

    private static void collect(JoinTree tree, References into) {
        switch (tree) {
            case JoinTree.Read read -> into.and(References.of(read.item())).and(References.ofAll(read.conditions()));
            case JoinTree.Filter filter -> {
                collect(filter.input(), into);
                into.and(References.ofAll(filter.conditions()));
            }
            case JoinTree.Compute compute -> {
                collect(compute.input(), into);
                into.and(References.ofAll(compute.values()));
            }
            case JoinTree.Group group -> collect(group.input(), into);
            case JoinTree.Union union -> union.inputs().forEach(i -> collect(i, into));
            case JoinTree.Join join -> {
                collect(join.left(), into);
                collect(join.right(), into);
                into.and(References.ofAll(join.conditions()));
            }
        }
    }
}
