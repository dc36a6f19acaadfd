package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.GrantOptions;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.ArrayList;
import java.util.List;

/// Reads the statements that make and change roles.
final class RoleParser {

    private static final List<String> FLAGS = List.of(
            "superuser",
            "nosuperuser",
            "createdb",
            "nocreatedb",
            "createrole",
            "nocreaterole",
            "inherit",
            "noinherit",
            "login",
            "nologin",
            "replication",
            "noreplication",
            "bypassrls",
            "nobypassrls");

    private final TokenCursor cursor;

    RoleParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /// What stands behind `CREATE ROLE`, `USER` or `GROUP`.
    Statement create(String kind) {
        cursor.acceptWords("if", "not", "exists");
        String name = cursor.nonReserved();
        cursor.accept("with");
        return new DefinitionStatement.CreateRole(kind, name, options());
    }

    /// What stands behind `ALTER ROLE`.
    Statement alter() {
        String name = cursor.accept("all") ? "" : cursor.roleName();
        if (cursor.acceptWords("rename", "to")) {
            QualifiedName role = new QualifiedName(List.of(name), cursor.position());
            return new DefinitionStatement.Rename("role", role, false, cursor.nonReserved());
        }
        if (cursor.isWords("add", "user") || cursor.isWords("drop", "user")) {
            boolean drop = cursor.advance().isWord("drop");
            cursor.expect("user");
            GrantOptions plain = new GrantOptions(false, false, "");
            return new DefinitionStatement.GrantRole(drop, List.of(name), cursor.roleNames(), plain);
        }
        if (cursor.acceptWords("in", "database")) {
            cursor.columnName();
        }
        boolean reset = cursor.isWord("reset");
        if (reset || cursor.isWord("set")) {
            cursor.advance();
            return setting(name, reset);
        }
        cursor.accept("with");
        return new DefinitionStatement.AlterRole(name, options());
    }

    private Statement setting(String role, boolean reset) {
        String setting = reset && cursor.accept("all") ? "" : cursor.nonReserved();
        if (reset) {
            return new DefinitionStatement.AlterRoleSet(role, setting, null);
        }
        if (!cursor.acceptSign("=")) {
            cursor.expect("to");
        }
        if (cursor.accept("default")) {
            return new DefinitionStatement.AlterRoleSet(role, setting, null);
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(cursor.advance().text());
        } while (cursor.acceptSign(","));
        return new DefinitionStatement.AlterRoleSet(role, setting, values);
    }

    private List<Option> options() {
        List<Option> options = new ArrayList<>();
        while (true) {
            int position = cursor.position();
            Token token = cursor.token();
            if (token.kind() == Token.Kind.WORD && FLAGS.contains(token.text())) {
                cursor.advance();
                options.add(new Option(token.text(), null, position));
            } else if (cursor.accept("encrypted") || cursor.isWord("password")) {
                cursor.expect("password");
                options.add(new Option("password", cursor.accept("null") ? null : cursor.string(), position));
            } else if (cursor.acceptWords("connection", "limit")) {
                options.add(new Option("connection limit", Long.toString(cursor.signedInteger()), position));
            } else if (cursor.acceptWords("valid", "until")) {
                options.add(new Option("valid until", cursor.string(), position));
            } else if (cursor.acceptWords("in", "role") || cursor.acceptWords("in", "group")) {
                options.add(new Option("in role", roleList(), position));
            } else if (cursor.isWord("role") || cursor.isWord("user") || cursor.isWord("admin")) {
                cursor.advance();
                options.add(new Option(token.text().equals("admin") ? "admin" : "role", roleList(), position));
            } else if (cursor.accept("sysid")) {
                cursor.unsignedInteger();
            } else {
                return options;
            }
        }
    }

    private String roleList() {
        return String.join(",", cursor.roleNames());
    }
}
