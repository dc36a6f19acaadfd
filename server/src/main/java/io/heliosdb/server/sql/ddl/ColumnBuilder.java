package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.DefaultText;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SequenceDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Column;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint.Kind;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.SequenceOptions;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes column definitions, with the sequences that serial and identity columns own.
final class ColumnBuilder {

    /// @param sequence to be stored with the table; null when it has none
    record Built(ColumnDef column, RelationDef.@Nullable Sequence sequence) {}

    private final CommandRun run;
    private final RelationDef.Table table;

    /// @param table whose column it will be
    ColumnBuilder(CommandRun run, RelationDef.Table table) {
        this.run = run;
        this.table = table;
    }

    private static @Nullable Type serial(TypeName type) {
        if (type.name().isQualified() || type.arrayDimensions() > 0) {
            return null;
        }
        return switch (type.name().last()) {
            case "serial", "serial4" -> Types.INT4;
            case "bigserial", "serial8" -> Types.INT8;
            case "smallserial", "serial2" -> Types.INT2;
            default -> null;
        };
    }

    Built build(Column node, int number) {
        if (node.name().equals("ctid")
                || node.name().equals("xmin")
                || node.name().equals("tableoid")) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN,
                    "column name \"" + node.name() + "\" conflicts with a system column name");
        }
        Type serial = serial(node.type());
        DataType type = serial == null ? run.types().resolve(node.type()) : DataType.of(serial);
        ColumnDef column =
                new ColumnDef(number, node.name(), type, serial != null, null, ColumnDef.Identity.NONE, false, false);
        RelationDef.Sequence sequence = null;
        if (serial != null) {
            sequence = sequence(column, SequenceOptions.NONE, serial);
            column = TableChanges.withDefault(column, DefaultText.nextval(sequence.oid()));
        }
        for (ColumnConstraint constraint : node.constraints()) {
            switch (constraint.kind()) {
                case Kind.NotNull n -> column = TableChanges.withNotNull(column, true);
                case Kind.Null n -> {
                    if (column.notNull()) {
                        throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "conflicting NULL/NOT NULL declarations for column \"" + column.name()
                                        + "\" of table \"" + table.name() + "\"");
                    }
                }
                case Kind.Default d -> {
                    if (column.defaultSql() != null) {
                        throw new SqlException(
                                SqlState.SYNTAX_ERROR,
                                "multiple default values specified for column \"" + column.name() + "\" of table \""
                                        + table.name() + "\"");
                    }
                    column = TableChanges.withDefault(column, defaultSql(run, d.value(), d.sql()));
                }
                case Kind.Generated g ->
                    column = new ColumnDef(
                            number, node.name(), type, column.notNull(), g.sql(), column.identity(), true, false);
                case Kind.Identity identity -> {
                    sequence = sequence(column, identity.options(), type.type());
                    column = TableChanges.withIdentity(
                            column,
                            identity.always() ? ColumnDef.Identity.ALWAYS : ColumnDef.Identity.BY_DEFAULT,
                            DefaultText.nextval(sequence.oid()));
                }
                case Kind.Check c -> {}
                case Kind.Unique u -> {}
                case Kind.References r -> {}
            }
        }
        return new Built(column, sequence);
    }

    RelationDef.Sequence sequence(ColumnDef column, SequenceOptions options, Type type) {
        String name = ObjectNames.chooseRelation(run.catalog(), table.schema(), table.name(), column.name(), "seq");
        run.lockName("relation", table.schema(), name);
        RelationDef.Sequence made = new SequenceCommands(run).make(table.schema(), name, options, type);
        SequenceDef owned = made.sequence().withOwner(table.oid(), column.number());
        return SequenceCommands.with(made, owned);
    }

    /// The text of a default; a sequence named in it is remembered by oid.
    static String defaultSql(CommandRun run, Expression value, String sql) {
        Expression argument = value instanceof Expression.Call call
                        && call.name().last().equals("nextval")
                        && call.arguments().size() == 1
                ? call.arguments().getFirst().value()
                : null;
        if (argument instanceof Expression.Cast cast) {
            argument = cast.operand();
        }
        if (argument instanceof Expression.StringLiteral name) {
            return DefaultText.nextval((int) (long) (Long) Types.REGCLASS.parse(name.value(), run.session()));
        }
        return sql;
    }

    /// Adds the constraints that were written with a column.
    static void constrain(Column node, ConstraintBuilder builder) {
        for (ColumnConstraint constraint : node.constraints()) {
            switch (constraint.kind()) {
                case Kind.Check c -> builder.check(constraint.name(), node.name(), c.sql(), true);
                case Kind.Unique u ->
                    builder.unique(
                            constraint.name(),
                            u.primary(),
                            List.of(node.name()),
                            List.of(),
                            new ConstraintBuilder.UniqueOptions(
                                    u.nullsNotDistinct(), ConstraintBuilder.timing(u.timing())));
                case Kind.References r ->
                    builder.foreignKey(
                            constraint.name(),
                            new ArrayList<>(List.of(node.name())),
                            r.reference(),
                            ConstraintBuilder.timing(r.timing()),
                            true);
                case Kind.NotNull n -> {}
                case Kind.Null n -> {}
                case Kind.Default d -> {}
                case Kind.Generated g -> {}
                case Kind.Identity i -> {}
            }
        }
    }
}
