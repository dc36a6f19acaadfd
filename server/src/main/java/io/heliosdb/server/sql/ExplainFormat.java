package io.heliosdb.server.sql;

import io.heliosdb.server.sql.plan.ExplainTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints plans in PostgreSQL's look, as text or JSON.
record ExplainFormat(boolean costs, boolean analyze, boolean timing, boolean summary) {

    // A made-up measure that grows with the rows read, for readers who expect one.
    private static double cost(ExplainTree tree) {
        double cost = tree.rows() * 0.01;
        for (ExplainTree child : tree.children()) {
            cost += cost(child);
        }
        return cost + 0.01;
    }

    List<String> text(ExplainTree tree, double planning, double running) {
        List<String> lines = new ArrayList<>();
        node(tree, 0, lines);
        if (summary) {
            lines.add(String.format(Locale.ROOT, "Planning Time: %.3f ms", planning));
            if (analyze) {
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
        for (Map.Entry<String, String> property : tree.properties().entrySet()) {
            lines.add(inner + property.getKey() + ": " + property.getValue());
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
        if (costs) {
            text.append(String.format(
                    Locale.ROOT, "  (cost=0.00..%.2f rows=%d width=0)", cost(tree), Math.round(tree.rows())));
        }
        if (analyze) {
            var measure = tree.measure();
            if (measure == null || measure.loops == 0) {
                text.append(" (never executed)");
            } else if (timing) {
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

    String json(ExplainTree tree, double planning, double running) {
        StringBuilder out = new StringBuilder("[\n  {\n    \"Plan\": ");
        object(tree, "    ", out);
        if (summary) {
            out.append(String.format(Locale.ROOT, ",%n    \"Planning Time\": %.3f", planning));
        }
        if (analyze) {
            out.append(String.format(Locale.ROOT, ",%n    \"Execution Time\": %.3f", running));
        }
        return out.append("\n  }\n]").toString();
    }

    private void object(ExplainTree tree, String indent, StringBuilder out) {
        String inner = indent + "  ";
        out.append("{\n").append(inner).append("\"Node Type\": ").append(quoted(tree.name()));
        int on = tree.rest().indexOf(" on ");
        if (on >= 0) {
            String[] words = tree.rest().substring(on + 4).split(" ", 2);
            out.append(",\n").append(inner).append("\"Relation Name\": ").append(quoted(words[0]));
        }
        if (tree.rest().startsWith(" using ")) {
            String index = tree.rest().substring(7).split(" ", 2)[0];
            out.append(",\n").append(inner).append("\"Index Name\": ").append(quoted(index));
        }
        if (costs) {
            out.append(String.format(
                    Locale.ROOT,
                    ",%n%s\"Total Cost\": %.2f,%n%s\"Plan Rows\": %d",
                    inner,
                    cost(tree),
                    inner,
                    Math.round(tree.rows())));
        }
        var measure = tree.measure();
        if (analyze && measure != null) {
            out.append(String.format(
                    Locale.ROOT,
                    ",%n%s\"Actual Rows\": %d,%n%s\"Actual Loops\": %d,%n%s\"Actual Total Time\": %.3f",
                    inner,
                    measure.rows / Math.max(1, measure.loops),
                    inner,
                    measure.loops,
                    inner,
                    tree.millis()));
        }
        tree.properties().forEach((key, value) -> out.append(",\n")
                .append(inner)
                .append(quoted(key))
                .append(": ")
                .append(quoted(value)));
        if (measure != null) {
            measure.figures().forEach((key, value) -> out.append(",\n")
                    .append(inner)
                    .append(quoted(key))
                    .append(": ")
                    .append(value instanceof String text ? quoted(text) : value));
        }
        if (!tree.children().isEmpty()) {
            out.append(",\n")
                    .append(inner)
                    .append("\"Plans\": [\n")
                    .append(inner)
                    .append("  ");
            for (int i = 0; i < tree.children().size(); i++) {
                out.append(i == 0 ? "" : ",\n" + inner + "  ");
                object(tree.children().get(i), inner + "  ", out);
            }
            out.append("\n").append(inner).append("]");
        }
        out.append("\n").append(indent).append("}");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
