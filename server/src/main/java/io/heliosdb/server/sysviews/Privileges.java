package io.heliosdb.server.sysviews;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.type.ArrayValue;
import io.heliosdb.server.sql.type.Types;
import org.jspecify.annotations.Nullable;

/// Privileges as `aclitem[]` shows them.
final class Privileges {

    private Privileges() {}

    /// What was granted on an object or column; null when nothing was, so that the defaults hold.
    static @Nullable ArrayValue acl(Catalog catalog, int oid, int column) {
        return catalog.privileges(oid, column)
                .map(CatalogObject.Privileges::grants)
                .map(grants -> ArrayValue.ofList(
                        Types.ACLITEM,
                        grants.stream()
                                .map(g -> g.grantee() + "=" + g.letters() + "/" + g.grantor())
                                .toList()))
                .orElse(null);
    }
}
