package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.type.ArrayType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `anyelement` and its kin stand for in one call (PostgreSQL 18 manual, 36.2.5).
final class Polymorphism {

    private Polymorphism() {}

    private static boolean isCompatible(Type type) {
        return type.name().startsWith("anycompatible");
    }

    private static boolean isArray(Type polymorphic) {
        return polymorphic.name().endsWith("array") && !polymorphic.name().endsWith("nonarray");
    }

    static boolean accepts(Type polymorphic, Type actual) {
        Type base = TypeRules.withoutDomain(actual);
        if (isArray(polymorphic)) {
            return base instanceof ArrayType;
        }
        return switch (polymorphic.name()) {
            case "anyenum" -> base instanceof EnumType;
            case "anynonarray", "anycompatiblenonarray" -> !(base instanceof ArrayType);
            default -> true;
        };
    }

    static boolean isConsistent(List<Type> inputs, List<Type> declared, TypeRules rules) {
        if (declared.stream().noneMatch(Types::isPolymorphic)) {
            return true;
        }
        @Nullable Type element = null;
        List<Type> compatible = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Type wanted = declared.get(i);
            if (!Types.isPolymorphic(wanted) || TypeRules.isUnknown(inputs.get(i))) {
                continue;
            }
            Type actual = elementOf(wanted, inputs.get(i));
            if (isCompatible(wanted)) {
                compatible.add(actual);
            } else if (element == null) {
                element = actual;
            } else if (!element.equals(actual)) {
                return false;
            }
        }
        return compatible.isEmpty() || commonOf(compatible, rules) != null;
    }

    private static @Nullable Type commonOf(List<Type> types, TypeRules rules) {
        Type common = rules.commonType(types);
        if (common != null) {
            for (Type type : types) {
                if (!rules.canCoerce(type, common, CastDef.Context.IMPLICIT)) {
                    return null;
                }
            }
        }
        return common;
    }

    private static Type elementOf(Type polymorphic, Type actual) {
        Type base = TypeRules.withoutDomain(actual);
        return isArray(polymorphic) && base instanceof ArrayType array ? array.elementType() : actual;
    }

    /// What the declared types and the result become for these inputs.
    ///
    /// @param declared of the arguments; the result's type is its last entry
    static List<Type> resolve(List<Type> inputs, List<Type> declared, TypeRules rules) {
        @Nullable Type element = null;
        List<Type> compatible = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Type wanted = declared.get(i);
            if (!Types.isPolymorphic(wanted) || TypeRules.isUnknown(inputs.get(i))) {
                continue;
            }
            Type actual = elementOf(wanted, inputs.get(i));
            if (isCompatible(wanted)) {
                compatible.add(actual);
            } else if (element == null) {
                element = actual;
            }
        }
        Type family = compatible.isEmpty() ? Types.TEXT : rules.commonType(compatible);
        List<Type> resolved = new ArrayList<>(declared.size());
        for (Type type : declared) {
            if (!Types.isPolymorphic(type)) {
                resolved.add(type);
                continue;
            }
            Type base = isCompatible(type) ? family : element;
            if (base == null) {
                throw new SqlException(
                        SqlState.DATATYPE_MISMATCH,
                        "could not determine polymorphic type because input has type unknown");
            }
            resolved.add(isArray(type) ? Types.arrayOf(base) : base);
        }
        return resolved;
    }
}
