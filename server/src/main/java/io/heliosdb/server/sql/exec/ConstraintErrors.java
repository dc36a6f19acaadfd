package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The errors of violated constraints, in PostgreSQL's words.
final class ConstraintErrors {

    // PostgreSQL cuts the values of a failing row after that many bytes.
    private static final int MAX_VALUE = 64;

    private ConstraintErrors() {}

    static SqlException notNull(
            RelationDef.Table table, ColumnDef column, @Nullable Object[] values, TypeContext context) {
        ErrorFields fields = ErrorFields.NONE
                .withTable(table.schema(), table.name())
                .withColumn(column.name())
                .withDetail(failingRow(table, values, context));
        return new SqlException(
                        SqlState.NOT_NULL_VIOLATION,
                        "null value in column \"" + column.name() + "\" of relation \"" + table.name()
                                + "\" violates not-null constraint")
                .with(fields);
    }

    static SqlException check(
            RelationDef.Table table, String constraint, @Nullable Object[] values, TypeContext context) {
        ErrorFields fields = ErrorFields.NONE
                .withTable(table.schema(), table.name())
                .withConstraint(constraint)
                .withDetail(failingRow(table, values, context));
        return new SqlException(
                        SqlState.CHECK_VIOLATION,
                        "new row for relation \"" + table.name() + "\" violates check constraint \"" + constraint
                                + "\"")
                .with(fields);
    }

    static SqlException view(RelationDef changed, String view, @Nullable Object[] values, TypeContext context) {
        return new SqlException(
                        SqlState.WITH_CHECK_OPTION_VIOLATION, "new row violates check option for view \"" + view + "\"")
                .withDetail(failingRow(changed, values, context));
    }

    private static String failingRow(RelationDef table, @Nullable Object[] values, TypeContext context) {
        StringJoiner joined = new StringJoiner(", ", "Failing row contains (", ").");
        for (ColumnDef column : table.columns()) {
            if (!column.dropped()) {
                Object value = column.position() < values.length ? values[column.position()] : null;
                joined.add(value == null ? "null" : cut(column.type().type().format(value, context)));
            }
        }
        return joined.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "...";
    }

    static SqlException unique(
            RelationDef.Table table, TableAccess.IndexAccess index, @Nullable Object[] key, TypeContext context) {
        StringJoiner names = new StringJoiner(", ", "(", ")");
        StringJoiner shown = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < key.length; i++) {
            IndexDef.Part part = index.def().parts().get(i);
            String sql = part.expressionSql();
            names.add(sql != null ? sql : table.columns().get(part.column()).name());
            Object value = key[i];
            shown.add(value == null ? "null" : index.codec().type(i).format(value, context));
        }
        ErrorFields fields = ErrorFields.NONE
                .withTable(table.schema(), table.name())
                .withConstraint(index.def().name())
                .withDetail("Key " + names + "=" + shown + " already exists.");
        return new SqlException(
                        SqlState.UNIQUE_VIOLATION,
                        "duplicate key value violates unique constraint \""
                                + index.def().name() + "\"")
                .with(fields);
    }

    static SqlException notPresent(
            RelationDef.Table child,
            ConstraintDef.ForeignKey key,
            RelationDef.Table parent,
            @Nullable Object[] values,
            TypeContext context) {
        return referring(child, key)
                .with(fields(child, key)
                        .withDetail("Key " + shown(child, key.columns(), values, context)
                                + " is not present in table \"" + parent.name() + "\"."));
    }

    static SqlException mixedNulls(RelationDef.Table child, ConstraintDef.ForeignKey key) {
        return referring(child, key)
                .with(fields(child, key)
                        .withDetail("MATCH FULL does not allow mixing of null and nonnull key values."));
    }

    private static SqlException referring(RelationDef.Table child, ConstraintDef.ForeignKey key) {
        return new SqlException(
                SqlState.FOREIGN_KEY_VIOLATION,
                "insert or update on table \"" + child.name() + "\" violates foreign key constraint \"" + key.name()
                        + "\"");
    }

    static SqlException stillReferenced(
            RelationDef.Table parent,
            ConstraintDef.ForeignKey key,
            RelationDef.Table child,
            @Nullable Object[] values,
            TypeContext context) {
        return new SqlException(
                        SqlState.FOREIGN_KEY_VIOLATION,
                        "update or delete on table \"" + parent.name() + "\" violates foreign key constraint \""
                                + key.name() + "\" on table \"" + child.name() + "\"")
                .with(fields(child, key)
                        .withDetail("Key " + shown(parent, key.referencedColumns(), values, context)
                                + " is still referenced from table \"" + child.name() + "\"."));
    }

    private static ErrorFields fields(RelationDef.Table child, ConstraintDef.ForeignKey key) {
        return ErrorFields.NONE.withTable(child.schema(), child.name()).withConstraint(key.name());
    }

    private static String shown(
            RelationDef.Table table, List<Integer> columns, @Nullable Object[] values, TypeContext context) {
        StringJoiner names = new StringJoiner(", ", "(", ")");
        StringJoiner texts = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < columns.size(); i++) {
            ColumnDef column = table.columns().get(columns.get(i));
            names.add(column.name());
            Object value = values[i];
            Type type = column.type().type();
            texts.add(value == null ? "null" : type.format(value, context));
        }
        return names + "=" + texts;
    }
}
