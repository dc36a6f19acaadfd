package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.IndexDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionModule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How large relations are (PostgreSQL 15 manual, table 9.96), as ANALYZE found it last: rows share one store, and
/// there are no files to look at. A table that was not analyzed yet, and an index, count 0.
final class SizeFunctions implements FunctionModule {

    // Sizes are told in PostgreSQL's pages.
    private static final long PAGE_BYTES = 8192;

    @Override
    public void register(Bindings bindings) {
        bindings.<Long>c1("pg_relation_size(regclass)", (c, oid) -> relation(c, oid));
        bindings.<Long, String>c2("pg_relation_size", (c, oid, fork) -> fork.equals("main") ? relation(c, oid) : 0L);
        bindings.<Long>c1("pg_table_size", (c, oid) -> relation(c, oid));
        bindings.<Long>c1("pg_total_relation_size", (c, oid) -> relation(c, oid));
        bindings.<Long>c1("pg_indexes_size", (c, oid) -> relation(c, oid) == null ? null : 0L);
        bindings.<String>c1("pg_database_size_name", (c, name) -> all(c));
        bindings.<Long>c1("pg_database_size_oid", (c, oid) -> all(c));
        bindings.<String>c1("pg_tablespace_size_name", (c, name) -> all(c));
        bindings.<Long>c1("pg_tablespace_size_oid", (c, oid) -> all(c));
        bindings.<Long>f1("pg_tablespace_location", oid -> "");
    }

    private static @Nullable Long relation(FunctionContext context, Long oid) {
        Scan scan = Scan.of(context);
        Optional<IndexDef> index = scan.catalog().index(oid.intValue());
        if (index.isPresent()) {
            return 0L;
        }
        return scan.catalog()
                .relation(oid.intValue())
                .map(relation -> size(scan, relation))
                .orElse(null);
    }

    private static long size(Scan scan, RelationDef relation) {
        return scan.catalog()
                .statistics(relation.oid())
                .map(found -> (long) Math.ceil(found.bytes() / PAGE_BYTES) * PAGE_BYTES)
                .orElse(0L);
    }

    private static long all(FunctionContext context) {
        Scan scan = Scan.of(context);
        return scan.catalog().relations().stream()
                .mapToLong(relation -> size(scan, relation))
                .sum();
    }
}
