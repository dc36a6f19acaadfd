package io.heliosdb.server.sql.analyze;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.sql.analyze.Overloads.Candidate;
import io.heliosdb.server.sql.function.OperatorDef;
import io.heliosdb.server.sql.tree.Expr;
import io.heliosdb.server.sql.type.DataType;
import io.heliosdb.server.sql.type.EnumType;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Finds the operator that is meant by a symbol between two expressions (PostgreSQL 18 manual, 10.2).
final class Operators {

    private final Builtins builtins;
    private final Coercion coercion;
    private final Overloads overloads;

    Operators(Builtins builtins, Coercion coercion) {
        this.builtins = builtins;
        this.coercion = coercion;
        this.overloads = new Overloads(coercion.rules());
    }

    Expr.Call binary(String symbol, Expr left, Expr right) {
        OperatorDef operator = resolve(symbol, left.baseType(), right.baseType());
        return apply(operator, left, right);
    }

    /// The operator applied to operands, which are converted to what it takes.
    Expr.Call apply(OperatorDef operator, Expr left, Expr right) {
        List<Type> declared = List.of(Objects.requireNonNull(operator.left()), operator.right(), operator.result());
        List<Type> types = Polymorphism.resolve(List.of(left.baseType(), right.baseType()), declared, coercion.rules());
        Expr first = coercion.implicit(left, types.get(0));
        Expr second = coercion.implicit(right, types.get(1));
        return new Expr.Call(operator.function(), operator, List.of(first, second), DataType.of(types.get(2)));
    }

    Expr.Call prefix(String symbol, Expr operand) {
        Type input = operand.baseType();
        List<Candidate<OperatorDef>> candidates = new ArrayList<>();
        for (OperatorDef operator : builtins.prefix(symbol)) {
            candidates.add(new Candidate<>(operator, List.of(operator.right())));
        }
        List<Candidate<OperatorDef>> left = overloads.select(candidates, List.of(input));
        if (left.size() != 1) {
            String use = symbol + " " + input.displayName(-1);
            throw left.isEmpty() ? AnalysisErrors.undefinedOperator(use, true) : AnalysisErrors.ambiguousOperator(use);
        }
        OperatorDef operator = left.getFirst().item();
        Expr converted = coercion.implicit(operand, operator.right());
        return new Expr.Call(operator.function(), operator, List.of(converted), DataType.of(operator.result()));
    }

    /// @throws SqlException 42883, 42725
    OperatorDef resolve(String symbol, Type leftType, Type rightType) {
        Type left = Overloads.assumed(leftType, rightType);
        Type right = Overloads.assumed(rightType, leftType);
        Optional<OperatorDef> exact = builtins.operators().exact(symbol, left, right);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Candidate<OperatorDef>> found = overloads.select(candidates(symbol), List.of(leftType, rightType));
        if (found.isEmpty() && left instanceof EnumType && left.equals(right)) {
            found = overloads.select(candidates(symbol), List.of(left, right));
        }
        if (found.size() == 1) {
            return found.getFirst().item();
        }
        String use = leftType.displayName(-1) + " " + symbol + " " + rightType.displayName(-1);
        throw found.isEmpty() ? AnalysisErrors.undefinedOperator(use, false) : AnalysisErrors.ambiguousOperator(use);
    }

    private List<Candidate<OperatorDef>> candidates(String symbol) {
        List<Candidate<OperatorDef>> candidates = new ArrayList<>();
        for (OperatorDef operator : builtins.binary(symbol)) {
            candidates.add(
                    new Candidate<>(operator, List.of(Objects.requireNonNull(operator.left()), operator.right())));
        }
        return candidates;
    }

    /// The default equality or order of one type, applied to two values of it.
    OperatorDef ofType(String symbol, Type type) {
        return resolve(symbol, type, type);
    }

    /// Whether values of the type can be sorted and grouped.
    boolean isOrdered(Type type) {
        if (type.equals(Types.JSON) || type.equals(Types.UNKNOWN)) {
            return false;
        }
        List<Candidate<OperatorDef>> found = overloads.select(candidates("<"), List.of(type, type));
        return !found.isEmpty();
    }
}
