package io.heliosdb.server.sql;

import io.heliosdb.server.sql.plan.ExplainTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A plan as a document with PostgreSQL's keys, printed as JSON, YAML or XML. Its values are maps, lists,
/// texts, numbers and truth values.
final class ExplainDocument {

    private static final Set<String> JOINS = Set.of("Left", "Right", "Full", "Semi", "Anti");
    private static final Set<String> LISTS = Set.of("Sort Key", "Group Key", "Output");

    private final ExplainOptions options;
    private final Map<String, Object> root = new LinkedHashMap<>();

    ExplainDocument(ExplainOptions options, ExplainTree tree, double planning, double running) {
        this.options = options;
        root.put("Plan", plan(tree, ""));
        if (options.summary()) {
            root.put("Planning Time", number(planning, 3));
            if (options.analyze()) {
                root.put("Execution Time", number(running, 3));
            }
        }
    }

    /// A number as it is printed.
    private record Figure(String text) {}

    private static Figure number(double value, int digits) {
        return new Figure(String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    private Map<String, Object> plan(ExplainTree tree, String relationship) {
        Map<String, Object> made = new LinkedHashMap<>();
        kind(tree, made);
        if (!relationship.isEmpty()) {
            made.put("Parent Relationship", tree.subplan().isEmpty() ? relationship : "InitPlan");
        }
        if (!tree.subplan().isEmpty()) {
            made.put("Subplan Name", tree.subplan());
        }
        made.put("Parallel Aware", false);
        made.put("Async Capable", false);
        target(tree.rest(), made);
        figures(tree, made);
        tree.properties().forEach((key, values) -> made.put(key, LISTS.contains(key) ? values : values.getFirst()));
        var measure = tree.measure();
        if (measure != null) {
            measure.figures()
                    .forEach((key, value) ->
                            made.put(key, value instanceof String ? value : new Figure(value.toString())));
        }
        List<Object> children = new ArrayList<>();
        for (ExplainTree child : tree.children()) {
            children.add(plan(child, children.isEmpty() ? "Outer" : "Inner"));
        }
        if (!children.isEmpty()) {
            made.put("Plans", children);
        }
        return made;
    }

    private static void kind(ExplainTree tree, Map<String, Object> made) {
        String name = tree.name();
        if (name.equals("Nested Loop") || name.equals("Hash Join")) {
            made.put("Node Type", name);
            made.put("Join Type", "Inner");
            return;
        }
        for (String join : JOINS) {
            if (name.endsWith(" " + join + " Join")) {
                String method = name.substring(0, name.length() - join.length() - 6);
                made.put("Node Type", method.equals("Hash") ? "Hash Join" : method);
                made.put("Join Type", join);
                return;
            }
        }
        switch (name) {
            case "HashAggregate" -> {
                made.put("Node Type", "Aggregate");
                made.put("Strategy", "Hashed");
            }
            case "Aggregate" -> {
                made.put("Node Type", name);
                made.put("Strategy", "Plain");
            }
            case "Index Scan", "Index Scan Backward" -> {
                made.put("Node Type", "Index Scan");
                made.put("Scan Direction", name.endsWith("Backward") ? "Backward" : "Forward");
            }
            default -> made.put("Node Type", name);
        }
    }

    // " using i on t a"
    private static void target(String rest, Map<String, Object> made) {
        String[] words = rest.trim().split(" +");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("using")) {
                made.put("Index Name", words[i + 1]);
            } else if (words[i].equals("on")) {
                made.put("Relation Name", words[i + 1]);
                made.put("Alias", i + 2 < words.length ? words[i + 2] : words[i + 1]);
            }
        }
    }

