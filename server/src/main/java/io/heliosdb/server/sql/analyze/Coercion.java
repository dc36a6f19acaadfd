package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.function.CastDef;
import io.heliosdb.server.sql.function.CastDef.Context;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.tree.Expr.Convert.Kind;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.DomainType;
import io.heliosdb.server.sql.type.RowType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes expressions of a wanted type out of others. Used by one analysis.
final class Coercion {

    private static final DataType INT4 = DataType.of(Types.INT4);
    private static final DataType BOOL = DataType.of(Types.BOOL);

    private final TypeRules rules;
    private final ParameterTypes parameters;
    private final TypeContext context;

    Coercion(TypeRules rules, ParameterTypes parameters, TypeContext context) {
        this.rules = rules;
        this.parameters = parameters;
        this.context = context;
    }

    TypeRules rules() {
        return rules;
    }

    /// The expression with the constraints of its type, where that is a domain.
    Expr constrained(Expr expr) {
        return DomainType.isIn(expr.baseType()) ? new Expr.Convert(expr, Kind.DOMAIN, expr.type()) : expr;
    }

    /// The expression converted; null when there is no such conversion in this context. What becomes of a
    /// domain is checked.
    @Nullable
    Expr convert(Expr expr, DataType target, Context how) {
        Expr converted = unconstrained(expr, target, how);
        boolean checked = converted == null
                || converted.equals(expr)
                || converted instanceof Expr.Convert convert && convert.kind() == Kind.DOMAIN;
        return converted == null || checked ? converted : constrained(converted);
    }

    private static DataType bottom(DomainType domain) {
        DataType base = domain.base();
        while (base.type() instanceof DomainType below) {
            base = below.base();
        }
        return base;
    }

    private @Nullable Expr unconstrained(Expr expr, DataType target, Context how) {
        Type to = target.type();
        if (to.equals(Types.ANY) || Types.isPolymorphic(to)) {
            return expr;
        }
        if (TypeRules.isUnknown(expr.baseType()) && !TypeRules.isUnknown(to)) {
            return fromUnknown(expr, target, how);
        }
        if (to instanceof DomainType domain) {
            if (expr.baseType().equals(to)) {
                return expr;
            }
            Expr base = convert(expr, bottom(domain), how);
            return base == null ? null : new Expr.Convert(base, Kind.DOMAIN, target);
        }
        if (!expr.baseType().equals(to)) {
            Expr converted = change(expr, to, how);
            return converted == null ? null : modified(converted, target, how);
        }
        if (expr instanceof Expr.RowOf row
                && to instanceof RowType wanted
                && row.baseType() instanceof RowType is
                && !is.fields().equals(wanted.fields())
                && !wanted.fields().isEmpty()) {
            return rowTo(row, wanted, target, how);
        }
        return modified(expr, target, how);
    }

    private static Expr modified(Expr expr, DataType target, Context how) {
        if (target.typmod() < 0 || expr.type().typmod() == target.typmod()) {
            return expr;
        }
        return new Expr.Convert(expr, how == Context.EXPLICIT ? Kind.EXPLICIT_MODIFIER : Kind.MODIFIER, target);
    }

    private @Nullable Expr fromUnknown(Expr expr, DataType target, Context how) {
        Type to = target.type();
        if (expr instanceof Expr.Parameter parameter) {
            return modified(parameters.settle(parameter, to), target, how);
        }
        if (to instanceof DomainType domain) {
            Expr base = convert(expr, bottom(domain), how);
            return base == null ? null : new Expr.Convert(base, Kind.DOMAIN, target);
        }
        if (expr instanceof Expr.Constant constant) {
            Object value = constant.value();
            if (value == null) {
                return new Expr.Constant(null, target);
            }
            Object parsed = to.parse((String) value, target.typmod(), context);
            if (target.typmod() < 0) {
                return new Expr.Constant(parsed, target);
            }
            try {
                return new Expr.Constant(to.applyModifier(parsed, target.typmod(), how == Context.EXPLICIT), target);
            } catch (SqlException unfit) {
                // Not an error of the literal: it is raised when the statement runs, if it gets there.
                return modified(new Expr.Constant(parsed, DataType.of(to)), target, how);
            }
        }
        return modified(new Expr.Convert(expr, Kind.VIA_TEXT, DataType.of(to)), target, how);
    }

    private @Nullable Expr change(Expr expr, Type to, Context how) {
        if (expr instanceof Expr.RowOf row && to instanceof RowType wanted) {
            return to.equals(Types.RECORD) ? expr : rowTo(row, wanted, DataType.of(to), how);
        }
        if (to.equals(Types.RECORD) && expr.baseType() instanceof RowType) {
            return expr;
        }
        TypeRules.Path path = rules.path(expr.baseType(), to, how);
        return switch (path) {
            case null -> null;
            case TypeRules.Path.Relabel relabel -> relabel(expr, to);
            case TypeRules.Path.ViaText viaText -> new Expr.Convert(expr, Kind.VIA_TEXT, DataType.of(to));
            case TypeRules.Path.Elements elements -> new Expr.Convert(expr, Kind.ELEMENTS, DataType.of(to));
            case TypeRules.Path.Function function -> call(function.cast(), expr, how);
        };
    }

