package io.heliosdb.server.sql.estimate;

import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known about one table's rows. Immutable.
public final class RelationFigures {

    // What PostgreSQL assumes of a table it knows nothing about: ten pages.
    private static final double UNKNOWN_ROWS = 1000;
    private static final double UNKNOWN_WIDTH = 32;

    private final double rows;
    private final double width;
    private final boolean known;
    private final Map<Integer, ColumnFigures> columns = new HashMap<>();
    private final Set<Integer> unique = new HashSet<>();

    private RelationFigures(double rows, double width, boolean known) {
        this.rows = rows;
        this.width = width;
        this.known = known;
    }

    /// Of a relation that nothing is known about.
    public static RelationFigures unknown(RelationDef relation) {
        RelationFigures figures = new RelationFigures(UNKNOWN_ROWS, UNKNOWN_WIDTH, false);
        figures.addUnique(relation);
        return figures;
    }

    /// @param statistics what ANALYZE found
    public static RelationFigures of(RelationDef.Table table, TableStatistics statistics) {
        double rows = statistics.rows();
        RelationFigures figures =
                new RelationFigures(rows, rows == 0 ? UNKNOWN_WIDTH : statistics.bytes() / rows, true);
        figures.addUnique(table);
        for (ColumnDef column : table.columns()) {
            statistics.columns().stream()
                    .filter(s -> s.column() == column.number())
                    .findFirst()
                    .ifPresent(s -> figures.columns.put(
                            column.position(), ColumnFigures.of(column.type().type(), s)));
        }
        return figures;
    }

    private void addUnique(RelationDef relation) {
        if (relation instanceof RelationDef.Table table) {
            for (IndexDef index : table.indexes()) {
                if (index.unique() && index.parts().size() == 1 && index.predicateSql() == null) {
                    unique.add(index.parts().getFirst().column());
                }
            }
        }
    }

    public double rows() {
        return rows;
    }

    /// Average bytes of a row.
    public double width() {
        return width;
    }

    /// Whether the table was analyzed.
    public boolean isKnown() {
        return known;
    }

    boolean isUnique(int column) {
        return unique.contains(column);
    }

    @Nullable
    ColumnFigures column(int column) {
        return columns.get(column);
    }
}
