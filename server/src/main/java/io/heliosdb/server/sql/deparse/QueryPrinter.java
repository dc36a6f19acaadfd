package io.heliosdb.server.sql.deparse;

import io.heliosdb.server.sql.analyze.Trace;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Query;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Prints queries: WITH, set operations, VALUES, and what stands behind them. Used by one thread.
final class QueryPrinter {

    /// What the output columns of a query are called.
    ///
    /// @param names those that a view gives; null for the query's own
    /// @param visible whether anyone sees them, so that they must be said
    record Columns(@Nullable List<String> names, boolean visible) {
        static final Columns VISIBLE = new Columns(null, true);
        static final Columns HIDDEN = new Columns(null, false);
    }

    private final Output out;
    private final Trace trace;
    private final Naming naming;

    QueryPrinter(Output out, Trace trace, Naming naming) {
        this.out = out;
        this.trace = trace;
        this.naming = naming;
    }

    Output out() {
        return out;
    }

    Trace trace() {
        return trace;
    }

    Naming naming() {
        return naming;
    }

    NodeBuilder builder(Names names) {
        return new NodeBuilder(trace, names, naming, out.style());
    }

    void print(QueryNode node, Names outer, Columns columns) {
        print(node, outer, columns, null);
    }

    /// @param types of the columns where something else decides on them; null when the query does
    private void print(QueryNode node, Names outer, Columns columns, @Nullable List<DataType> types) {
        int level = out.level();
        Names names = outer.inside();
        FromPrinter from = node instanceof QueryNode.Select s ? FromPrinter.enter(this, s.from(), names) : null;
        QueryNode.With with = node.clauses().with();
        if (with != null) {
            with.tables().forEach(t -> names.addCommonTable(t.name()));
            with(with, names);
        }
        switch (node) {
            case QueryNode.Select s ->
                new SelectPrinter(this, s, names, types).print(columns, Objects.requireNonNull(from));
            case QueryNode.SetOperation operation -> {
                operation(operation, names, columns, types);
                tail(node, names, List.of());
            }
            case QueryNode.Values values -> {
                moveIn();
                values(values, names, types);
                tail(node, names, List.of());
            }
        }
        out.setLevel(level);
    }

    /// A query proper stands further in than what is around it.
    void moveIn() {
        if (out.style().indent()) {
            out.setLevel(out.level() + Output.CLAUSE);
            out.add(" ");
        }
    }

    private void with(QueryNode.With with, Names names) {
        moveIn();
        out.add(with.recursive() ? "WITH RECURSIVE " : "WITH ");
        String between = "";
        for (QueryNode.CommonTable table : with.tables()) {
            out.add(between).add(Identifiers.quote(table.name()));
            if (!table.columns().isEmpty()) {
                out.add("(").add(identifiers(table.columns())).add(")");
            }
            out.add(" AS ");
            Boolean materialized = table.materialized();
            if (materialized != null) {
                out.add(materialized ? "MATERIALIZED " : "NOT MATERIALIZED ");
            }
            out.add("(");
            newLine();
            if (!(table.statement() instanceof QueryNode query)) {
                throw new IllegalStateException("a stored query changes no data");
            }
            print(query, names, Columns.VISIBLE);
            newLine();
            out.add(")");
            between = ", ";
        }
        if (out.style().indent()) {
            out.setLevel(out.level() - Output.CLAUSE);
            out.keyword("", 0, 0, 0);
        } else {
            out.add(" ");
        }
    }

    private void newLine() {
        if (out.style().indent()) {
            out.keyword("", 0, 0, 0);
        }
    }

    static String identifiers(List<String> names) {
        return String.join(", ", names.stream().map(Identifiers::quote).toList());
    }

    private static boolean isLeaf(QueryNode node) {
        return !(node instanceof QueryNode.SetOperation) || !node.clauses().equals(QueryNode.Clauses.NONE);
    }

    /// One side of a set operation, or the whole of it.
    private void operand(QueryNode node, Names names, Columns columns, @Nullable List<DataType> types) {
        if (!isLeaf(node)) {
            operation((QueryNode.SetOperation) node, names, columns, types);
            return;
        }
        boolean parentheses = !node.clauses().equals(QueryNode.Clauses.NONE);
        out.add(parentheses ? "(" : "");
        print(node, names, columns, types);
        out.add(parentheses ? ")" : "");
    }

