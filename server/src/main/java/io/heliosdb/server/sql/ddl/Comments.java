package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Comment;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.CommentOnRoutine;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// COMMENT ON. A comment is noted under its object's oid; `pg_description` finds out what kind of object that is.
final class Comments {

    /// `pg_database.oid` of the one database.
    private static final int DATABASE = 5;

    private final CommandRun run;

    Comments(CommandRun run) {
        this.run = run;
    }

    String comment(CommentOnRoutine node) {
        note(new RoutineCommands(run).require(node.kind(), node.routine()).oid(), 0, node.text());
        return "COMMENT";
    }

    String comment(Comment node) {
        QualifiedName name = node.name();
        switch (node.kind()) {
            case "column" -> column(node);
            case "constraint" -> note(constraint(name).oid(), 0, node.text());
            case "domain constraint" -> note(domainConstraint(name).oid(), 0, node.text());
            case "trigger" ->
                note(
                        TriggerCommands.require(run.require(owner(name)), name.last())
                                .oid(),
                        0,
                        node.text());
            case "schema" -> note(run.requireSchema(name.last()).oid(), 0, node.text());
            case "table", "view", "materialized view", "sequence" -> note(relation(node), 0, node.text());
            case "index" -> note(index(name), 0, node.text());
            case "type", "domain" -> note(type(name).oid(), 0, node.text());
            case "role" -> note(role(name), 0, node.text());
            case "database" -> note(database(name), 0, node.text());
            case "extension" -> Schemas.requireExtension(name.last());
            default ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "COMMENT ON " + node.kind() + " is not supported");
        }
        return "COMMENT";
    }

    private void note(int oid, int column, @Nullable String text) {
        // An empty text is none, as in PostgreSQL.
        CatalogObject.Comment comment = new CatalogObject.Comment(oid, column, text == null ? "" : text);
        if (!comment.text().isEmpty()) {
            run.put(comment);
        } else if (run.catalog().comment(oid, column).isPresent()) {
            run.remove(comment);
        }
    }

    private static QualifiedName owner(QualifiedName name) {
        return new QualifiedName(name.parts().subList(0, name.parts().size() - 1), name.position());
    }

    private void column(Comment node) {
        QualifiedName name = node.name();
        RelationDef relation = run.require(owner(name));
        ColumnDef column = relation.columns().stream()
                .filter(c -> !c.dropped() && c.name().equals(name.last()))
                .findFirst()
                .orElseThrow(() -> new SqlException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \"" + name.last() + "\" of relation \"" + relation.name() + "\" does not exist"));
        note(relation.oid(), column.number(), node.text());
    }

    private int relation(Comment node) {
        RelationDef relation = run.require(node.name());
        boolean fits =
                switch (node.kind()) {
                    case "table" -> relation instanceof RelationDef.Table;
                    case "sequence" -> relation instanceof RelationDef.Sequence;
                    default -> relation instanceof RelationDef.View;
                };
        if (!fits) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is not a " + node.kind());
        }
        return relation.oid();
    }

    private int index(QualifiedName name) {
        return (name.isQualified()
                        ? run.catalog()
                                .index(
                                        run.path()
                                                .real(name.parts()
                                                        .get(name.parts().size() - 2)),
                                        name.last())
                        : run.path().index(name.last()))
                .orElseThrow(
                        () -> new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"))
                .oid();
    }

    private Type type(QualifiedName name) {
        return (name.isQualified()
                        ? run.catalog()
                                .type(
                                        run.path()
                                                .real(name.parts()
                                                        .get(name.parts().size() - 2)),
                                        name.last())
                        : run.path().type(name.last()))
                .orElseThrow(() -> new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"));
    }

    private ConstraintDef constraint(QualifiedName name) {
        RelationDef.Table table = CommandRun.table(run.require(owner(name)));
        return named(table.constraints(), name.last(), "table \"" + table.name() + "\"");
    }

    private ConstraintDef domainConstraint(QualifiedName name) {
        QualifiedName owner = owner(name);
        TypeDef definition = run.catalog().typeDef(type(owner).oid()).orElse(null);
        if (!(definition instanceof TypeDef.Domain domain)) {
            throw new SqlException(SqlState.WRONG_OBJECT_TYPE, "\"" + owner.last() + "\" is not a domain");
        }
        return named(domain.checks(), name.last(), "domain " + domain.name());
    }

    private static ConstraintDef named(List<? extends ConstraintDef> constraints, String name, String owner) {
        for (ConstraintDef constraint : constraints) {
            if (constraint.name().equals(name)) {
                return constraint;
            }
        }
        throw new SqlException(
                SqlState.UNDEFINED_OBJECT, "constraint \"" + name + "\" for " + owner + " does not exist");
    }

    private int role(QualifiedName name) {
        return run.catalog()
                .role(name.last())
                .orElseThrow(() ->
                        new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + name.last() + "\" does not exist"))
                .oid();
    }

    // The cluster is one database, which answers to the name that a client has asked for.
    private int database(QualifiedName name) {
        if (!name.last().equals(run.session().database())) {
            throw new SqlException(SqlState.INVALID_CATALOG_NAME, "database \"" + name.last() + "\" does not exist");
        }
        return DATABASE;
    }
}
