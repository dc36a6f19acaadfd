package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Exprs;
import io.heliosdb.server.sql.tree.FromItem;
import io.heliosdb.server.sql.tree.FromItem.Functions.Column;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Functions in FROM (PostgreSQL 18 manual, 7.2.1.4).
final class TableFunctions {

    private final Analysis analysis;

    TableFunctions(Analysis analysis) {
        this.analysis = analysis;
    }

    /// Functions may refer to what stands left of them, with or without LATERAL.
    Froms.Analyzed analyze(FromNode.Functions node, Scope scope) {
        List<Expr> calls = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        FromNode.@Nullable Alias given = node.alias();
        String name = given == null ? ColumnNames.of(node.calls().getFirst()) : given.name();
        boolean scalar = node.calls().size() == 1 && !node.ordinality();
        for (Expression expression : node.calls()) {
            Expr call =
                    analysis.coercion().known(analysis.expressions().analyze(expression, Place.plain(scope, "FROM")));
            if (Exprs.children(call).stream().anyMatch(TableFunctions::hasSet)) {
                throw AnalysisErrors.unsupported("set-returning functions must appear at top level of FROM");
            }
            checkDefinitions(call, given);
            calls.add(defined(call, given));
            scalar &= add(call, ColumnNames.of(expression), given, node.calls().size() == 1, columns);
        }
        if (node.ordinality()) {
            columns.add(new Column("ordinality", DataType.of(Types.INT8)));
        }
        int relation = analysis.nextRelation();
        FromItem item = new FromItem.Functions(relation, calls, columns, node.ordinality(), name, true);
        List<OutputColumn> outputs = columns.stream()
                .map(c -> new OutputColumn(c.name(), c.type(), 0, 0))
                .toList();
        RangeItem range = Froms.named(relation, name, outputs, given, null);
        return new Froms.Analyzed(
                item, FromScope.of(new RangeItem(relation, name, null, range.columns(), null, scalar)));
    }

    private static boolean hasSet(Expr expr) {
        return Exprs.any(
                expr, e -> e instanceof Expr.Call call && call.function().returnsSet());
    }

    // Columns are defined for plain records, and only for those.
    private static void checkDefinitions(Expr call, FromNode.@Nullable Alias given) {
        boolean defined = given != null && !given.definitions().isEmpty();
        boolean outputs = call instanceof Expr.Call c
                && c.function().parameters().outputs().size() > 1;
        Type type = TypeRules.withoutDomain(call.baseType());
        boolean plain = type.equals(Types.RECORD) && !outputs;
        if (plain && !defined) {
            throw AnalysisErrors.syntax("a column definition list is required for functions returning \"record\"");
        }
        if (!plain && defined) {
            throw AnalysisErrors.syntax(
                    outputs
                            ? "a column definition list is redundant for a function with OUT parameters"
                            : type instanceof RowType
                                    ? "a column definition list is redundant for a function returning a named"
                                            + " composite type"
                                    : "a column definition list is only allowed for functions returning \"record\"");
        }
    }

    // A function that returns plain records learns from the query what their columns are.
    private Expr defined(Expr call, FromNode.@Nullable Alias given) {
        if (given == null
                || given.definitions().isEmpty()
                || !(call instanceof Expr.Call c && c.type().type().equals(Types.RECORD))) {
            return call;
        }
        List<RowType.Field> fields = given.definitions().stream()
                .map(d -> new RowType.Field(d.name(), analysis.typeNames().resolve(d.type())))
                .toList();
        return new Expr.Call(c.function(), c.operator(), c.arguments(), DataType.of(RowType.record(fields)));
    }

    /// @return whether the function gives one value a row
    private boolean add(
            Expr call, String functionName, FromNode.@Nullable Alias given, boolean only, List<Column> columns) {
        List<FromNode.ColumnDefinition> definitions = given == null ? List.of() : given.definitions();
        if (!definitions.isEmpty()) {
            for (FromNode.ColumnDefinition definition : definitions) {
                columns.add(new Column(definition.name(), analysis.typeNames().resolve(definition.type())));
            }
            return false;
        }
        if (TypeRules.withoutDomain(call.baseType()) instanceof RowType row) {
            row.fields().forEach(f -> columns.add(new Column(f.name(), f.type())));
            return false;
        }
        // The column of a function of one value is named by an OUT parameter, else by the alias, else by the function.
        List<FunctionDef.Output> outputs =
                call instanceof Expr.Call c ? c.function().parameters().outputs() : List.of();
        String name =
                outputs.size() == 1 ? outputs.getFirst().name() : given != null && only ? given.name() : functionName;
        columns.add(new Column(name, call.type()));
        return true;
    }
}