    private void figures(ExplainTree tree, Map<String, Object> made) {
        ExplainTree.Figures figures = tree.figures();
        if (options.costs()) {
            made.put("Startup Cost", number(figures.startup(), 2));
            made.put("Total Cost", number(figures.total(), 2));
            made.put("Plan Rows", number(figures.rows(), 0));
            made.put("Plan Width", number(figures.width(), 0));
        }
        if (options.analyze()) {
            var measure = tree.measure();
            long loops = measure == null ? 0 : measure.loops;
            if (options.timing()) {
                double first = measure == null || loops == 0 ? 0 : Math.max(0, measure.firstNanos) / 1e6 / loops;
                made.put("Actual Startup Time", number(first, 3));
                made.put("Actual Total Time", number(tree.millis(), 3));
            }
            long rows = measure == null || loops == 0 ? 0 : measure.rows / loops;
            made.put("Actual Rows", new Figure(Long.toString(rows)));
            made.put("Actual Loops", new Figure(Long.toString(loops)));
        }
        if (options.verbose() && !figures.output().isEmpty()) {
            made.put("Output", figures.output());
        }
    }

    String print() {
        StringBuilder out = new StringBuilder();
        switch (options.format()) {
            case JSON -> {
                out.append("[\n  ");
                json(root, "  ", out);
                out.append("\n]");
            }
            case YAML -> {
                out.append("- ");
                yaml(root, "  ", out);
            }
            case XML -> {
                out.append("<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n");
                xml(root, "    ", out);
                out.append("  </Query>\n</explain>");
            }
            case TEXT -> throw new IllegalArgumentException("text is no document");
        }
        return out.toString();
    }

    private static void json(Object value, String indent, StringBuilder out) {
        String inner = indent + "  ";
        switch (value) {
            case Map<?, ?> map -> {
                out.append('{');
                String separator = "\n";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(separator)
                            .append(inner)
                            .append(quoted(entry.getKey()))
                            .append(": ");
                    json(entry.getValue(), inner, out);
                    separator = ",\n";
                }
                out.append('\n').append(indent).append('}');
            }
            case List<?> list -> {
                boolean plain = list.stream().allMatch(String.class::isInstance);
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : plain ? ", " : ",");
                    out.append(plain ? "" : "\n" + inner);
                    json(list.get(i), inner, out);
                }
                out.append(plain ? "]" : "\n" + indent + "]");
            }
            case Figure figure -> out.append(figure.text);
            case Boolean truth -> out.append(truth);
            default -> out.append(quoted(value));
        }
    }

    private static String quoted(Object text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toString().toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }

    // The first line of a map continues the line it is on.
    private static void yaml(Map<?, ?> map, String indent, StringBuilder out) {
        String before = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before).append(entry.getKey()).append(":");
            switch (entry.getValue()) {
                case Map<?, ?> inner -> {
                    out.append(" \n").append(indent).append("  ");
                    yaml(inner, indent + "  ", out);
                }
                case List<?> list -> {
                    for (Object element : list) {
                        out.append("\n").append(indent).append("  - ");
                        if (element instanceof Map<?, ?> inner) {
                            yaml(inner, indent + "    ", out);
                        } else {
                            out.append(quoted(element));
                        }
                    }
                }
                case Figure figure -> out.append(' ').append(figure.text);
                case Boolean truth -> out.append(' ').append(truth);
                case Object text -> out.append(' ').append(quoted(text));
            }
            before = "\n" + indent;
        }
    }

    private static void xml(Map<?, ?> map, String indent, StringBuilder out) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String tag = entry.getKey().toString().replace(' ', '-');
            switch (entry.getValue()) {
                case Map<?, ?> inner -> element(tag, inner, indent, out);
                case List<?> list -> {
                    out.append(indent).append('<').append(tag).append(">\n");
                    for (Object element : list) {
                        if (element instanceof Map<?, ?> inner) {
                            element("Plan", inner, indent + "  ", out);
                        } else {
                            leaf("Item", element, indent + "  ", out);
                        }
                    }
                    out.append(indent).append("</").append(tag).append(">\n");
                }
                case Figure figure -> leaf(tag, figure.text, indent, out);
                case Object value -> leaf(tag, value, indent, out);
            }
        }
    }

    private static void element(String tag, Map<?, ?> inner, String indent, StringBuilder out) {
        out.append(indent).append('<').append(tag).append(">\n");
        xml(inner, indent + "  ", out);
        out.append(indent).append("</").append(tag).append(">\n");
    }

    private static void leaf(String tag, Object value, String indent, StringBuilder out) {
        String text =
                value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        out.append(indent).append('<').append(tag).append('>');
        out.append(text).append("</").append(tag).append(">\n");
    }
}
