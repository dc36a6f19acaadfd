package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.Compiled;
import io.heliosdb.server.sql.exec.Description;
import io.heliosdb.server.sql.exec.Instrumentation;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan as a tree of titles and properties, for EXPLAIN.
///
/// @param subplan such as `CTE c`; empty for an ordinary child
/// @param properties such as `Filter`; several values for a list such as `Sort Key`
/// @param measure what it did; null when it was not run
public record ExplainTree(
        String name,
        String rest,
        String subplan,
        Figures figures,
        Map<String, List<String>> properties,
        Instrumentation.@Nullable Measure measure,
        List<ExplainTree> children) {

    /// What the planner expects, in PostgreSQL's units.
    ///
    /// @param output the expressions of its rows, where they are known
    public record Figures(double startup, double total, double rows, int width, List<String> output) {}

    /// @param instrumentation of a run; null when the plan was not run
    public static ExplainTree of(
            Plan plan, Environment environment, TypeContext context, @Nullable Instrumentation instrumentation) {
        Costs costs = new Costs(plan, environment);
        return new Maker(new ExprText(plan.names(), plan.figures().made(), context), costs, instrumentation)
                .make(plan.root(), "");
    }

    private ExplainTree with(Figures other) {
        return new ExplainTree(name, rest, subplan, other, properties, measure, children);
    }

    /// The measured node's total time, children included.
    public double millis() {
        return measure == null || measure.loops == 0 ? 0 : measure.nanos / 1e6 / measure.loops;
    }

    private record Maker(
            ExprText texts, Costs costs, @Nullable Instrumentation instrumentation) {

        ExplainTree make(PlanNode node, String subplan) {
            if (node instanceof Basics.Project project) {
                ExplainTree child = make(project.child(), subplan);
                return child.with(figures(node, project.targets()));
            }
            Texts found = new Texts(texts);
            node.describe(found);
            if (node instanceof CommonTables.With with) {
                return with(with, subplan);
            }
            if (node instanceof Basics.Filter filter && found.properties.containsKey("Filter")) {
                ExplainTree child = make(filter.child(), subplan);
                if (!child.properties.containsKey("Filter")) {
                    Map<String, List<String>> merged = new LinkedHashMap<>(child.properties);
                    merged.putAll(found.properties);
                    return new ExplainTree(
                            child.name,
                            child.rest,
                            subplan,
                            figures(filter, List.of()),
                            merged,
                            measure(node),
                            child.children);
                }
            }
            List<ExplainTree> children = new ArrayList<>();
            for (PlanNode child : node.children()) {
                children.add(make(child, ""));
            }
            // What a join hashes is read by the join itself.
            Instrumentation.Measure own = measure(node);
            Instrumentation.Measure measure =
                    own == null && found.name.equals("Hash") ? children.getFirst().measure : own;
            return new ExplainTree(
                    found.name, found.rest, subplan, figures(node, List.of()), found.properties, measure, children);
        }

        private ExplainTree with(CommonTables.With with, String subplan) {
            ExplainTree main = make(with.child(), subplan);
            List<ExplainTree> children = new ArrayList<>();
            for (CommonTables.Definition definition : with.definitions()) {
                children.add(make(definition.plan(), "CTE " + definition.name()));
            }
            children.addAll(main.children);
            return new ExplainTree(
                    main.name, main.rest, subplan, main.figures, main.properties, main.measure, children);
        }

        private Figures figures(PlanNode node, List<Compiled> output) {
            Costs.Cost cost = costs.of(node);
            return new Figures(
                    cost.startup(),
                    cost.total(),
                    cost.rows(),
                    cost.width(),
                    output.stream().map(c -> texts.text(c.expr())).toList());
        }

        private Instrumentation.@Nullable Measure measure(PlanNode node) {
            return instrumentation == null ? null : instrumentation.of(node);
        }
    }

    private static final class Texts implements Description {
        private final ExprText texts;
        private final Map<String, List<String>> properties = new LinkedHashMap<>();
        private String name = "";
        private String rest = "";

        Texts(ExprText texts) {
            this.texts = texts;
        }

        @Override
        public void title(String newName, String newRest) {
            name = newName;
            rest = newRest;
        }

        @Override
        public void property(String property, String value) {
            properties.put(property, List.of(value));
        }

        @Override
        public void expressions(String property, List<Expr> expressions) {
            if (!expressions.isEmpty()) {
                boolean condition = property.endsWith("Cond") || property.endsWith("Filter");
                List<String> shown = expressions.stream().map(texts::text).toList();
                String all = String.join(" AND ", shown);
                properties.put(property, condition ? List.of(shown.size() > 1 ? "(" + all + ")" : all) : shown);
            }
        }
    }
}
