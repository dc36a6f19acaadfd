package io.heliosdb.server.sql.ddl;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.ConstraintDef;
import io.heliosdb.server.sql.catalog.Identifiers;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import java.util.List;

/// Stored expression texts of a table after one of its columns was renamed.
final class ColumnTexts {

    private ColumnTexts() {}

    static RelationDef.Table renamed(RelationDef.Table table, String from, String to) {
        List<ConstraintDef> constraints = table.constraints().stream()
                .map(c -> c instanceof ConstraintDef.Check check
                        ? new ConstraintDef.Check(
                                check.oid(), check.name(), replace(check.expressionSql(), from, to), check.validated())
                        : c)
                .toList();
        List<IndexDef> indexes =
                table.indexes().stream().map(i -> renamed(i, from, to)).toList();
        List<ColumnDef> columns = table.columns().stream()
                .map(c -> c.generated() && c.defaultSql() != null
                        ? TableChanges.withDefault(c, replace(c.defaultSql(), from, to))
                        : c)
                .toList();
        return table.withConstraints(constraints).withIndexes(indexes).withColumns(columns);
    }

    private static IndexDef renamed(IndexDef i, String from, String to) {
        List<IndexDef.Part> parts = i.parts().stream()
                .map(p -> p.expressionSql() == null
                        ? p
                        : new IndexDef.Part(
                                p.column(), replace(p.expressionSql(), from, to), p.descending(), p.nullsFirst()))
                .toList();
        String predicate = i.predicateSql() == null ? null : replace(i.predicateSql(), from, to);
        return new IndexDef(
                i.oid(),
                i.name(),
                i.tableOid(),
                i.tree(),
                parts,
                i.includes(),
                i.unique(),
                i.primary(),
                i.nullsNotDistinct(),
                predicate);
    }

    /// Replaces a name where it stands as a word of its own, outside of string constants.
    static String replace(String sql, String from, String to) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            int end = i + 1;
            if (c == '\'' || c == '"') {
                int close = sql.indexOf(c, i + 1);
                end = close < 0 ? sql.length() : close + 1;
            } else if (Character.isLetter(c) || c == '_') {
                while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
                    end++;
                }
            }
            String token = sql.substring(i, end);
            boolean isName = c == '"' ? token.equals('"' + from + '"') : token.equalsIgnoreCase(from) && c != '\'';
            out.append(isName ? Identifiers.quote(to) : token);
            i = end;
        }
        return out.toString();
    }
}
