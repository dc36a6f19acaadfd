package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.estimate.Estimator;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Distinct;
import io.heliosdb.server.sql.exec.Keys;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.exec.Scans;
import io.heliosdb.server.sql.exec.Subplan;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Turns the typed tree of one statement into plan nodes. Complete by itself for every tree. Used by one thread.
final class Translator {

    private final Layout layout = new Layout();
    private final Environment environment;
    private final Estimator estimator = new Estimator();
    private final IdentityHashMap<PlanNode, Double> noted = new IdentityHashMap<>();
    private final ExprCompiler compiler;
    private final AccessPaths paths;
    private final FromPlanner from;
    private final SelectPlanner selects;
    private final CommonTablePlanner commonTables;
    private final TableFunctions tableFunctions;
    private int correlatedDepth;

    Translator(Environment environment) {
        this.environment = environment;
        this.compiler = new ExprCompiler(layout, this::subplan);
        this.paths = new AccessPaths(this);
        this.from = new FromPlanner(this);
        this.selects = new SelectPlanner(this);
        this.commonTables = new CommonTablePlanner(this);
        this.tableFunctions = new TableFunctions(this);
    }

    Layout layout() {
        return layout;
    }

    Environment environment() {
        return environment;
    }

    Estimator estimator() {
        return estimator;
    }

    /// Notes how many rows a node gives, for EXPLAIN.
    void note(PlanNode node, double rows) {
        noted.put(node, rows);
    }

    Plan.Figures noted() {
        return new Plan.Figures(estimator, noted, layout.made());
    }

    /// What is known about a relation that the statement reads.
    RelationFigures figures(FromItem.Scan scan) {
        RelationFigures figures = environment.figures(scan.table());
        estimator.know(scan.relation(), figures);
        return figures;
    }

    ExprCompiler compiler() {
        return compiler;
    }

    AccessPaths paths() {
        return paths;
    }

    FromPlanner from() {
        return from;
    }

    CommonTablePlanner commonTables() {
        return commonTables;
    }

    TableFunctions tableFunctions() {
        return tableFunctions;
    }

    /// Whether what is being planned runs once for each row of an enclosing query.
    boolean isCorrelated() {
        return correlatedDepth > 0;
    }

    /// Plans as part of something that runs several times with different rows around it.
    void enterCorrelated() {
        correlatedDepth++;
    }

    void leaveCorrelated() {
        correlatedDepth--;
    }

    private Subplan subplan(Query query) {
        References references = References.of(query);
        Set<Integer> common = references.outerCommonTables();
        boolean correlated = !references.outer().isEmpty() || commonTables.anyUnstable(common);
        if (correlated) {
            enterCorrelated();
        }
        try {
            int slot = layout.newSlot();
            return new Subplan(query(query, slot), slot, layout.newState(), correlated);
        } finally {
            if (correlated) {
                leaveCorrelated();
            }
        }
    }

    /// Plans a query whose rows appear in a slot.
    PlanNode query(Query query, int slot) {
        List<CommonTables.Definition> definitions = commonTables.define(query.with());
        PlanNode node =
                switch (query) {
                    case Query.Select select -> selects.plan(select, slot);
                    case Query.SetOperation operation -> setOperation(operation, slot);
                    case Query.Values values -> values(values, slot);
                };
        return definitions.isEmpty() ? node : new CommonTables.With(definitions, node);
    }

    private PlanNode values(Query.Values values, int slot) {
        List<List<Compiled>> lists = new ArrayList<>();
        for (List<Expr> row : values.rows()) {
            lists.add(row.stream().map(compiler::compiled).toList());
        }
        PlanNode node = new Scans.ValuesScan(lists, slot, lists.size());
        return selects.tail(node, values.tail(), types(values.columns()), slot);
    }

    private PlanNode setOperation(Query.SetOperation operation, int slot) {
        PlanNode left = query(operation.left(), slot);
        PlanNode right = query(operation.right(), slot);
        List<Type> types = types(operation.columns());
        int[] columns = IntStream.range(0, types.size()).toArray();
        Keys keys = new Keys(types);
        PlanNode node =
                switch (operation.kind()) {
                    case UNION -> union(left, right, operation.all(), new Rows(slot, columns, keys));
                    case INTERSECT ->
                        new Distinct.SetOperation(
                                left,
                                right,
                                slot,
                                columns,
                                keys,
                                new Distinct.SetOperation.Mode(false, operation.all()));
                    case EXCEPT ->
                        new Distinct.SetOperation(
                                left,
                                right,
                                slot,
                                columns,
                                keys,
                                new Distinct.SetOperation.Mode(true, operation.all()));
                };
        return selects.tail(node, operation.tail(), types, slot);
    }

    private record Rows(int slot, int[] columns, Keys keys) {}

    private static PlanNode union(PlanNode left, PlanNode right, boolean all, Rows rows) {
        PlanNode both = new Basics.Append(List.of(left, right));
        return all ? both : new Distinct.Unique(both, rows.slot, rows.columns, rows.keys, "HashAggregate");
    }

    static List<Type> types(List<OutputColumn> columns) {
        return columns.stream().map(c -> c.type().type()).toList();
    }
}
