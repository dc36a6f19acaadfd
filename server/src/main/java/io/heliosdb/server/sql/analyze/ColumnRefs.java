package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Names in expressions: columns, and tables as whole rows.
final class ColumnRefs {

    private final Analysis analysis;

    ColumnRefs(Analysis analysis) {
        this.analysis = analysis;
    }

    Expr resolve(Expression.ColumnRef ref, Scope scope) {
        List<String> names = ref.names();
        String column = names.getLast();
        if (names.size() == 1) {
            Expr found = Names.column(scope, column);
            if (found != null) {
                return read(notBoth(found, column));
            }
            RangeItem item = Names.item(scope, null, column);
            if (item != null) {
                return wholeRow(item);
            }
            Expr argument = argument(names, 0);
            if (argument != null) {
                return argument;
            }
            throw Names.missingColumn(scope, null, column);
        }
        Expr argument = routineArgument(names, scope);
        if (argument != null) {
            return argument;
        }
        RangeItem item = qualified(names.subList(0, names.size() - 1), scope);
        Expr found = Names.columnOf(item, column);
        if (found == null) {
            throw Names.missingColumn(scope, item, column);
        }
        return read(found);
    }

    /// Notes that the statement reads the columns in a value.
    Expr read(Expr value) {
        analysis.accesses().read(value);
        return value;
    }

    // In a block of code a name must not mean two things (PostgreSQL 15 manual, 43.11.1).
    private Expr notBoth(Expr column, String name) {
        RoutineScope routine = analysis.context().routine();
        if (routine != null && routine.strict() && routine.number(name) > 0) {
            throw AnalysisErrors.ambiguousColumn(name)
                    .withDetail("It could refer to either a PL/pgSQL variable or a table column.");
        }
        return column;
    }

    // `argument.field`, `function.argument` or `function.argument.field`, where no table has the name.
    private @Nullable Expr routineArgument(List<String> names, Scope scope) {
        RoutineScope routine = analysis.context().routine();
        if (routine == null || Names.item(scope, null, names.getFirst()) != null) {
            return null;
        }
        Expr argument = argument(names, 0);
        if (argument != null) {
            return argument;
        }
        int number = routine.number(names.getFirst(), names.get(1));
        return number == 0 ? null : fieldOf(number, names.subList(2, names.size()));
    }

    private @Nullable Expr argument(List<String> names, int at) {
        RoutineScope routine = analysis.context().routine();
        int number = routine == null || at >= names.size() ? 0 : routine.number(names.get(at));
        return number == 0 ? null : fieldOf(number, names.subList(at + 1, names.size()));
    }

    private Expr fieldOf(int number, List<String> fields) {
        Expr value = analysis.parameters().use(number);
        for (String field : fields) {
            value = new Composites(analysis, analysis.expressions()).field(value, field);
        }
        return value;
    }

    /// The variable whose fields a star stands for; null when it stands for columns.
    @Nullable
    Expr starOf(Expression.Star star, Scope scope) {
        List<String> names = star.qualifier();
        if (names.isEmpty() || Names.item(scope, null, names.getLast()) != null) {
            return null;
        }
        return names.size() == 1 ? argument(names, 0) : routineArgument(names, scope);
    }

    /// The item that a qualifier names.
    RangeItem qualified(List<String> names, Scope scope) {
        String alias = names.getLast();
        String schema = names.size() == 1 ? null : analysis.context().path().real(names.get(names.size() - 2));
        RangeItem item = Names.item(scope, schema, alias);
        if (item == null) {
            throw Names.missingItem(scope, alias);
        }
        return item;
    }

    Expr wholeRow(RangeItem item) {
        return read(Names.wholeRow(item, rowType(item.table())));
    }

    private @Nullable Type rowType(@Nullable RelationDef table) {
        return Optional.ofNullable(table).flatMap(analysis.catalog()::rowType).orElse(null);
    }
}
