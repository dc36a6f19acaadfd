package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Tsv;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The conversions between types: those of PostgreSQL 15's `pg_cast` and those that its rules add. Immutable.
public final class CastRegistry {

    private record Key(int source, int target) {}

    private final Map<Key, CastDef> casts = new HashMap<>();

    private CastRegistry() {}

    /// The casts that need no function, or one of these.
    public static CastRegistry of(FunctionRegistry functions) {
        CastRegistry registry = new CastRegistry();
        Tsv.read(CastRegistry.class, "pg_cast.tsv").forEach(row -> registry.add(row, functions));
        return registry;
    }

    private void add(List<String> row, FunctionRegistry functions) {
        Optional<Type> source = Types.byOid(Integer.parseInt(row.get(1)));
        Optional<Type> target = Types.byOid(Integer.parseInt(row.get(2)));
        boolean byFunction = row.get(5).equals("f");
        Optional<FunctionDef> function = functions.byOid(Integer.parseInt(row.get(3)));
        if (source.isEmpty() || target.isEmpty() || (byFunction && function.isEmpty())) {
            return;
        }
        CastDef cast = new CastDef(
                source.get(),
                target.get(),
                context(row.get(4)),
                function.orElse(null),
                row.get(5).equals("i"));
        casts.put(new Key(cast.source().oid(), cast.target().oid()), cast);
    }

    private static CastDef.Context context(String code) {
        return switch (code) {
            case "i" -> CastDef.Context.IMPLICIT;
            case "a" -> CastDef.Context.ASSIGNMENT;
            default -> CastDef.Context.EXPLICIT;
        };
    }

    /// The conversion between two types that are not the same. A cast from a type to itself is the one that applies a
    /// length, such as varchar's; `Type.applyModifier` does the same.
    ///
    /// Besides `pg_cast`: anything to a string type by its text on assignment, a string type to anything by its
    /// text
    /// when asked for explicitly, an enum's text, `unknown` to anything.
    ///
    /// An array converts as its elements do, which has no entry here: ask for the elements.
    public Optional<CastDef> find(Type source, Type target) {
        CastDef cast = casts.get(new Key(source.oid(), target.oid()));
        if (cast != null) {
            return Optional.of(cast);
        }
        if (isVectorAsArray(source, target)) {
            return Optional.of(new CastDef(source, target, CastDef.Context.IMPLICIT, null, false));
        }
        if (source.equals(Types.UNKNOWN)) {
            return Optional.of(new CastDef(source, target, CastDef.Context.IMPLICIT, null, true));
        }
        if (isPseudo(source) || isPseudo(target)) {
            return Optional.empty();
        }
        if (isString(target)) {
            return Optional.of(new CastDef(source, target, CastDef.Context.ASSIGNMENT, null, true));
        }
        if (isString(source)) {
            return Optional.of(new CastDef(source, target, CastDef.Context.EXPLICIT, null, true));
        }
        return Optional.empty();
    }

    // Rows and enums and arrays have text forms as well; only the stand-ins have none.
    /// `int2vector` and `oidvector` hold arrays.
    private static boolean isVectorAsArray(Type source, Type target) {
        return source.equals(Types.INT2VECTOR) && target.name().equals("_int2")
                || source.equals(Types.OIDVECTOR) && target.name().equals("_oid");
    }

    private static boolean isPseudo(Type type) {
        return type.category() == TypeCategory.PSEUDO
                && !(type instanceof RowType)
                && !(type instanceof EnumType)
                && !(type instanceof ArrayType);
    }

    private static boolean isString(Type type) {
        return type.category() == TypeCategory.STRING;
    }

    /// The casts of `pg_cast`, in no order.
    public Collection<CastDef> all() {
        return Collections.unmodifiableCollection(casts.values());
    }
}
