package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.DomainAction;
import org.jspecify.annotations.Nullable;

/// Reads what stands behind `ALTER DOMAIN name`.
final class DomainActionParser {

    private final TokenCursor cursor;
    private final TableParser tables;

    DomainActionParser(TokenCursor cursor, TableParser tables) {
        this.cursor = cursor;
        this.tables = tables;
    }

    /// Null when it is something that all kinds of objects have: a new name, owner or schema.
    @Nullable
    DomainAction parse() {
        if (cursor.accept("add")) {
            return add();
        }
        if (cursor.acceptWords("drop", "constraint")) {
            boolean ifExists = cursor.acceptWords("if", "exists");
            DomainAction drop = new DomainAction.DropConstraint(cursor.columnName(), ifExists);
            if (!cursor.accept("cascade")) {
                cursor.accept("restrict");
            }
            return drop;
        }
        if (cursor.acceptWords("rename", "constraint")) {
            String name = cursor.columnName();
            cursor.expect("to");
            return new DomainAction.RenameConstraint(name, cursor.columnName());
        }
        if (cursor.acceptWords("validate", "constraint")) {
            return new DomainAction.ValidateConstraint(cursor.columnName());
        }
        if (cursor.acceptWords("set", "not", "null")) {
            return new DomainAction.SetNotNull(true);
        }
        if (cursor.acceptWords("drop", "not", "null")) {
            return new DomainAction.SetNotNull(false);
        }
        if (cursor.acceptWords("drop", "default")) {
            return new DomainAction.SetDefault(null);
        }
        if (cursor.isWord("set") && cursor.peek(1).isWord("default")) {
            cursor.advance();
            return ofConstraint(tables.columnConstraint());
        }
        return null;
    }

    private DomainAction add() {
        DomainAction added = ofConstraint(tables.columnConstraint());
        if (added instanceof DomainAction.AddCheck check && cursor.acceptWords("not", "valid")) {
            return new DomainAction.AddCheck(check.name(), check.sql(), true);
        }
        return added;
    }

    private DomainAction ofConstraint(@Nullable ColumnConstraint constraint) {
        if (constraint == null) {
            throw cursor.syntaxError();
        }
        return switch (constraint.kind()) {
            case ColumnConstraint.Kind.Check check -> new DomainAction.AddCheck(constraint.name(), check.sql(), false);
            case ColumnConstraint.Kind.NotNull n -> new DomainAction.SetNotNull(true);
            case ColumnConstraint.Kind.Default given -> new DomainAction.SetDefault(given.sql());
            default ->
                throw new SqlException(SqlState.FEATURE_NOT_SUPPORTED, "such a constraint is not possible for domains");
        };
    }
}
