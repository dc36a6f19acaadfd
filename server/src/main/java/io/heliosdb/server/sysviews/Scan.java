package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogAccess;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.privilege.Rights;
import io.heliosdb.server.sql.privilege.UserPath;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reading of a system relation: the catalog as its statement sees it, and who reads.
record Scan(Catalog catalog, FunctionContext context) {

    /// Seconds from 1970 to 2000, where PostgreSQL's timestamps begin.
    private static final long POSTGRES_EPOCH_SECONDS = 946_684_800L;

    /// The bootstrap role's oid, as in PostgreSQL.
    static final int BOOTSTRAP_ROLE = 10;

    static Scan of(FunctionContext context) {
        return new Scan(context.service(CatalogAccess.class).catalog(), context);
    }

    /// All relations in the order of their oids, so that listings are stable.
    List<RelationDef> relations() {
        return catalog.relations().stream()
                .sorted(Comparator.comparingInt(RelationDef::oid))
                .toList();
    }

    int schemaOid(String name) {
        return catalog.schema(name).map(CatalogObject.Schema::oid).orElse(0);
    }

    /// A role's oid; the bootstrap role's for a name that is no stored role.
    int roleOid(String name) {
        return catalog.role(name).map(CatalogObject.Role::oid).orElse(BOOTSTRAP_ROLE);
    }

    /// What the reader may do.
    Rights rights() {
        return Rights.of(catalog, context.currentUser());
    }

    SearchPath path() {
        return UserPath.of(catalog, context);
    }

    /// A time as `timestamptz` holds it.
    static @Nullable Long time(@Nullable Instant instant) {
        return instant == null
                ? null
                : (instant.getEpochSecond() - POSTGRES_EPOCH_SECONDS) * 1_000_000 + instant.getNano() / 1_000;
    }
}
