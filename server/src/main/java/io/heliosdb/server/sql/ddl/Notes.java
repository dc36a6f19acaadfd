package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Comment;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Grant;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// COMMENT, GRANT and REVOKE: what is noted about objects.
final class Notes {

    private static final Map<String, String> LETTERS = Map.ofEntries(
            Map.entry("insert", "a"),
            Map.entry("select", "r"),
            Map.entry("update", "w"),
            Map.entry("delete", "d"),
            Map.entry("truncate", "D"),
            Map.entry("references", "x"),
            Map.entry("trigger", "t"),
            Map.entry("usage", "U"),
            Map.entry("create", "C"),
            Map.entry("connect", "c"),
            Map.entry("temporary", "T"),
            Map.entry("temp", "T"),
            Map.entry("execute", "X"));

    private final CommandRun run;

    Notes(CommandRun run) {
        this.run = run;
    }

    String comment(Comment node) {
        QualifiedName name = node.name();
        int oid = 0;
        int column = 0;
        switch (node.kind()) {
            case "column" -> {
                QualifiedName table =
                        new QualifiedName(name.parts().subList(0, name.parts().size() - 1), name.position());
                RelationDef relation = run.require(table);
                oid = relation.oid();
                column = relation.columns().stream()
                        .filter(c -> c.name().equals(name.last()))
                        .findFirst()
                        .orElseThrow(() -> new SqlException(
                                SqlState.UNDEFINED_COLUMN,
                                "column \"" + name.last() + "\" of relation \"" + relation.name()
                                        + "\" does not exist"))
                        .number();
            }
            case "schema" -> oid = run.requireSchema(name.last()).oid();
            case "table", "view", "materialized view", "sequence" ->
                oid = run.require(name).oid();
            case "index" ->
                oid = run.path()
                        .index(name.last())
                        .orElseThrow(() ->
                                new SqlException(SqlState.UNDEFINED_TABLE, "relation \"" + name + "\" does not exist"))
                        .oid();
            case "type", "domain" ->
                oid = run.path()
                        .type(name.last())
                        .orElseThrow(() ->
                                new SqlException(SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist"))
                        .oid();
            case "trigger" -> {
                QualifiedName table =
                        new QualifiedName(name.parts().subList(0, name.parts().size() - 1), name.position());
                oid = TriggerCommands.require(run.require(table), name.last()).oid();
            }
            case "database", "extension" -> {
                return "COMMENT";
            }
            default ->
                throw new SqlException(
                        SqlState.FEATURE_NOT_SUPPORTED, "COMMENT ON " + node.kind() + " is not supported");
        }
        CatalogObject.Comment comment = new CatalogObject.Comment(oid, column, String.valueOf(node.text()));
        if (node.text() != null) {
            run.put(comment);
        } else if (run.catalog().comment(oid, column).isPresent()) {
            run.remove(comment);
        }
        return "COMMENT";
    }

    String grant(Grant node) {
        String tag = node.revoke() ? "REVOKE" : "GRANT";
        if (node.kind().equals("role")) {
            membership(node);
            return tag + " ROLE";
        }
        for (int oid : objects(node)) {
            for (String role : node.roles()) {
                change(node, oid, role.equals("public") ? "" : role);
            }
        }
        return tag;
    }

    private void membership(Grant node) {
        for (String member : node.roles()) {
            CatalogObject.Role role = run.catalog()
                    .role(member)
                    .orElseThrow(() ->
                            new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + member + "\" does not exist"));
            List<String> memberOf = new ArrayList<>(role.memberOf());
            memberOf.removeAll(node.privileges());
            if (!node.revoke()) {
                memberOf.addAll(node.privileges());
            }
            run.put(new CatalogObject.Role(
                    role.oid(),
                    role.name(),
                    role.flags(),
                    role.connectionLimit(),
                    role.password(),
                    role.validUntil(),
                    memberOf,
                    role.settings()));
        }
    }

    private List<Integer> objects(Grant node) {
        List<Integer> oids = new ArrayList<>();
        for (QualifiedName name : node.objects()) {
            switch (node.kind()) {
                case "table", "sequence" -> oids.add(run.require(name).oid());
                case "schema" -> oids.add(run.requireSchema(name.last()).oid());
                case "all tables in schema", "all sequences in schema" -> {
                    boolean tables = node.kind().startsWith("all tables");
                    run.catalog().relations().stream()
                            .filter(r -> r.schema().equals(name.last()))
                            .filter(r -> tables != r instanceof RelationDef.Sequence)
                            .filter(r -> !(r instanceof RelationDef.Virtual))
                            .forEach(r -> oids.add(r.oid()));
                }
                default -> {}
            }
        }
        return oids;
    }

    private void change(Grant node, int oid, String role) {
        if (!role.isEmpty() && run.catalog().role(role).isEmpty()) {
            throw new SqlException(SqlState.UNDEFINED_OBJECT, "role \"" + role + "\" does not exist");
        }
        StringBuilder letters = new StringBuilder();
        for (String privilege : node.privileges()) {
            String letter = LETTERS.get(privilege);
            if (letter == null) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "unrecognized privilege type \"" + privilege + "\"");
            }
            letters.append(letter);
        }
        String named = letters.isEmpty() ? all(node.kind()) : letters.toString();
        Optional<Privileges> before = run.catalog().privileges(oid, 0);
        List<Privileges.Grant> grants =
                new ArrayList<>(before.map(Privileges::grants).orElse(List.of()));
        String held = grants.stream()
                .filter(g -> g.grantee().equals(role))
                .map(Privileges.Grant::letters)
                .findFirst()
                .orElse("");
        grants.removeIf(g -> g.grantee().equals(role));
        String now = merged(held.replace("*", ""), named, node.revoke());
        if (!now.isEmpty()) {
            String text = node.withGrantOption() ? now.replaceAll("(.)", "$1*") : now;
            grants.add(new Privileges.Grant(role, text, run.session().currentUser()));
        }
        run.put(new Privileges(oid, 0, grants));
    }

    private static String all(String kind) {
        return switch (kind) {
            case "schema" -> "UC";
            case "sequence", "all sequences in schema" -> "rwU";
            default -> "arwdDxt";
        };
    }

    private static String merged(String held, String named, boolean revoke) {
        StringBuilder result = new StringBuilder();
        for (char c : "arwdDxtXUCTc".toCharArray()) {
            boolean has = held.indexOf(c) >= 0;
            boolean touched = named.indexOf(c) >= 0;
            if (revoke ? has && !touched : has || touched) {
                result.append(c);
            }
        }
        return result.toString();
    }
}
