package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.analyze.RangeItem.ScopeColumn;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds columns by name in scopes, the innermost first.
final class Names {

    static final int TABLE_OID = -6;

    private record SystemColumn(int number, Type type) {}

    private static final Map<String, SystemColumn> SYSTEM = Map.of(
            "ctid", new SystemColumn(-1, Types.TID),
            "xmin", new SystemColumn(-2, Types.XID),
            "cmin", new SystemColumn(-3, Types.CID),
            "xmax", new SystemColumn(-4, Types.XID),
            "cmax", new SystemColumn(-5, Types.CID),
            "tableoid", new SystemColumn(TABLE_OID, Types.OID));

    private Names() {}

    /// An unqualified column; null when there is none.
    ///
    /// @throws SqlException 42702 when several have the name
    static @Nullable Expr column(Scope start, String name) {
        for (Scope scope = start; scope != null; scope = scope.parent()) {
            Expr found = only(scope.from().columns(), name);
            if (found == null) {
                found = systemColumn(scope.from().items(), name);
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Expr only(List<ScopeColumn> columns, String name) {
        Expr found = null;
        for (ScopeColumn column : columns) {
            if (column.name().equals(name)) {
                if (found != null) {
                    throw AnalysisErrors.ambiguousColumn(name);
                }
                found = column.expr();
            }
        }
        return found;
    }

    private static @Nullable Expr systemColumn(List<RangeItem> items, String name) {
        if (!SYSTEM.containsKey(name)) {
            return null;
        }
        Expr found = null;
        for (RangeItem item : items) {
            Expr column = systemColumn(item, name);
            if (column != null && found != null) {
                throw AnalysisErrors.ambiguousColumn(name);
            }
            found = column == null ? found : column;
        }
        return found;
    }

    private static @Nullable Expr systemColumn(RangeItem item, String name) {
        SystemColumn system = SYSTEM.get(name);
        boolean kept = item.table() instanceof RelationDef.Table
                || item.table() instanceof RelationDef.Virtual && name.equals("tableoid");
        if (system == null || !kept) {
            return null;
        }
        return new Expr.Column(item.relation(), system.number(), name, DataType.of(system.type()));
    }

    /// A name of a FROM clause; null when there is none.
    static @Nullable RangeItem item(Scope start, @Nullable String schema, String alias) {
        for (Scope scope = start; scope != null; scope = scope.parent()) {
            RangeItem found = null;
            for (RangeItem item : scope.from().items()) {
                boolean fits = item.alias().equals(alias) && (schema == null || schema.equals(item.schema()));
                if (fits && found != null) {
                    throw new SqlException(SqlState.AMBIGUOUS_ALIAS, "table reference \"" + alias + "\" is ambiguous");
                }
                found = fits ? item : found;
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// A column of one item; null when it has none of the name.
    static @Nullable Expr columnOf(RangeItem item, String name) {
        Expr found = only(item.columns(), name);
        return found == null ? systemColumn(item, name) : found;
    }

    /// A whole row; for a function of one value, that value.
    static Expr wholeRow(RangeItem item, @Nullable Type rowType) {
        if (item.scalar()) {
            return item.columns().getFirst().expr();
        }
        List<Expr> fields = item.columns().stream().map(ScopeColumn::expr).toList();
        if (rowType != null) {
            return new Expr.RowOf(fields, DataType.of(rowType));
        }
        List<RowType.Field> types = item.columns().stream()
                .map(c -> new RowType.Field(c.name(), c.expr().type()))
                .toList();
        return new Expr.RowOf(fields, DataType.of(RowType.record(types)));
    }

    static SqlException missingItem(Scope scope, String alias) {
        for (Scope s = scope; s != null; s = s.parent()) {
            for (RangeItem item : s.from().items()) {
                RelationDef table = item.table();
                if (table != null && table.name().equals(alias)) {
                    return new SqlException(
                                    SqlState.UNDEFINED_TABLE,
                                    "invalid reference to FROM-clause entry for table \"" + alias + "\"")
                            .withHint("Perhaps you meant to reference the table alias \"" + item.alias() + "\".");
                }
            }
        }
        return new SqlException(SqlState.UNDEFINED_TABLE, "missing FROM-clause entry for table \"" + alias + "\"");
    }

    static SqlException missingColumn(Scope scope, @Nullable RangeItem item, String name) {
        SqlException error = item == null
                ? AnalysisErrors.undefinedColumn("\"" + name + "\"")
                : AnalysisErrors.undefinedColumn(item.alias() + "." + name);
        List<String> similar = similar(item == null ? scope.from().items() : List.of(item), name);
        return switch (similar.size()) {
            case 1 -> error.withHint("Perhaps you meant to reference the column \"" + similar.getFirst() + "\".");
            case 2 ->
                error.withHint("Perhaps you meant to reference the column \"" + similar.getFirst()
                        + "\" or the column \"" + similar.getLast() + "\".");
            default -> error;
        };
    }

    // PostgreSQL suggests names at most three edits away, and not more than half of the name.
    private static List<String> similar(List<RangeItem> items, String name) {
        int best = Math.min(3, name.length() / 2);
        List<String> found = new ArrayList<>();
        for (RangeItem item : items) {
            for (ScopeColumn column : item.columns()) {
                int distance = distance(name, column.name());
                if (distance < best) {
                    found.clear();
                    best = distance;
                }
                if (distance == best) {
                    found.add(item.alias() + "." + column.name());
                }
            }
        }
        return found;
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
