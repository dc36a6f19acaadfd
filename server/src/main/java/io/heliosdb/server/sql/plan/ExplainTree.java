package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.exec.Basics;
import io.heliosdb.server.sql.exec.CommonTables;
import io.heliosdb.server.sql.exec.Description;
import io.heliosdb.server.sql.exec.Instrumentation;
import io.heliosdb.server.sql.exec.PlanNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A plan as a tree of titles and properties, for EXPLAIN.
///
/// @param subplan such as `CTE c`; empty for an ordinary child
/// @param measure what it did; null when it was not run
public record ExplainTree(
        String name,
        String rest,
        String subplan,
        double rows,
        Map<String, String> properties,
        Instrumentation.@Nullable Measure measure,
        List<ExplainTree> children) {

    /// @param instrumentation of a run; null when the plan was not run
    public static ExplainTree of(Plan plan, TypeContext context, @Nullable Instrumentation instrumentation) {
        return new Maker(new ExprText(plan.names(), context), instrumentation).make(plan.root(), "");
    }

    /// The measured node's total time, children included.
    public double millis() {
        return measure == null || measure.loops == 0 ? 0 : measure.nanos / 1e6 / measure.loops;
    }

    private record Maker(ExprText texts, @Nullable Instrumentation instrumentation) {

        ExplainTree make(PlanNode node, String subplan) {
            if (node instanceof Basics.Project project) {
                return make(project.child(), subplan);
            }
            Texts found = new Texts(texts);
            node.describe(found);
            if (node instanceof CommonTables.With with) {
                return with(with, subplan);
            }
            if (node instanceof Basics.Filter filter && found.properties.containsKey("Filter")) {
                ExplainTree child = make(filter.child(), subplan);
                if (!child.properties.containsKey("Filter")) {
                    Map<String, String> merged = new LinkedHashMap<>(child.properties);
                    merged.putAll(found.properties);
                    return new ExplainTree(
                            child.name, child.rest, subplan, filter.rows(), merged, measure(node), child.children);
                }
            }
            List<ExplainTree> children = new ArrayList<>();
            for (PlanNode child : node.children()) {
                children.add(make(child, ""));
            }
            return new ExplainTree(
                    found.name, found.rest, subplan, node.rows(), found.properties, measure(node), children);
        }

        private ExplainTree with(CommonTables.With with, String subplan) {
            ExplainTree main = make(with.child(), subplan);
            List<ExplainTree> children = new ArrayList<>();
            for (CommonTables.Definition definition : with.definitions()) {
                children.add(make(definition.plan(), "CTE " + definition.name()));
            }
            children.addAll(main.children);
            return new ExplainTree(main.name, main.rest, subplan, main.rows, main.properties, main.measure, children);
        }

        private Instrumentation.@Nullable Measure measure(PlanNode node) {
            return instrumentation == null ? null : instrumentation.of(node);
        }
    }

    private static final class Texts implements Description {
        private final ExprText texts;
        private final Map<String, String> properties = new LinkedHashMap<>();
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
            properties.put(property, value);
        }

        @Override
        public void expressions(String property, List<Expr> expressions) {
            if (!expressions.isEmpty()) {
                boolean condition = property.endsWith("Cond") || property.endsWith("Filter");
                String text =
                        expressions.stream().map(texts::text).collect(Collectors.joining(condition ? " AND " : ", "));
                properties.put(property, condition && expressions.size() > 1 ? "(" + text + ")" : text);
            }
        }
    }
}
