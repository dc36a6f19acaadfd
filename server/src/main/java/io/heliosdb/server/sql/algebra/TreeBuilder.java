package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.ExprRebuilder;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/// Makes a join tree of optimised relational algebra. A projection makes no node: its expressions stand in for
/// the fields from there on, except where an outer join must be able to make them NULL.
final class TreeBuilder {

    /// Stands where a field is never read.
    static final Expr NOTHING = new Expr.Constant(null, DataType.of(Types.TEXT));

    private final ExprBuilder exprs;
    private final Facts facts;
    private final RelMetadataQuery metadata;

    TreeBuilder(ExprBuilder exprs, Facts facts, RelMetadataQuery metadata) {
        this.exprs = exprs;
        this.facts = facts;
        this.metadata = metadata;
    }

    /// @param fields what each field of the relational expression is
    record Built(JoinTree tree, List<Expr> fields) {}

    Built build(RelNode rel) {
        return switch (rel) {
            case Leaf leaf ->
                new Built(new JoinTree.Read(leaf.item(), List.of(), rows(leaf)), List.copyOf(leaf.columns()));
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Join join -> join(join);
            case Aggregate aggregate -> group(aggregate);
            case Union union -> union(union);
            default -> throw new AlgebraException("no counterpart of " + rel.getRelTypeName());
        };
    }

    private double rows(RelNode rel) {
        Double rows = metadata.getRowCount(rel);
        return rows == null ? 1 : rows;
    }

    private Built filter(Filter filter) {
        Built input = build(filter.getInput());
        List<Expr> conditions = exprs.conjuncts(filter.getCondition(), input.fields);
        return new Built(filtered(input.tree, conditions, rows(filter)), input.fields);
    }

    private static JoinTree filtered(JoinTree tree, List<Expr> conditions, double rows) {
        if (conditions.isEmpty()) {
            return tree;
        }
        if (tree instanceof JoinTree.Read(FromItem item, List<Expr> present, double before)) {
            List<Expr> all = new ArrayList<>(present);
            all.addAll(conditions);
            return new JoinTree.Read(item, all, rows);
        }
        return new JoinTree.Filter(tree, conditions, rows);
    }

    private Built project(Project project) {
        Built input = build(project.getInput());
        List<Expr> fields = new ArrayList<>();
        project.getProjects().forEach(p -> fields.add(exprs.expr(p, input.fields)));
        return new Built(input.tree, fields);
    }

    private Built join(Join join) {
        JoinRelType type = join.getJoinType();
        Built left = build(join.getLeft());
        Built right = build(join.getRight());
        if (type == JoinRelType.LEFT || type == JoinRelType.FULL) {
            right = nullable(right);
        }
        if (type == JoinRelType.FULL || type == JoinRelType.RIGHT) {
            left = nullable(left);
        }
        List<Expr> fields = new ArrayList<>(left.fields);
        fields.addAll(right.fields);
        List<Expr> conditions = exprs.conjuncts(join.getCondition(), fields);
        JoinTree.Join.Kind kind =
                switch (type) {
                    case INNER -> JoinTree.Join.Kind.INNER;
                    case LEFT, RIGHT -> JoinTree.Join.Kind.LEFT;
                    case FULL -> JoinTree.Join.Kind.FULL;
                    case SEMI -> JoinTree.Join.Kind.SEMI;
                    case ANTI -> JoinTree.Join.Kind.ANTI;
                    default -> throw new AlgebraException("no counterpart of a join of kind " + type);
                };
        boolean turned = type == JoinRelType.RIGHT;
        JoinTree tree = new JoinTree.Join(
                kind, turned ? right.tree : left.tree, turned ? left.tree : right.tree, conditions, rows(join));
        return new Built(tree, type.projectsRight() ? fields : left.fields);
    }

    // An outer join makes the rows of relations NULL, so what is computed of them must be a column of one.
    private Built nullable(Built side) {
        Set<Integer> relations = new HashSet<>();
        relations(side.tree, relations);
        boolean plain = side.fields.stream()
                .allMatch(f -> f == NOTHING || (f instanceof Expr.Column c && relations.contains(c.relation())));
        return plain ? side : compute(side, facts.newRelation("join"));
    }

    private static Built compute(Built input, int relation) {
        return new Built(
                new JoinTree.Compute(input.tree, relation, input.fields, input.tree.rows()),
                columns(relation, input.fields));
    }

    private static List<Expr> columns(int relation, List<? extends Expr> values) {
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            columns.add(new Expr.Column(relation, i, "", values.get(i).type()));
        }
        return columns;
    }

    /// The relations whose rows are there above a tree.
    static void relations(JoinTree tree, Set<Integer> found) {
        switch (tree) {
            case JoinTree.Read read -> found.add(BlockTranslator.relation(read.item()));
            case JoinTree.Join join -> {
                relations(join.left(), found);
                if (join.kind() != JoinTree.Join.Kind.SEMI && join.kind() != JoinTree.Join.Kind.ANTI) {
                    relations(join.right(), found);
                }
            }
            case JoinTree.Filter filter -> relations(filter.input(), found);
            case JoinTree.Compute compute -> {
                relations(compute.input(), found);
                found.add(compute.relation());
            }
            case JoinTree.Group group -> found.add(group.relation());
            case JoinTree.Union union -> found.add(union.relation());
        }
    }

    private Built group(Aggregate aggregate) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            throw new AlgebraException("no counterpart of grouping sets");
        }
        Built input = build(aggregate.getInput());
        List<Expr> keys = new ArrayList<>();
        for (int field : aggregate.getGroupSet()) {
            keys.add(input.fields.get(field));
        }
        List<Expr.Aggregate> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(call(call, input.fields));
        }
        int relation = facts.newRelation("group");
        List<Expr> all = new ArrayList<>(keys);
        all.addAll(calls);
        return new Built(
                new JoinTree.Group(input.tree, relation, keys, calls, rows(aggregate)), columns(relation, all));
    }

    private Expr.Aggregate call(AggregateCall call, List<Expr> fields) {
        List<Expr> arguments = new ArrayList<>();
        call.getArgList().forEach(field -> arguments.add(fields.get(field)));
        if (call.filterArg >= 0 || call.isDistinct()) {
            throw new AlgebraException("no counterpart of an aggregate that was rewritten");
        }
        if (call.getAggregation() instanceof Operators.OpaqueAggregate opaque) {
            return (Expr.Aggregate) ExprRebuilder.rebuild(
                    opaque.template(), p -> p instanceof Expr.Placeholder n ? arguments.get(n.number()) : p);
        }
        throw new AlgebraException("no counterpart of " + call.getAggregation().getName());
    }

    private Built union(Union union) {
        if (!union.all) {
            throw new AlgebraException("no counterpart of a union of different rows");
        }
        int relation = facts.newRelation("union");
        List<JoinTree.Compute> inputs = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            Built built = build(input);
            inputs.add(new JoinTree.Compute(built.tree, relation, built.fields, built.tree.rows()));
        }
        return new Built(
                new JoinTree.Union(inputs, relation, rows(union)),
                columns(relation, inputs.getFirst().values()));
    }
}
