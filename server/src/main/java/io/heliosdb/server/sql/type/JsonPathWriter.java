package io.heliosdb.server.sql.type;

import io.heliosdb.server.sql.type.JsonPath.Node;
import java.util.Locale;

/// Writes path expressions as PostgreSQL does: keys in quotes, brackets only where they are needed.
final class JsonPathWriter {

    private static final int OR = 0;
    private static final int AND = 1;
    private static final int COMPARISON = 2;
    private static final int SIGN = 5;
    private static final int PRIMARY = 6;

    private final StringBuilder out = new StringBuilder();

    private JsonPathWriter() {}

    static String write(JsonPath path) {
        JsonPathWriter writer = new JsonPathWriter();
        writer.out.append(path.strict() ? "strict " : "");
        writer.node(path.root(), true);
        return writer.out.toString();
    }

    private static int priority(Node node) {
        return switch (node) {
            case JsonPath.Or n -> OR;
            case JsonPath.And n -> AND;
            case JsonPath.Comparison n -> n.operator().priority();
            case JsonPath.StartsWith n -> COMPARISON;
            case JsonPath.Arithmetic n -> n.operator().priority();
            case JsonPath.Sign n -> SIGN;
            case JsonPath.Not n -> PRIMARY;
            case JsonPath.IsUnknown n -> PRIMARY;
            case JsonPath.Exists n -> PRIMARY;
            case JsonPath.LikeRegex n -> PRIMARY;
            case JsonPath.Accessed n -> PRIMARY;
            case JsonPath.Literal n -> PRIMARY;
            case JsonPath.Variable n -> PRIMARY;
            case JsonPath.Root n -> PRIMARY;
            case JsonPath.Current n -> PRIMARY;
            case JsonPath.Last n -> PRIMARY;
        };
    }

    private void node(Node node, boolean brackets) {
        switch (node) {
            case JsonPath.Literal(JsonValue value) -> out.append(value.text());
            case JsonPath.Variable(String name) -> JsonValue.quote(name, out.append('$'));
            case JsonPath.Root n -> out.append('$');
            case JsonPath.Current n -> out.append('@');
            case JsonPath.Last n -> out.append("last");
            case JsonPath.Accessed n -> {
                boolean number =
                        n.base() instanceof JsonPath.Literal(JsonValue value) && value instanceof JsonValue.Num;
                out.append(number ? "(" : "");
                node(n.base(), true);
                out.append(number ? ")" : "");
                n.accessors().forEach(this::accessor);
            }
            case JsonPath.Arithmetic n -> binary(n, n.left(), n.operator().symbol(), n.right(), brackets);
            case JsonPath.Comparison n -> binary(n, n.left(), n.operator().symbol(), n.right(), brackets);
            case JsonPath.And n -> binary(n, n.left(), "&&", n.right(), brackets);
            case JsonPath.Or n -> binary(n, n.left(), "||", n.right(), brackets);
            case JsonPath.StartsWith n -> binary(n, n.whole(), "starts with", n.start(), brackets);
            case JsonPath.Sign n -> {
                out.append(brackets ? "(" : "").append(n.minus() ? '-' : '+');
                node(n.operand(), priority(n.operand()) <= SIGN);
                out.append(brackets ? ")" : "");
            }
            case JsonPath.Not(Node operand) -> call("!(", operand, ")");
            case JsonPath.IsUnknown(Node operand) -> call("(", operand, ") is unknown");
            case JsonPath.Exists(Node operand) -> call("exists (", operand, ")");
            case JsonPath.LikeRegex n -> like(n, brackets);
        }
    }

    private void call(String before, Node operand, String after) {
        out.append(before);
        node(operand, false);
        out.append(after);
    }

    private void binary(Node node, Node left, String symbol, Node right, boolean brackets) {
        int own = priority(node);
        out.append(brackets ? "(" : "");
        node(left, priority(left) <= own);
        out.append(' ').append(symbol).append(' ');
        node(right, priority(right) <= own);
        out.append(brackets ? ")" : "");
    }

    private void like(JsonPath.LikeRegex n, boolean brackets) {
        out.append(brackets ? "(" : "");
        node(n.operand(), priority(n.operand()) <= PRIMARY && !(n.operand() instanceof JsonPath.Accessed));
        out.append(" like_regex ");
        JsonValue.quote(n.pattern(), out);
        if (!n.flags().isEmpty()) {
            out.append(" flag \"").append(n.flags()).append('"');
        }
        out.append(brackets ? ")" : "");
    }

    private void accessor(JsonPath.Accessor accessor) {
        switch (accessor) {
            case JsonPath.Key(String name) -> JsonValue.quote(name, out.append('.'));
            case JsonPath.AnyKey a -> out.append(".*");
            case JsonPath.AnyElement a -> out.append("[*]");
            case JsonPath.AnyLevel a -> levels(a);
            case JsonPath.Elements a -> {
                String separator = "[";
                for (JsonPath.Range range : a.ranges()) {
                    out.append(separator);
                    node(range.from(), false);
                    Node to = range.to();
                    if (to != null) {
                        out.append(" to ");
                        node(to, false);
                    }
                    separator = ",";
                }
                out.append(']');
            }
            case JsonPath.Filter(Node predicate) -> call("?(", predicate, ")");
            case JsonPath.Method m -> {
                out.append('.').append(m.kind().name().toLowerCase(Locale.ROOT)).append('(');
                String template = m.template();
                if (template != null) {
                    JsonValue.quote(template, out);
                }
                out.append(')');
            }
        }
    }

    private static String level(int level) {
        return level == JsonPath.LAST_LEVEL ? "last" : Integer.toString(level);
    }

    private void levels(JsonPath.AnyLevel a) {
        out.append(".**");
        if (a.first() == 0 && a.last() == JsonPath.LAST_LEVEL) {
            return;
        }
        out.append('{').append(level(a.first()));
        if (a.first() != a.last()) {
            out.append(" to ").append(level(a.last()));
        }
        out.append('}');
    }
}
