package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Grant;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.GrantOptions;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.GrantTarget;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Granted;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.RoutineName;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads GRANT, REVOKE, ALTER DEFAULT PRIVILEGES and REASSIGN OWNED.
final class GrantParser {

    private static final Set<String> ROUTINES = Set.of("function", "procedure", "routine");

    private static final Set<String> KINDS =
            Set.of("table", "sequence", "schema", "database", "language", "type", "domain", "tablespace");

    private final TokenCursor cursor;
    private final RoutineParser routines;

    GrantParser(TokenCursor cursor, RoutineParser routines) {
        this.cursor = cursor;
        this.routines = routines;
    }

    /// What stands behind GRANT or REVOKE.
    Statement grant(boolean revoke) {
        boolean grantOption = revoke && cursor.acceptWords("grant", "option", "for");
        boolean adminOption = revoke && cursor.acceptWords("admin", "option", "for");
        List<Granted> privileges = privileges();
        if (!cursor.isWord("on")) {
            return membership(revoke, privileges.stream().map(Granted::word).toList(), adminOption);
        }
        int position = cursor.advance().start();
        boolean notOffered = cursor.isWords("foreign", "data")
                || cursor.isWords("foreign", "server")
                || cursor.isWords("large", "object")
                || cursor.isWord("parameter");
        if (notOffered) {
            cursor.skipStatement();
            return new DefinitionStatement.Unsupported(revoke ? "REVOKE" : "GRANT", position);
        }
        GrantTarget target = target();
        cursor.expect(revoke ? "from" : "to");
        List<String> roles = cursor.roleNames();
        boolean option = grantOption || !revoke && cursor.acceptWords("with", "grant", "option");
        return new Grant(revoke, privileges, target, roles, ending(option));
    }

    private Statement membership(boolean revoke, List<String> granted, boolean adminOption) {
        cursor.expect(revoke ? "from" : "to");
        List<String> members = cursor.roleNames();
        boolean option = adminOption || !revoke && cursor.acceptWords("with", "admin", "option");
        return new DefinitionStatement.GrantRole(revoke, granted, members, ending(option));
    }

    private GrantOptions ending(boolean option) {
        String grantor = cursor.acceptWords("granted", "by") ? cursor.roleName() : "";
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return new GrantOptions(option, cascade, grantor);
    }

    private List<Granted> privileges() {
        if (cursor.accept("all")) {
            cursor.accept("privileges");
            return cursor.isSign("(") ? List.of(new Granted("", cursor.columnList())) : List.of();
        }
        List<Granted> privileges = new ArrayList<>();
        do {
            String word = cursor.label();
            privileges.add(new Granted(word, cursor.isSign("(") ? cursor.columnList() : List.of()));
        } while (cursor.acceptSign(","));
        return privileges;
    }

    private GrantTarget target() {
        if (cursor.isWord("all") && cursor.peek(2).isWord("in")) {
            cursor.advance();
            String kind = "all " + cursor.label() + " in schema";
            cursor.expectWords("in", "schema");
            return new GrantTarget(kind, cursor.qualifiedNames(), List.of());
        }
        String word = cursor.token().kind() == Token.Kind.WORD ? cursor.token().text() : "";
        if (ROUTINES.contains(word)) {
            cursor.advance();
            return new GrantTarget(word, List.of(), routineNames());
        }
        if (KINDS.contains(word)) {
            cursor.advance();
            return new GrantTarget(word, cursor.qualifiedNames(), List.of());
        }
        return new GrantTarget("table", cursor.qualifiedNames(), List.of());
    }

    private List<RoutineName> routineNames() {
        List<RoutineName> names = new ArrayList<>();
        do {
            names.add(routines.name());
        } while (cursor.acceptSign(","));
        return names;
    }

    /// What stands behind ALTER DEFAULT PRIVILEGES.
    Statement defaults() {
        List<String> roles = List.of();
        List<String> schemas = List.of();
        boolean more = true;
        while (more) {
            if (cursor.acceptWords("for", "role") || cursor.acceptWords("for", "user")) {
                roles = cursor.roleNames();
            } else if (cursor.acceptWords("in", "schema")) {
                schemas = cursor.qualifiedNames().stream()
                        .map(QualifiedName::last)
                        .toList();
            } else {
                more = false;
            }
        }
        boolean revoke = cursor.expectOneOf("grant", "revoke").equals("revoke");
        boolean grantOption = revoke && cursor.acceptWords("grant", "option", "for");
        List<Granted> privileges = privileges();
        cursor.expect("on");
        String kind = cursor.expectOneOf("tables", "sequences", "functions", "routines", "types", "schemas");
        cursor.expect(revoke ? "from" : "to");
        List<String> grantees = cursor.roleNames();
        boolean option = grantOption || !revoke && cursor.acceptWords("with", "grant", "option");
        GrantTarget target = new GrantTarget(kind, List.of(), List.of());
        return new DefinitionStatement.AlterDefaultPrivileges(
                roles, schemas, new Grant(revoke, privileges, target, grantees, ending(option)));
    }

    /// What stands behind REASSIGN.
    Statement reassign() {
        cursor.expectWords("owned", "by");
        List<String> roles = cursor.roleNames();
        cursor.expect("to");
        return new DefinitionStatement.ReassignOwned(roles, cursor.roleName());
    }
}
