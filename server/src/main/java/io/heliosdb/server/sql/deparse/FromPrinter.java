package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.analyze.Trace;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.type.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints the FROM clause of one query, and gives its relations their names before anything of the query is
/// printed. Used by one thread.
final class FromPrinter {

    private final QueryPrinter queries;
    private final List<FromNode> nodes;
    private final Names names;
    private final Output out;
    private final IdentityHashMap<FromNode, String> taken = new IdentityHashMap<>();

    private FromPrinter(QueryPrinter queries, List<FromNode> nodes, Names names) {
        this.queries = queries;
        this.nodes = nodes;
        this.names = names;
        this.out = queries.out();
    }

    static FromPrinter enter(QueryPrinter queries, List<FromNode> nodes, Names names) {
        FromPrinter printer = new FromPrinter(queries, nodes, names);
        nodes.forEach(printer::enter);
        return printer;
    }

    private void enter(FromNode node) {
        if (node instanceof FromNode.Join join) {
            enter(join.left());
            enter(join.right());
            if (join.alias() != null) {
                String name = names.take(join.alias().name());
                taken.put(join, name);
                Trace.Item item = queries.trace().item(join);
                for (int i = 0; i < item.values().size(); i++) {
                    names.alias(item.values().get(i), name, unique(item.columns(), i));
                }
            }
            return;
        }
        Trace.Item item = queries.trace().item(node);
        String name = names.take(wanted(node, item));
        taken.put(node, name);
        names.add(item.relation(), new Names.Entry(name, columns(node, item)));
    }

    /// A join's columns have names of their own even where both sides have one of the same name.
    private static String unique(List<String> names, int index) {
        String name = names.get(index);
        long before = names.subList(0, index).stream().filter(name::equals).count();
        return before == 0 ? name : name + "_" + before;
    }

    private String wanted(FromNode node, Trace.Item item) {
        FromNode.Alias alias = alias(node);
        if (alias != null) {
            return alias.name();
        }
        RelationDef table = item.table();
        return switch (node) {
            case FromNode.Table t ->
                table == null
                        ? t.name().last()
                        : queries.naming().current(table).name();
            case FromNode.Functions f -> functionName(f);
            case FromNode.Subquery s -> "unnamed_subquery";
            case FromNode.Join j -> throw new IllegalStateException("a join has no columns of its own");
        };
    }

    private static String functionName(FromNode.Functions functions) {
        return functions.calls().getFirst() instanceof Expression.Call call
                ? call.name().last()
                : "unnamed_function";
    }

    private static FromNode.@Nullable Alias alias(FromNode node) {
        return switch (node) {
            case FromNode.Table t -> t.alias();
            case FromNode.Subquery s -> s.alias();
            case FromNode.Functions f -> f.alias();
            case FromNode.Join j -> j.alias();
        };
    }

