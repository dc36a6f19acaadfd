package io.heliosdb.server.sql.plan;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerDef;
import io.heliosdb.server.sql.exec.Eval;
import io.heliosdb.server.sql.exec.IndexKeyCodec;
import io.heliosdb.server.sql.exec.Leaves;
import io.heliosdb.server.sql.exec.RowCodec;
import io.heliosdb.server.sql.exec.TableAccess;
import io.heliosdb.server.sql.exec.TableTriggers;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.References;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compiles what belongs to a table: keys of its indexes, conditions of its constraints.
public final class TableCompiler {

    /// The relation number under which expressions of a table refer to its columns.
    public static final int RELATION = 0;

    /// Resolves what is stored with a table as text, over the table's columns under {@link #RELATION}.
    ///
    /// @param text of an index or a condition
    /// @param generated gives the values of generated columns, in their types
    /// @param triggers their conditions, over the row before as {@link #RELATION}, the row after as the next number
    /// @param rowType gives the type of the table's rows
    public record Expressions(
            Function<String, Expr> text,
            Function<ColumnDef, Expr> generated,
            Function<TriggerDef, Expr> triggers,
            Supplier<RowType> rowType) {}

    private final Translator translator;
    private final RelationDef.Table table;
    private final Expressions expressions;

    private TableCompiler(Translator translator, RelationDef.Table table, Expressions expressions) {
        this.translator = translator;
        this.table = table;
        this.expressions = expressions;
    }

    public static TableAccess compile(RelationDef.Table table, Environment environment, Expressions expressions) {
        Translator translator = new Translator(environment);
        translator.layout().slot(RELATION);
        return new TableCompiler(translator, table, expressions).compile();
    }

    /// Compiles an expression that refers to no row.
    public static Eval constant(Expr expr, Environment environment) {
        return new Translator(environment).compiler().compile(expr);
    }

    private TableAccess compile() {
        List<TableAccess.IndexAccess> indexes =
                table.indexes().stream().map(this::index).toList();
        List<TableAccess.CheckAccess> checks = new ArrayList<>();
        List<ConstraintDef.ForeignKey> keys = new ArrayList<>();
        for (ConstraintDef constraint : table.constraints()) {
            switch (constraint) {
                case ConstraintDef.Check check ->
                    checks.add(new TableAccess.CheckAccess(
                            check.name(),
                            translator.compiler().compile(expressions.text.apply(check.expressionSql()))));
                case ConstraintDef.ForeignKey key -> keys.add(key);
                case ConstraintDef.Unique unique -> {}
            }
        }
        checks.sort(Comparator.comparing(TableAccess.CheckAccess::name));
        List<TableAccess.GeneratedAccess> generated = generated();
        TableTriggers triggers = table.triggers().isEmpty() ? null : triggers();
        return new TableAccess(
                table, new RowCodec(table), translator.layout().shape(), indexes, checks, keys, generated, triggers);
    }

    private TableTriggers triggers() {
        translator.layout().slot(RELATION + 1);
        return triggers(table, translator, expressions.triggers, expressions.rowType);
    }

    /// The triggers of a view.
    public static TableTriggers triggers(
            RelationDef.View view,
            Environment environment,
            Function<TriggerDef, Expr> conditions,
            Supplier<RowType> rowType) {
        Translator translator = new Translator(environment);
        translator.layout().slot(RELATION);
        translator.layout().slot(RELATION + 1);
        return triggers(view, translator, conditions, rowType);
    }

    private static TableTriggers triggers(
            RelationDef relation,
            Translator translator,
            Function<TriggerDef, Expr> conditions,
            Supplier<RowType> rowType) {
        List<TableTriggers.Access> list = relation.triggers().list().stream()
                .map(def -> new TableTriggers.Access(
                        def,
                        def.whenSql() == null ? null : translator.compiler().compile(conditions.apply(def))))
                .toList();
        return new TableTriggers(rowType.get(), list);
    }

    private List<TableAccess.GeneratedAccess> generated() {
        return table.columns().stream()
                .filter(column -> column.generated() && !column.dropped())
                .map(column -> generated(column, expressions.generated.apply(column)))
                .toList();
    }

    private TableAccess.GeneratedAccess generated(ColumnDef column, Expr value) {
        Set<Integer> reads = new HashSet<>();
        References.ofAll(List.of(value)).columns().keySet().forEach(key -> reads.add(key.column()));
        return new TableAccess.GeneratedAccess(
                column.position(), translator.compiler().compile(value), reads);
    }

    private TableAccess.IndexAccess index(IndexDef def) {
        List<IndexKeyCodec.PartOrder> orders = new ArrayList<>();
        List<Eval> parts = new ArrayList<>();
        boolean onlyColumns = def.predicateSql() == null;
        for (IndexDef.Part part : def.parts()) {
            String sql = part.expressionSql();
            Type type;
            if (sql == null) {
                type = table.columns().get(part.column()).type().type();
                parts.add(Leaves.column(0, part.column()));
            } else {
                Expr expr = expressions.text.apply(sql);
                type = expr.baseType();
                parts.add(translator.compiler().compile(expr));
                onlyColumns = false;
            }
            orders.add(new IndexKeyCodec.PartOrder(type, part.descending(), part.nullsFirst()));
        }
        int[] columns = onlyColumns
                ? def.parts().stream().mapToInt(IndexDef.Part::column).toArray()
                : null;
        String predicate = def.predicateSql();
        return new TableAccess.IndexAccess(
                def,
                new IndexKeyCodec(orders),
                parts,
                columns,
                predicate == null ? null : translator.compiler().compile(expressions.text.apply(predicate)),
                constraint(def));
    }

    private ConstraintDef.@Nullable Unique constraint(IndexDef def) {
        for (ConstraintDef constraint : table.constraints()) {
            if (constraint instanceof ConstraintDef.Unique unique && unique.indexOid() == def.oid()) {
                return unique;
            }
        }
        return null;
    }
}