    private static Expr relabel(Expr expr, Type to) {
        if (expr instanceof Expr.Constant constant && constant.value() == null) {
            return new Expr.Constant(null, DataType.of(to));
        }
        int typmod = Types.baseOf(expr.baseType()).equals(to) ? -1 : expr.type().typmod();
        return new Expr.Convert(expr, Kind.RELABEL, new DataType(to, keepsModifier(expr.baseType(), to) ? typmod : -1));
    }

    private static boolean keepsModifier(Type from, Type to) {
        return from.equals(Types.VARCHAR) && to.equals(Types.BPCHAR)
                || from.equals(Types.BPCHAR) && to.equals(Types.VARCHAR);
    }

    private Expr call(CastDef cast, Expr expr, Context how) {
        var function = Objects.requireNonNull(cast.function());
        List<Expr> arguments = new ArrayList<>();
        Type first = function.arguments().getFirst();
        Expr operand = convert(expr, DataType.of(first), Context.IMPLICIT);
        arguments.add(operand == null ? expr : operand);
        if (function.arguments().size() > 1) {
            arguments.add(new Expr.Constant(-1, INT4));
        }
        if (function.arguments().size() > 2) {
            arguments.add(new Expr.Constant(how == Context.EXPLICIT, BOOL));
        }
        return new Expr.Call(function, null, arguments, DataType.of(cast.target()));
    }

    private @Nullable Expr rowTo(Expr.RowOf row, RowType wanted, DataType target, Context how) {
        if (row.fields().size() != wanted.fields().size()) {
            return null;
        }
        List<Expr> fields = new ArrayList<>();
        for (int i = 0; i < row.fields().size(); i++) {
            Expr field = convert(row.fields().get(i), wanted.fields().get(i).type(), how);
            if (field == null) {
                return null;
            }
            fields.add(field);
        }
        return new Expr.RowOf(fields, target);
    }

    /// An implicit conversion that is known to exist.
    Expr implicit(Expr expr, Type to) {
        Expr converted = convert(expr, DataType.of(to), Context.IMPLICIT);
        if (converted == null) {
            throw AnalysisErrors.cannotCast(expr.baseType(), to);
        }
        return converted;
    }

    /// `expr::target`.
    Expr explicit(Expr expr, DataType target) {
        Expr converted = convert(expr, target, Context.EXPLICIT);
        if (converted == null) {
            throw AnalysisErrors.cannotCast(expr.baseType(), target.type());
        }
        return converted;
    }

    /// An expression that must be a truth value.
    ///
    /// @param clause what it is the argument of, such as `WHERE`
    Expr bool(Expr expr, String clause) {
        Expr converted = convert(expr, BOOL, Context.ASSIGNMENT);
        if (converted == null
                || !TypeRules.withoutDomain(expr.baseType()).equals(Types.BOOL)
                        && !TypeRules.isUnknown(expr.baseType())) {
            throw AnalysisErrors.mismatch("argument of " + clause + " must be type boolean, not type "
                    + expr.baseType().displayName(-1));
        }
        return converted;
    }

    /// What is still of unknown type is text: the output of a query.
    Expr known(Expr expr) {
        return TypeRules.isUnknown(expr.baseType()) ? implicit(expr, Types.TEXT) : expr;
    }

    /// All expressions in their common type.
    ///
    /// @param construct how the error names it, such as `CASE`
    List<Expr> unify(List<Expr> exprs, String construct) {
        DataType common = common(exprs, construct);
        List<Expr> unified = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            Expr converted = convert(expr, DataType.of(common.type()), Context.IMPLICIT);
            if (converted == null) {
                throw AnalysisErrors.mismatch(
                        construct + " could not convert type " + expr.baseType().displayName(-1) + " to "
                                + common.type().displayName(-1));
            }
            unified.add(converted);
        }
        return unified;
    }

    /// The common type; with the modifier when all have the same.
    DataType common(List<Expr> exprs, String construct) {
        Type type = exprs.getFirst().baseType();
        List<Type> types = exprs.stream().map(Expr::baseType).toList();
        Type common = rules.commonType(types);
        if (common == null) {
            Type other = types.stream()
                    .filter(t -> !TypeRules.isUnknown(t)
                            && t.category() != firstKnown(types, type).category())
                    .findFirst()
                    .orElse(type);
            throw AnalysisErrors.typesDiffer(construct, firstKnown(types, type), other);
        }
        int typmod = exprs.getFirst().type().typmod();
        boolean same = exprs.stream()
                .allMatch(e -> e.baseType().equals(common) && e.type().typmod() == typmod);
        return new DataType(common, same ? typmod : -1);
    }

    private static Type firstKnown(List<Type> types, Type otherwise) {
        return types.stream().filter(t -> !TypeRules.isUnknown(t)).findFirst().orElse(otherwise);
    }
}
