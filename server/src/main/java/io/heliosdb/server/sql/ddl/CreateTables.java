package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.common.TreeId;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TriggerSet;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Column;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CreateTable;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Like;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.TableElement;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CREATE TABLE.
final class CreateTables {

    private final CommandRun run;

    CreateTables(CommandRun run) {
        this.run = run;
    }

    /// @throws SqlException 42P16 when a table that stays is to go at commit
    void checkOnCommit(String onCommit, RelationDef.Table table) {
        if (!onCommit.isEmpty() && table.persistence() != RelationDef.Persistence.TEMPORARY) {
            throw new SqlException(SqlState.INVALID_TABLE_DEFINITION, "ON COMMIT can only be used on temporary tables");
        }
    }

    /// An empty definition under a name that is free and now taken; nothing when the name is taken and that is
    /// fine.
    Optional<RelationDef.Table> begin(QualifiedName name, boolean temporary, boolean unlogged, boolean ifNotExists) {
        String schema = run.creationSchemaOfRelation(name, temporary);
        run.lockName("relation", schema, name.last());
        if (run.catalog().isRelationName(schema, name.last())) {
            if (ifNotExists) {
                run.notice(
                        "NOTICE",
                        SqlState.DUPLICATE_TABLE,
                        "relation \"" + name.last() + "\" already exists, skipping");
                return Optional.empty();
            }
            throw ObjectNames.relationExists(name.last());
        }
        int oid = run.newRelationOid();
        boolean inTemporary = schema.equals(run.path().temporary());
        RelationDef.Persistence persistence = inTemporary
                ? RelationDef.Persistence.TEMPORARY
                : unlogged ? RelationDef.Persistence.UNLOGGED : RelationDef.Persistence.PERMANENT;
        return Optional.of(new RelationDef.Table(
                oid,
                schema,
                name.last(),
                run.session().currentUser(),
                List.of(),
                new TreeId(oid),
                List.of(),
                List.of(),
                List.of(),
                persistence,
                TriggerSet.NONE,
                null));
    }

    String create(CreateTable node) {
        if (!node.options().partitionBy().isEmpty()
                || !node.options().inherits().isEmpty()) {
            throw new SqlException(
                    SqlState.FEATURE_NOT_SUPPORTED, "partitioned and inherited tables are not supported");
        }
        Optional<RelationDef.Table> begun = begin(node.name(), node.temporary(), node.unlogged(), node.ifNotExists());
        if (begun.isEmpty()) {
            return "CREATE TABLE";
        }
        RelationDef.Table table = begun.get();
        checkOnCommit(node.options().onCommit(), table);
        List<ColumnDef> columns = new ArrayList<>();
        List<Like> likes = new ArrayList<>();
        for (TableElement element : node.elements()) {
            switch (element) {
                case Column column -> {
                    ColumnBuilder.Built built = new ColumnBuilder(run, table).build(column, columns.size() + 1);
                    addColumn(columns, built.column());
                    if (built.sequence() != null) {
                        run.put(built.sequence());
                    }
                }
                case Like like -> {
                    likes.add(like);
                    copyColumns(like, columns);
                }
                case TableConstraint constraint -> {}
            }
        }
        table = table.withColumns(columns);
        run.put(table);
        checkDefaults(table);
        table = StoredText.columns(run, table);
        ConstraintBuilder builder = new ConstraintBuilder(run, table);
        for (Like like : likes) {
            copyConstraints(like, builder);
        }
        // Keys first: a foreign key of the table may refer to them.
        constrain(node.elements(), builder, false);
        constrain(node.elements(), builder, true);
        run.put(builder.table());
        return "CREATE TABLE";
    }

    private static void addColumn(List<ColumnDef> columns, ColumnDef column) {
        if (columns.stream().anyMatch(c -> c.name().equals(column.name()))) {
            throw new SqlException(
                    SqlState.DUPLICATE_COLUMN, "column \"" + column.name() + "\" specified more than once");
        }
        columns.add(column);
    }

