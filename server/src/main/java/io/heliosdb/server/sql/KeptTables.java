package io.heliosdb.server.sql;

import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.TableStatistics;
import io.heliosdb.server.sql.catalog.TypeDef;
import io.heliosdb.server.sql.estimate.RelationFigures;
import io.heliosdb.server.sql.exec.DomainAccess;
import io.heliosdb.server.sql.exec.TableAccess;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What was compiled of tables, domains and statistics; an entry counts only for the very same definition. Safe
/// for any thread.
final class KeptTables {

    private record Figures(RelationDef.Table table, TableStatistics statistics, RelationFigures figures) {}

    private final ConcurrentHashMap<Integer, TableAccess> accesses = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, DomainAccess> domains = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Figures> figures = new ConcurrentHashMap<>();

    /// Null when nothing is kept for that definition.
    @Nullable
    @SuppressWarnings("ReferenceEquality") // an unchanged definition is the same object
    TableAccess access(RelationDef.Table table) {
        TableAccess known = accesses.get(table.oid());
        return known != null && known.table() == table ? known : null;
    }

    /// As {@link #access}, of a domain.
    @Nullable
    @SuppressWarnings("ReferenceEquality") // an unchanged definition is the same object
    DomainAccess domain(TypeDef.Domain def) {
        DomainAccess known = domains.get(def.oid());
        return known != null && known.def() == def ? known : null;
    }

    void keep(DomainAccess access) {
        domains.put(access.def().oid(), access);
    }

    void keep(TableAccess access) {
        accesses.put(access.table().oid(), access);
    }

    @SuppressWarnings("ReferenceEquality") // unchanged statistics are the same object
    RelationFigures figures(RelationDef.Table table, TableStatistics statistics) {
        Figures known = figures.get(table.oid());
        if (known != null && known.table == table && known.statistics == statistics) {
            return known.figures;
        }
        RelationFigures made = RelationFigures.of(table, statistics);
        figures.put(table.oid(), new Figures(table, statistics, made));
        return made;
    }
}