    /// Names of columns: those that aliases give, and for the rest those that the relation has now.
    private List<String> columns(FromNode node, Trace.Item item) {
        RelationDef table = item.table();
        if (table == null) {
            return item.columns();
        }
        List<String> columns = new ArrayList<>(item.columns());
        List<ColumnDef> now = queries.naming().current(table).columns();
        FromNode.Alias alias = alias(node);
        int given = alias == null ? 0 : alias.columns().size();
        int live = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (table.columns().get(i).dropped()) {
                continue;
            }
            if (live++ >= given) {
                columns.set(i, now.get(i).name());
            }
        }
        return columns;
    }

    void print() {
        for (int i = 0; i < nodes.size(); i++) {
            FromNode node = nodes.get(i);
            if (i == 0) {
                out.keyword(" FROM ", -Output.CLAUSE, Output.CLAUSE, 2);
                item(node);
            } else {
                out.add(", ");
                out.item(out.apart(() -> item(node)), true, false);
            }
        }
    }

    private void item(FromNode node) {
        switch (node) {
            case FromNode.Table table -> table(table);
            case FromNode.Subquery subquery -> {
                out.add(subquery.lateral() ? "LATERAL (" : "(");
                queries.print(subquery.query(), names, QueryPrinter.Columns.VISIBLE);
                out.add(")");
                FromNode.Alias alias = subquery.alias();
                if (alias != null) {
                    named(subquery, alias.columns());
                }
            }
            case FromNode.Functions functions -> functions(functions);
            case FromNode.Join join -> {
                if (join.alias() == null) {
                    join(join);
                    return;
                }
                List<String> columns = queries.trace().item(join).columns();
                names.without(queries.trace().item(join).values(), () -> join(join));
                List<String> shown = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    shown.add(unique(columns, i));
                }
                named(join, shown);
            }
        }
    }

    private void named(FromNode node, List<String> columns) {
        out.add(" ").add(Identifiers.quote(taken.getOrDefault(node, "")));
        if (!columns.isEmpty()) {
            out.add("(").add(QueryPrinter.identifiers(columns)).add(")");
        }
    }

    private void table(FromNode.Table node) {
        Trace.Item item = queries.trace().item(node);
        RelationDef table = item.table();
        String name = taken.getOrDefault(node, "");
        FromNode.Alias alias = node.alias();
        if (table == null) {
            out.add(Identifiers.quote(node.name().last()));
        } else {
            boolean hidden = names.isCommonTable(queries.naming().current(table).name());
            out.add(node.only() ? "ONLY " : "").add(queries.naming().relation(table, hidden));
        }
        String real = table == null
                ? node.name().last()
                : queries.naming().current(table).name();
        if (alias != null) {
            named(node, alias.columns().isEmpty() ? List.of() : live(item));
        } else if (!name.equals(real)) {
            named(node, List.of());
        }
    }

    private List<String> live(Trace.Item item) {
        return names.columns(item.relation()).stream().filter(c -> !c.isEmpty()).toList();
    }

    private void functions(FromNode.Functions node) {
        NodeBuilder builder = queries.builder(names);
        NodePrinter printer = new NodePrinter(out, builder, queries);
        boolean several = node.calls().size() > 1;
        List<Expression> arrays = several ? unnested(node.calls()) : List.of();
        List<Expression> shown = arrays.isEmpty() ? node.calls() : arrays;
        boolean[] lateral = {node.lateral()};
        String calls = out.apart(() -> lateral[0] |= names.usesOwn(() -> printer.list(builder.all(shown), ", ", true)));
        out.add(lateral[0] ? "LATERAL " : "");
        out.add(!arrays.isEmpty() ? "UNNEST(" : several ? "ROWS FROM(" : "").add(calls);
        out.add(several ? ")" : "").add(node.ordinality() ? " WITH ORDINALITY" : "");
        FromNode.Alias alias = node.alias();
        if (alias != null && !alias.definitions().isEmpty()) {
            definitions(node, alias);
        } else {
            named(node, queries.trace().item(node).columns());
        }
    }

    /// What functions make rows of, when all of them are `unnest`; empty when some are not.
    private static List<Expression> unnested(List<Expression> calls) {
        List<Expression> arrays = new ArrayList<>();
        for (Expression expression : calls) {
            if (expression instanceof Expression.Call call
                    && call.name().last().equals("unnest")
                    && call.arguments().size() == 1) {
                arrays.add(call.arguments().getFirst().value());
            }
        }
        return arrays.size() == calls.size() ? arrays : List.of();
    }

    private void definitions(FromNode.Functions node, FromNode.Alias alias) {
        out.add(" ").add(Identifiers.quote(taken.getOrDefault(node, ""))).add("(");
        List<DataType> types = queries.trace().item(node).types();
        for (int i = 0; i < alias.definitions().size(); i++) {
            out.add(i == 0 ? "" : ", ")
                    .add(Identifiers.quote(alias.definitions().get(i).name()))
                    .add(" ")
                    .add(queries.naming().type(types.get(i)));
        }
        out.add(")");
    }

    private void join(FromNode.Join join) {
        boolean sparse = out.style().sparse();
        FromNode.Alias alias = join.alias();
        boolean parentheses = !sparse || alias != null;
        List<String> using = queries.trace().item(join).merged();
        boolean rightNested = sparse && join.right() instanceof FromNode.Join r && r.alias() == null;
        out.add(parentheses ? "(" : "");
        item(join.left());
        boolean conditioned = join.on() != null || !using.isEmpty();
        String words =
                switch (join.kind()) {
                    case CROSS, INNER -> conditioned ? " JOIN " : " CROSS JOIN ";
                    case LEFT -> " LEFT JOIN ";
                    case RIGHT -> " RIGHT JOIN ";
                    case FULL -> " FULL JOIN ";
                };
        out.keyword(words, -Output.CLAUSE, Output.CLAUSE, Output.JOIN);
        out.add(rightNested ? "(" : "");
        item(join.right());
        out.add(rightNested ? ")" : "");
        condition(join, using);
        out.add(parentheses ? ")" : "");
    }

    private void condition(FromNode.Join join, List<String> using) {
        Expression on = join.on();
        if (!using.isEmpty()) {
            out.add(" USING (").add(QueryPrinter.identifiers(using)).add(")");
            if (!join.usingAlias().isEmpty()) {
                out.add(" AS ").add(Identifiers.quote(join.usingAlias()));
            }
        } else if (on != null) {
            boolean parentheses = !out.style().sparse();
            out.add(parentheses ? " ON (" : " ON ");
            NodeBuilder builder = queries.builder(names);
            new NodePrinter(out, builder, queries).print(builder.of(on), false);
            out.add(parentheses ? ")" : "");
        } else if (join.kind() != FromNode.Kind.CROSS && join.kind() != FromNode.Kind.INNER) {
            out.add(" ON TRUE");
        }
    }
}