    private void operation(QueryNode.SetOperation node, Names names, Columns columns, @Nullable List<DataType> given) {
        List<DataType> types = given == null ? types(node) : given;
        boolean indent = out.style().indent();
        boolean left = !isLeaf(node.left())
                && node.left() instanceof QueryNode.SetOperation l
                && (l.operator() != node.operator() || l.all() != node.all());
        int sub = left ? Output.CLAUSE : 0;
        if (left) {
            out.add("(");
            out.keyword("", sub, 0, 0);
        }
        operand(node.left(), names, columns, types);
        if (left) {
            out.keyword(") ", -sub, 0, 0);
        } else if (indent) {
            out.keyword("", -sub, 0, 0);
        } else {
            out.add(" ");
        }
        out.add(node.operator() + " ").add(node.all() ? "ALL " : "");
        boolean right = !isLeaf(node.right());
        sub = right ? Output.CLAUSE : 0;
        out.add(right ? "(" : "");
        out.keyword("", sub, 0, 0);
        operand(node.right(), names, columns.names() == null ? Columns.HIDDEN : columns, types);
        if (indent) {
            out.setLevel(out.level() - sub);
        }
        if (right) {
            out.keyword(")", 0, 0, 0);
        }
    }

    /// The common types of a set operation's columns: those that its sides agree on.
    private List<DataType> types(QueryNode.SetOperation node) {
        Query known = trace.known(node);
        if (known != null) {
            return known.columns().stream().map(Query.OutputColumn::type).toList();
        }
        // The base of a recursive query decides.
        return node.left() instanceof QueryNode.SetOperation inner && trace.known(inner) == null
                ? types(inner)
                : trace.query(node.left()).columns().stream()
                        .map(Query.OutputColumn::type)
                        .toList();
    }

    private void values(QueryNode.Values values, Names names, @Nullable List<DataType> types) {
        NodeBuilder builder = builder(names);
        NodePrinter printer = new NodePrinter(out, builder, this);
        List<List<Expr>> typed = trace.query(values) instanceof Query.Values v ? v.rows() : List.of();
        out.add("VALUES ");
        for (int r = 0; r < values.rows().size(); r++) {
            out.add(r == 0 ? "(" : ", (");
            List<Expression> row = values.rows().get(r);
            for (int c = 0; c < row.size(); c++) {
                out.add(c == 0 ? "" : ",");
                printer.print(builder.of(row.get(c), decided(typed.get(r).get(c), types, c)), false);
            }
            out.add(")");
        }
    }

    /// The value as what decides on its type takes it.
    static Expr decided(Expr value, @Nullable List<DataType> types, int column) {
        return types != null && value.baseType().equals(Types.UNKNOWN)
                ? new Expr.Constant(null, types.get(column))
                : value;
    }

    /// ORDER BY, OFFSET, LIMIT and locks.
    ///
    /// @param targets what ORDER BY may mean; empty where it can only be a column's number
    void tail(QueryNode node, Names names, List<Node> targets) {
        Query query = trace.known(node);
        if (query == null) {
            return;
        }
        NodePrinter printer = new NodePrinter(out, builder(names), this);
        Query.Tail tail =
                switch (query) {
                    case Query.Select s -> s.tail();
                    case Query.SetOperation s -> s.tail();
                    case Query.Values v -> v.tail();
                };
        if (!tail.order().isEmpty()) {
            out.keyword(" ORDER BY ", -Output.CLAUSE, Output.CLAUSE, 1);
            for (int i = 0; i < tail.order().size(); i++) {
                Query.SortKey key = tail.order().get(i);
                out.add(i == 0 ? "" : ", ");
                if (targets.isEmpty()) {
                    out.add(String.valueOf(key.target() + 1));
                } else {
                    printer.sortKey(targets.get(key.target()));
                }
                printer.direction(key.descending(), key.nullsFirst());
            }
        }
        limit(node, names, tail, printer);
    }

    private void limit(QueryNode node, Names names, Query.Tail tail, NodePrinter printer) {
        QueryNode.Limit limit = node.clauses().limit();
        if (limit == null) {
            return;
        }
        NodeBuilder builder = builder(names);
        Expression offset = limit.offset();
        if (offset != null) {
            out.keyword(" OFFSET ", -Output.CLAUSE, Output.CLAUSE, 0);
            printer.print(builder.of(offset, tail.offset()), false);
        }
        Expression count = limit.limit();
        if (count != null) {
            out.keyword(limit.withTies() ? " FETCH FIRST " : " LIMIT ", -Output.CLAUSE, Output.CLAUSE, 0);
            out.add(limit.withTies() ? "(" : "");
            printer.print(builder.of(count, tail.limit()), false);
            out.add(limit.withTies() ? ") ROWS WITH TIES" : "");
        }
    }
}
