package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Optional;

/// One of PostgreSQL 15's B-tree operator classes; `pg_opclass.tsv` holds them. Every type has one order here, so that
/// a class is no more than a name that indexes may give.
///
/// @param type oid of the type that it takes; that of a stand-in such as `anyarray` for all arrays
public record OperatorClass(int oid, String name, int family, int type, boolean byDefault) {

    private static final int ANYARRAY = 2277;
    private static final int ANYENUM = 3500;
    private static final int RECORD = 2249;

    private static final List<OperatorClass> ALL = Tsv.read(OperatorClass.class, "pg_opclass.tsv")
            .map(row -> new OperatorClass(
                    Integer.parseInt(row.get(0)),
                    row.get(1),
                    Integer.parseInt(row.get(2)),
                    Integer.parseInt(row.get(3)),
                    row.get(4).equals("t")))
            .toList();

    public static List<OperatorClass> all() {
        return ALL;
    }

    public static Optional<OperatorClass> named(String name) {
        return ALL.stream().filter(c -> c.name.equals(name)).findFirst();
    }

    /// The class that orders a type when none is named; empty for a type without an order.
    public static Optional<OperatorClass> ofType(Type type) {
        int taken = taken(Types.baseOf(type));
        return ALL.stream().filter(c -> c.byDefault && c.type == taken).findFirst();
    }

    /// Whether values of a type are, as they are, what the class orders.
    public boolean accepts(Type type) {
        Type plain = Types.baseOf(type);
        return this.type == plain.oid() || this.type == taken(plain);
    }

    // Types that are the same to their order share a class.
    private static int taken(Type type) {
        boolean own = ALL.stream().anyMatch(c -> c.byDefault && c.type == type.oid());
        if (own) {
            return type.oid();
        }
        return switch (type) {
            case ArrayType array -> ANYARRAY;
            case EnumType labels -> ANYENUM;
            case RowType row -> RECORD;
            default ->
                type.category() == TypeCategory.STRING
                        ? Types.TEXT.oid()
                        : type.name().startsWith("reg")
                                ? Types.OID.oid()
                                : type.equals(Types.CIDR) ? Types.INET.oid() : type.oid();
        };
    }
}
