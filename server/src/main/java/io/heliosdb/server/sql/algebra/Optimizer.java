package io.heliosdb.server.sql.algebra;

import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.tree.References.ColumnKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Optimises FROM and WHERE of one query. Safe for any thread.
public final class Optimizer {

    private static final Logger LOG = LoggerFactory.getLogger(Optimizer.class);

    private static final RelDataTypeFactory TYPES = new SqlTypeFactoryImpl(RelDataTypeSystem.DEFAULT);

    private Optimizer() {}

    /// An optimised block.
    ///
    /// @param computed values of columns of relations that were merged into the block, by relation; they are to
    /// be computed for its rows
    public record Block(JoinTree tree, Map<Integer, List<Expr>> computed) {}

    /// Empty when the block has nothing to optimise, or cannot be expressed.
    ///
    /// @param above what the rest of the query reads
    public static Optional<Block> optimise(FromItem from, List<Expr> where, References above, Facts facts) {
        if (!Suitability.suits(from, where)) {
            return Optional.empty();
        }
        References used = References.of(from).and(References.ofAll(where)).and(above);
        try {
            return Optional.of(new Run(facts, used, Set.of()).run(from, where, above));
        } catch (AlgebraException e) {
            // A subquery that was left as it is may read rows of a relation that was merged.
            Run again = new Run(facts, used, readBySubqueries(where));
            return attempt(() -> again.run(from, where, above));
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private static Optional<Block> attempt(Supplier<Block> run) {
        try {
            return Optional.of(run.get());
        } catch (AlgebraException e) {
            LOG.debug("query planned directly reason=\"{}\"", e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    // A defect in optimising does not fail a query that runs without; in tests, where assertions are on, it does.
    private static Optional<Block> failed(RuntimeException defect) {
        assert isNone(defect);
        LOG.warn("optimising failed, query planned directly", defect);
        return Optional.empty();
    }

    private static boolean isNone(RuntimeException defect) {
        throw defect;
    }

    private static Set<Integer> readBySubqueries(List<Expr> where) {
        Set<Integer> found = new HashSet<>();
        for (Expr condition : where) {
            Exprs.visit(condition, e -> RexTranslator.subqueryColumns(e).forEach(key -> found.add(key.relation())));
        }
        return found;
    }

    private static final class Run {
        private final Facts facts;
        private final References used;
        private final Set<Integer> pinned;
        private final Operators operators = new Operators();
        private final RelOptCluster cluster;
        private final ExprBuilder exprs;

        Run(Facts facts, References used, Set<Integer> pinned) {
            this.facts = facts;
            this.used = used;
            this.pinned = pinned;
            this.exprs = new ExprBuilder(operators);
            HepPlanner costs = new HepPlanner(HepProgram.builder().build());
            this.cluster = RelOptCluster.create(costs, new RexBuilder(TYPES));
            cluster.setMetadataQuerySupplier(() -> new PlanMetadata(exprs, facts));
        }

        Block run(FromItem from, List<Expr> where, References above) {
            Piece piece = new BlockTranslator(cluster, operators, facts, used, pinned).block(from, where);
            List<Expr.Column> columns = new ArrayList<>();
            List<RexNode> projects = new ArrayList<>();
            for (Map.Entry<ColumnKey, Expr.Column> read : above.columns().entrySet()) {
                RexNode node = piece.scope().find(read.getKey());
                if (node != null) {
                    columns.add(read.getValue());
                    projects.add(node);
                }
            }
            if (projects.isEmpty()) {
                projects.add(cluster.getRexBuilder().makeLiteral(true));
            }
            RelNode root = LogicalProject.create(piece.rel(), List.of(), projects, (List<String>) null, Set.of());
            RelNode optimised = Programs.run(root, RelFactories.LOGICAL_BUILDER.create(cluster, null));
            TreeBuilder.Built built = new TreeBuilder(exprs, facts, cluster.getMetadataQuery()).build(optimised);
            return new Block(built.tree(), computed(columns, built.fields(), built.tree()));
        }

        private static Map<Integer, List<Expr>> computed(List<Expr.Column> columns, List<Expr> values, JoinTree tree) {
            Set<Integer> present = new HashSet<>();
            TreeBuilder.relations(tree, present);
            Map<Integer, List<Expr>> computed = new LinkedHashMap<>();
            Set<Integer> changed = new HashSet<>();
            for (int i = 0; i < columns.size(); i++) {
                Expr.Column column = columns.get(i);
                if (!isSame(values.get(i), column)) {
                    changed.add(column.relation());
                }
                if (column.column() >= 0) {
                    put(computed.computeIfAbsent(column.relation(), r -> new ArrayList<>()), column, values.get(i));
                }
            }
            for (int relation : changed) {
                if (present.contains(relation)) {
                    throw new AlgebraException("a column of a table has become something else");
                }
            }
            computed.keySet().retainAll(changed);
            return new HashMap<>(computed);
        }

        private static boolean isSame(Expr value, Expr.Column column) {
            return value instanceof Expr.Column c && c.relation() == column.relation() && c.column() == column.column();
        }

        private static void put(List<Expr> row, Expr.Column column, Expr value) {
            while (row.size() <= column.column()) {
                row.add(TreeBuilder.NOTHING);
            }
            row.set(column.column(), value);
        }
    }
}