    void checkDefaults(RelationDef.Table table) {
        for (ColumnDef column : table.columns()) {
            if (column.defaultSql() != null && !column.generated()) {
                DefaultChecks.check(run, table, column);
            }
        }
    }

    private static void constrain(List<TableElement> elements, ConstraintBuilder builder, boolean foreignKeys) {
        for (TableElement element : elements) {
            if (element instanceof Column column) {
                List<DefinitionStatement.ColumnConstraint> chosen = column.constraints().stream()
                        .filter(c ->
                                foreignKeys == c.kind() instanceof DefinitionStatement.ColumnConstraint.Kind.References)
                        .toList();
                ColumnBuilder.constrain(
                        new Column(column.name(), column.type(), column.collation(), chosen, column.position()),
                        builder);
            } else if (element instanceof TableConstraint constraint
                    && foreignKeys == constraint.kind() instanceof TableConstraint.Kind.ForeignKey) {
                add(constraint, builder, true);
            }
        }
    }

    /// Adds a constraint of a table.
    ///
    /// @return the constraint when rows must be checked for it: a CHECK or FOREIGN KEY
    static Optional<ConstraintDef> add(TableConstraint node, ConstraintBuilder builder, boolean validated) {
        ConstraintDef.Timing timing = ConstraintBuilder.timing(node.timing());
        return switch (node.kind()) {
            case TableConstraint.Kind.Check c -> Optional.of(builder.check(node.name(), "", c.sql(), validated));
            case TableConstraint.Kind.Unique u -> {
                builder.unique(
                        node.name(),
                        u.primary(),
                        u.columns(),
                        u.include(),
                        new ConstraintBuilder.UniqueOptions(u.nullsNotDistinct(), timing));
                yield Optional.empty();
            }
            case TableConstraint.Kind.ForeignKey f ->
                Optional.of(builder.foreignKey(node.name(), f.columns(), f.reference(), timing, validated));
            case TableConstraint.Kind.UsingIndex u ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "constraints USING INDEX are not supported");
            case TableConstraint.Kind.Exclude e ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "exclusion constraints are not supported");
        };
    }

    private static boolean includes(Like like, String what) {
        boolean included = like.including().contains(what) || like.including().contains("all");
        return included && !like.excluding().contains(what);
    }

    private void copyColumns(Like like, List<ColumnDef> columns) {
        for (ColumnDef column : run.require(like.table()).columns()) {
            if (!column.dropped()) {
                boolean keepsDefault = column.generated()
                        ? includes(like, "generated")
                        : column.identity() == ColumnDef.Identity.NONE && includes(like, "defaults");
                addColumn(
                        columns,
                        new ColumnDef(
                                columns.size() + 1,
                                column.name(),
                                column.type(),
                                column.notNull(),
                                keepsDefault ? column.defaultSql() : null,
                                ColumnDef.Identity.NONE,
                                keepsDefault && column.generated(),
                                false));
            }
        }
    }

    private void copyConstraints(Like like, ConstraintBuilder builder) {
        if (!(run.require(like.table()) instanceof RelationDef.Table source)) {
            return;
        }
        for (ConstraintDef constraint : source.constraints()) {
            if (constraint instanceof ConstraintDef.Check check && includes(like, "constraints")) {
                builder.check(check.name(), "", check.expressionSql(), true);
            }
        }
        for (IndexDef index : source.indexes()) {
            boolean key = source.constraints().stream()
                    .anyMatch(c -> c instanceof ConstraintDef.Unique u && u.indexOid() == index.oid());
            if (key && includes(like, "indexes")) {
                List<String> names = index.parts().stream()
                        .map(p -> source.columns().get(p.column()).name())
                        .toList();
                builder.unique(
                        "",
                        index.primary(),
                        names,
                        List.of(),
                        new ConstraintBuilder.UniqueOptions(
                                index.nullsNotDistinct(), ConstraintDef.Timing.NOT_DEFERRABLE));
            }
        }
    }
}
