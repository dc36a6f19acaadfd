package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeCategory;
import io.heliosdb.server.sql.type.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which conversions between types exist (PostgreSQL 18 manual, chapter 10). Immutable.
final class TypeRules {

    private final Builtins builtins;

    TypeRules(Builtins builtins) {
        this.builtins = builtins;
    }

    static boolean isUnknown(Type type) {
        return type.equals(Types.UNKNOWN);
    }

    static boolean isString(Type type) {
        return type.category() == TypeCategory.STRING;
    }

    /// Whether all inputs can become the targets without being asked to.
    boolean canCoerceAll(List<Type> inputs, List<Type> targets) {
        for (int i = 0; i < inputs.size(); i++) {
            if (!canCoerce(inputs.get(i), targets.get(i), CastDef.Context.IMPLICIT)) {
                return false;
            }
        }
        return Polymorphism.isConsistent(inputs, targets, this);
    }

    boolean canCoerce(Type source, Type target, CastDef.Context context) {
        if (source.equals(target) || target.equals(Types.ANY) || isUnknown(source)) {
            return true;
        }
        if (Types.isPolymorphic(target)) {
            return Polymorphism.accepts(target, source);
        }
        if (target.equals(Types.RECORD) && source instanceof RowType) {
            return true;
        }
        if (source.equals(Types.RECORD) && target instanceof RowType) {
            return true;
        }
        return path(source, target, context) != null;
    }

    /// How one type becomes another.
    sealed interface Path {
        record Relabel() implements Path {}

        record Function(CastDef cast) implements Path {}

        record ViaText() implements Path {}

        record Elements() implements Path {}
    }

    /// The way from `source` to `target` in a context; null when there is none. Domains count as their base
    /// types.
    @Nullable
    Path path(Type source, Type target, CastDef.Context context) {
        Type from = Types.baseOf(source);
        Type to = Types.baseOf(target);
        if (from.equals(to)) {
            return new Path.Relabel();
        }
        Optional<CastDef> found = builtins.cast(from, to);
        if (found.isPresent()) {
            CastDef cast = found.get();
            if (cast.context().compareTo(context) > 0) {
                return null;
            }
            if (cast.viaText()) {
                return new Path.ViaText();
            }
            return cast.function() == null ? new Path.Relabel() : new Path.Function(cast);
        }
        if (from instanceof ArrayType a && to instanceof ArrayType b && isPlainArray(from) && isPlainArray(to)) {
            Path element = path(a.elementType(), b.elementType(), context);
            if (element != null) {
                boolean held = a.elementType().valueClass() == b.elementType().valueClass();
                return element instanceof Path.Relabel && held ? element : new Path.Elements();
            }
        }
        if (from instanceof EnumType && to instanceof EnumType) {
            return null;
        }
        boolean toString = isString(to) && context != CastDef.Context.IMPLICIT;
        boolean fromString = isString(from) && context == CastDef.Context.EXPLICIT;
        return (toString || fromString) && !isPseudo(from) && !isPseudo(to) ? new Path.ViaText() : null;
    }

    private static boolean isPlainArray(Type type) {
        return type.name().startsWith("_");
    }

    private static boolean isPseudo(Type type) {
        return type.category() == TypeCategory.PSEUDO && !(type instanceof RowType);
    }

    /// A domain's base type, any other type itself.
    static Type withoutDomain(Type type) {
        return type instanceof DomainType ? Types.baseOf(type) : type;
    }

    /// The one type for several expressions: UNION, CASE, VALUES, ARRAY, GREATEST (PostgreSQL 18 manual, 10.5).
    ///
    /// @return null when their categories differ; the caller words the error
    @Nullable
    Type commonType(List<Type> types) {
        Type first = types.getFirst();
        if (!isUnknown(first) && types.stream().allMatch(first::equals)) {
            return first;
        }
        Type common = Types.UNKNOWN;
        for (Type type : types) {
            Type candidate = withoutDomain(type);
            if (isUnknown(candidate) || candidate.equals(common)) {
                continue;
            }
            if (isUnknown(common)) {
                common = candidate;
            } else if (candidate.category() != common.category()) {
                return null;
            } else if (!common.isPreferred()
                    && canCoerce(common, candidate, CastDef.Context.IMPLICIT)
                    && !canCoerce(candidate, common, CastDef.Context.IMPLICIT)) {
                common = candidate;
            }
        }
        return isUnknown(common) ? Types.TEXT : common;
    }
}
