package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.CatalogObject.Privileges;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.Grant;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// GRANT and REVOKE.
final class Grants {

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

    Grants(CommandRun run) {
        this.run = run;
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
        List<Privileges.Grant> grants = new ArrayList<>(
                run.catalog().privileges(oid, 0).map(Privileges::grants).orElseGet(() -> ownersOf(node.kind(), oid)));
        String held = grants.stream()
                .filter(g -> g.grantee().equals(role))
                .map(Privileges.Grant::letters)
                .findFirst()
                .orElse("");
        int at = grants.stream().map(Privileges.Grant::grantee).toList().indexOf(role);
        at = at < 0 ? grants.size() : at;
        grants.removeIf(g -> g.grantee().equals(role));
        String now = merged(held.replace("*", ""), named, node.revoke());
        if (!now.isEmpty()) {
            String text = node.withGrantOption() ? now.replaceAll("(.)", "$1*") : now;
            grants.add(at, new Privileges.Grant(role, text, ownerOf(oid)));
        }
        run.put(new Privileges(oid, 0, grants));
    }

    /// What an owner has from the start, which the first grant writes down.
    private List<Privileges.Grant> ownersOf(String kind, int oid) {
        String owner = ownerOf(oid);
        boolean sequence = run.catalog().relation(oid).orElse(null) instanceof RelationDef.Sequence;
        Privileges.Grant own = new Privileges.Grant(owner, all(sequence ? "sequence" : kind), owner);
        boolean open = kind.equals("schema") && oid < Dependents.FIRST_USER_OID;
        return open ? List.of(own, new Privileges.Grant("", "U", owner)) : List.of(own);
    }

    private String ownerOf(int oid) {
        return run.catalog()
                .relation(oid)
                .map(RelationDef::owner)
                .or(() -> run.catalog().schema(oid).map(CatalogObject.Schema::owner))
                .orElse(run.session().currentUser());
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
