package io.heliosdb.server.sysviews;

/// Oids of PostgreSQL's catalogs, by which `pg_depend` and `pg_description` tell kinds of objects apart.
final class SystemCatalogs {

    static final int TYPE = 1247;
    static final int PROC = 1255;
    static final int CLASS = 1259;
    static final int AUTHID = 1260;
    static final int DATABASE = 1262;
    static final int ATTRDEF = 2604;
    static final int CONSTRAINT = 2606;
    static final int NAMESPACE = 2615;
    static final int REWRITE = 2618;

    private SystemCatalogs() {}
}
