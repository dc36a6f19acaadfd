package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Tsv;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions by which PostgreSQL's types are read and written, as `pg_type` and `pg_proc` name them. Drivers
/// tell kinds of types by them; nobody calls them here.
///
/// @param arguments oids of types, parted by blanks
public record TypeFunctions(int oid, String name, int result, String arguments, String volatility, boolean strict) {

    private static final List<TypeFunctions> ALL = Tsv.read(TypeFunctions.class, "type_functions.tsv")
            .map(TypeFunctions::of)
            .toList();
    private static final Map<String, Integer> OIDS = new HashMap<>();

    static {
        ALL.forEach(function -> OIDS.put(function.name, function.oid));
    }

    /// All of them, by oid.
    public static List<TypeFunctions> all() {
        return ALL;
    }

    /// 0 for `-`, which is no function.
    public static int oid(String name) {
        Integer oid = name.equals("-") ? Integer.valueOf(0) : OIDS.get(name);
        if (oid == null) {
            throw new IllegalStateException("type_functions.tsv lacks " + name);
        }
        return oid;
    }

    /// The function of that oid; empty for none of these.
    public static Optional<TypeFunctions> byOid(int oid) {
        return ALL.stream().filter(function -> function.oid == oid).findFirst();
    }

    /// Whether a name is one of theirs.
    public static boolean isKnown(String name) {
        return OIDS.containsKey(name);
    }

    /// The arguments' types as values of an `oidvector`.
    public Object[] types() {
        return arguments.isEmpty()
                ? new Object[0]
                : Arrays.stream(arguments.split(" ")).map(Long::valueOf).toArray();
    }

    private static TypeFunctions of(List<String> row) {
        return new TypeFunctions(
                Integer.parseInt(row.get(0)),
                row.get(1),
                Integer.parseInt(row.get(2)),
                row.get(3),
                row.get(4),
                row.get(5).equals("t"));
    }
}
