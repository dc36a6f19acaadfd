package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.RelationDef;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// Names that are chosen or checked, as PostgreSQL does.
final class ObjectNames {

    private ObjectNames() {}

    /// `first_second_label`, shortened to fit, with a number behind it when the name is taken.
    static String choose(String first, String second, String label, Predicate<String> isTaken) {
        String candidate = join(first, second, label);
        for (int i = 1; isTaken.test(candidate); i++) {
            candidate = join(first, second, label + i);
        }
        return candidate;
    }

    private static String join(String first, String second, String label) {
        String a = first;
        String b = second;
        String rest = label.isEmpty() ? "" : "_" + label;
        while (length(a) + (b.isEmpty() ? 0 : length(b) + 1) + length(rest) > Identifiers.MAX_BYTES) {
            if (length(a) > length(b)) {
                a = a.substring(0, a.length() - 1);
            } else {
                b = b.substring(0, b.length() - 1);
            }
        }
        return b.isEmpty() ? a + rest : a + "_" + b + rest;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static boolean hasConstraint(RelationDef.Table table, String name) {
        return table.constraints().stream().map(ConstraintDef::name).anyMatch(name::equals);
    }

    /// A free relation name in a schema.
    static String chooseRelation(Catalog catalog, String schema, String first, String second, String label) {
        return choose(first, second, label, name -> catalog.isRelationName(schema, name));
    }

    static SqlException relationExists(String name) {
        return new SqlException(SqlState.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
    }
}
