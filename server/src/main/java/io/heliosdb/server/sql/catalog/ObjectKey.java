package io.heliosdb.server.sql.catalog;

import java.nio.ByteBuffer;

/// Where an object is stored in the catalog's tree.
///
/// ```
///  kind (1) | oid (4, big-endian) | column (4, big-endian)
/// ```
record ObjectKey(Kind kind, int oid, int column) {

    /// Kinds in the order in which a catalog is read: what others refer to comes first. Ordinals are stored.
    enum Kind {
        SCHEMA,
        TYPE,
        RELATION,
        ROUTINE,
        ROLE,
        COMMENT,
        PRIVILEGES,
        STATISTICS,
        DEFAULT_PRIVILEGES
    }

    static final int LENGTH = 9;
    private static final Kind[] KINDS = Kind.values();

    static ObjectKey of(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Schema s -> new ObjectKey(Kind.SCHEMA, s.oid(), 0);
            case CatalogObject.Role r -> new ObjectKey(Kind.ROLE, r.oid(), 0);
            case CatalogObject.Routine r -> new ObjectKey(Kind.ROUTINE, r.oid(), 0);
            case CatalogObject.Comment c -> new ObjectKey(Kind.COMMENT, c.oid(), c.column());
            case CatalogObject.Privileges p -> new ObjectKey(Kind.PRIVILEGES, p.oid(), p.column());
            case CatalogObject.DefaultPrivileges d -> new ObjectKey(Kind.DEFAULT_PRIVILEGES, d.oid(), 0);
            case TypeDef t -> new ObjectKey(Kind.TYPE, t.oid(), 0);
            case RelationDef r -> new ObjectKey(Kind.RELATION, r.oid(), 0);
            case TableStatistics s -> new ObjectKey(Kind.STATISTICS, s.oid(), 0);
        };
    }

    // The order of the kinds is part of the stored form.
    @SuppressWarnings("EnumOrdinal")
    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .put((byte) kind.ordinal())
                .putInt(oid)
                .putInt(column)
                .array();
    }

    static ObjectKey read(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        return new ObjectKey(KINDS[in.get()], in.getInt(), in.getInt());
    }
}
