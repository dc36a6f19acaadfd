package io.heliosdb.server.sql.privilege;

import io.heliosdb.server.sql.catalog.Catalog;
import io.heliosdb.server.sql.catalog.CatalogObject;
import io.heliosdb.server.sql.catalog.SearchPath;
import io.heliosdb.server.sql.function.FunctionContext;
import java.util.function.Predicate;

/// The search path of a session, without the schemas that its user may not use.
public final class UserPath {

    private UserPath() {}

    public static SearchPath of(Catalog catalog, FunctionContext session) {
        String user = session.currentUser();
        return SearchPath.of(catalog, session.setting("search_path"), user, session.backendId(), usable(catalog, user));
    }

    private static Predicate<CatalogObject.Schema> usable(Catalog catalog, String user) {
        Rights rights = Rights.of(catalog, user);
        return rights.isSuperuser() ? schema -> true : schema -> rights.may(Securable.of(schema), Privilege.USAGE);
    }
}
