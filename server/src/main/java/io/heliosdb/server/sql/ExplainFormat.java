package io.heliosdb.server.sql;

import io.heliosdb.server.sql.plan.ExplainTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints plans as text, in PostgreSQL's look.
record ExplainFormat(ExplainOptions options) {

    List<String> text(ExplainTree tree, double planning, double running) {
        List<String> lines = new ArrayList<>();
        node(tree, 0, lines);
        if (options.summary()) {
            lines.add(String.format(Locale.ROOT, "Planning Time: %.3f ms", planning));
            if (options.analyze()) {
                lines.add(String.format(Locale.ROOT, "Execution Time: %.3f ms", running));
            }
        }
        return lines;
    }

    private void node(ExplainTree tree, int depth, List<String> lines) {
        int shift = 0;
        if (!tree.subplan().isEmpty()) {
            lines.add(" ".repeat(depth * 6 - 4) + tree.subplan());
            shift = 2;
        }
        String indent = depth == 0 ? "" : " ".repeat(depth * 6 - 4 + shift) + "->  ";
        lines.add(indent + tree.name() + tree.rest() + figures(tree));
        String inner = " ".repeat(depth * 6 + 2 + shift);
        if (options.verbose() && !tree.figures().output().isEmpty()) {
            lines.add(inner + "Output: " + String.join(", ", tree.figures().output()));
        }
        for (Map.Entry<String, List<String>> property : tree.properties().entrySet()) {
            lines.add(inner + property.getKey() + ": " + String.join(", ", property.getValue()));
        }
        var measure = tree.measure();
        if (measure != null) {
            measure.lines().forEach((key, value) -> lines.add(inner + key + ": " + value));
        }
        for (ExplainTree child : tree.children()) {
            node(child, depth + 1, lines);
        }
    }

    private String figures(ExplainTree tree) {
        StringBuilder text = new StringBuilder();
        ExplainTree.Figures figures = tree.figures();
        if (options.costs()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  (cost=%.2f..%.2f rows=%d width=%d)",
                    figures.startup(),
                    figures.total(),
                    Math.round(figures.rows()),
                    figures.width()));
        }
        if (options.analyze()) {
            var measure = tree.measure();
            if (measure == null || measure.loops == 0) {
                text.append(" (never executed)");
            } else if (options.timing()) {
                text.append(String.format(
                        Locale.ROOT,
                        " (actual time=%.3f..%.3f rows=%d loops=%d)",
                        Math.max(0, measure.firstNanos) / 1e6 / measure.loops,
                        tree.millis(),
                        measure.rows / measure.loops,
                        measure.loops));
            } else {
                text.append(String.format(
                        Locale.ROOT, " (actual rows=%d loops=%d)", measure.rows / measure.loops, measure.loops));
            }
        }
        return text.toString();
    }
}
