package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AlterComposite;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.AttributeAction;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/// Reads the actions of ALTER TYPE on attributes (PostgreSQL 15 manual, ALTER TYPE).
final class AttributeParser {

    private final TokenCursor cursor;
    private final TypeNameParser types;

    AttributeParser(TokenCursor cursor, TypeNameParser types) {
        this.cursor = cursor;
        this.types = types;
    }

    AlterComposite alter(QualifiedName name) {
        List<AttributeAction> actions = new ArrayList<>();
        do {
            actions.add(action());
            if (!cursor.accept("cascade")) {
                cursor.accept("restrict");
            }
        } while (cursor.acceptSign(","));
        return new AlterComposite(name, actions);
    }

    private AttributeAction action() {
        if (cursor.acceptWords("rename", "attribute")) {
            String name = cursor.columnName();
            cursor.expect("to");
            return new AttributeAction.Rename(name, cursor.columnName());
        }
        if (cursor.acceptWords("add", "attribute")) {
            String name = cursor.columnName();
            AttributeAction add = new AttributeAction.Add(name, types.parse());
            collation();
            return add;
        }
        if (cursor.acceptWords("drop", "attribute")) {
            boolean ifExists = cursor.acceptWords("if", "exists");
            return new AttributeAction.Remove(cursor.columnName(), ifExists);
        }
        cursor.expectWords("alter", "attribute");
        String name = cursor.columnName();
        cursor.acceptWords("set", "data");
        cursor.expect("type");
        AttributeAction set = new AttributeAction.SetType(name, types.parse());
        collation();
        return set;
    }

    private void collation() {
        if (cursor.accept("collate")) {
            cursor.qualifiedName();
        }
    }
}
