package io.heliosdb.server.sql.function;

import io.heliosdb.server.sql.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What modules tell about functions: the implementation of each symbol of PostgreSQL's `pg_proc`, from which oid,
/// name, types, strictness and volatility come; and definitions of functions that PostgreSQL does not have.
///
/// A symbol is `prosrc` of an internal function (`int4pl`), else the name with argument types (`sum(int4)`).
/// Lambdas of the typed forms declare their parameter types, which must be those of the values.
public final class Bindings {

    private final Map<String, Implementation> implementations = new LinkedHashMap<>();
    private final Map<String, Boolean> aggregateStrictness = new HashMap<>();
    private final Set<String> effects = new HashSet<>();
    private final List<FunctionDef> definitions = new ArrayList<>();

    @FunctionalInterface
    public interface Body0 {
        @Nullable
        Object call(FunctionContext context);
    }

    @FunctionalInterface
    public interface Body1<A> {
        @Nullable
        Object call(A a);
    }

    @FunctionalInterface
    public interface Body2<A, B> {
        @Nullable
        Object call(A a, B b);
    }

    @FunctionalInterface
    public interface Body3<A, B, C> {
        @Nullable
        Object call(A a, B b, C c);
    }

    @FunctionalInterface
    public interface Body4<A, B, C, D> {
        @Nullable
        Object call(A a, B b, C c, D d);
    }

    /// Binds any implementation.
    public void bind(String symbol, Implementation implementation) {
        if (implementations.put(symbol, implementation) != null) {
            throw new IllegalStateException("bound twice: " + symbol);
        }
    }

    /// A function of all its arguments and the context; nulls are passed unless it is strict.
    public void scalar(String symbol, Implementation.ScalarFunction body) {
        bind(symbol, new Implementation.Scalar(body));
    }

    /// No argument, only the context.
    public void f0(String symbol, Body0 body) {
        scalar(symbol, (c, a) -> body.call(c));
    }

    @SuppressWarnings("unchecked")
    public <A> void f1(String symbol, Body1<A> body) {
        scalar(symbol, (c, a) -> body.call((A) a[0]));
    }

    @SuppressWarnings("unchecked")
    public <A, B> void f2(String symbol, Body2<A, B> body) {
        scalar(symbol, (c, a) -> body.call((A) a[0], (B) a[1]));
    }

    @SuppressWarnings("unchecked")
    public <A, B, C> void f3(String symbol, Body3<A, B, C> body) {
        scalar(symbol, (c, a) -> body.call((A) a[0], (B) a[1], (C) a[2]));
    }

    @SuppressWarnings("unchecked")
    public <A, B, C, D> void f4(String symbol, Body4<A, B, C, D> body) {
        scalar(symbol, (c, a) -> body.call((A) a[0], (B) a[1], (C) a[2], (D) a[3]));
    }

    /// One argument and the context.
    @SuppressWarnings("unchecked")
    public <A> void c1(String symbol, Body2<FunctionContext, A> body) {
        scalar(symbol, (c, a) -> body.call(c, (A) a[0]));
    }

    @SuppressWarnings("unchecked")
    public <A, B> void c2(String symbol, Body3<FunctionContext, A, B> body) {
        scalar(symbol, (c, a) -> body.call(c, (A) a[0], (B) a[1]));
    }

    @SuppressWarnings("unchecked")
    public <A, B, C> void c3(String symbol, Body4<FunctionContext, A, B, C> body) {
        scalar(symbol, (c, a) -> body.call(c, (A) a[0], (B) a[1], (C) a[2]));
    }

    public void longs(String symbol, Implementation.LongBinaryFunction body) {
        bind(symbol, new Implementation.LongBinary(body));
    }

    public void longTest(String symbol, Implementation.LongPredicateFunction body) {
        bind(symbol, new Implementation.LongPredicate(body));
    }

    public void doubles(String symbol, Implementation.DoubleBinaryFunction body) {
        bind(symbol, new Implementation.DoubleBinary(body));
    }

    public void doubleTest(String symbol, Implementation.DoublePredicateFunction body) {
        bind(symbol, new Implementation.DoublePredicate(body));
    }

    /// Rows of a function that returns a set.
    public void set(String symbol, Implementation.SetFunction body) {
        bind(symbol, new Implementation.SetReturning(body, List.of()));
    }

    public void window(String symbol, Implementation.WindowFunction body) {
        bind(symbol, new Implementation.Window(body));
    }

    /// An aggregate.
    ///
    /// @param skipsNulls whether rows with a null argument are left out
    public void aggregate(String symbol, boolean skipsNulls, Implementation.AggregateFunction body) {
        aggregateStrictness.put(symbol, skipsNulls);
        bind(symbol, new Implementation.Aggregate(body));
    }

    /// An aggregate that depends on the types of its arguments.
    public void aggregateByTypes(String symbol, boolean skipsNulls, Implementation.Binder binder) {
        aggregateStrictness.put(symbol, skipsNulls);
        bind(symbol, new Implementation.ByTypes(Implementation.Shape.AGGREGATE, binder));
    }

    /// A function that depends on the types of its arguments.
    public void byTypes(String symbol, ScalarBinder binder) {
        bind(
                symbol,
                new Implementation.ByTypes(
                        Implementation.Shape.SCALAR,
                        (arguments, result) -> new Implementation.Scalar(binder.bind(arguments, result))));
    }

    /// A function returning a set that depends on the types of its arguments.
    public void setByTypes(String symbol, SetBinder binder) {
        bind(
                symbol,
                new Implementation.ByTypes(
                        Implementation.Shape.SET,
                        (arguments, result) ->
                                new Implementation.SetReturning(binder.bind(arguments, result), List.of())));
    }

    @FunctionalInterface
    public interface ScalarBinder {
        Implementation.ScalarFunction bind(List<Type> arguments, Type result);
    }

    @FunctionalInterface
    public interface SetBinder {
        Implementation.SetFunction bind(List<Type> arguments, Type result);
    }

    /// Says that calls change the database or belong on the primary.
    public void effects(String... symbols) {
        effects.addAll(List.of(symbols));
    }

    /// Adds a function that PostgreSQL does not have.
    public void define(FunctionDef definition) {
        definitions.add(definition);
    }

    Map<String, Implementation> implementations() {
        return implementations;
    }

    boolean isStrict(ProcFacts facts) {
        return aggregateStrictness.getOrDefault(facts.symbol(), facts.strict());
    }

    boolean hasEffects(String symbol) {
        return effects.contains(symbol);
    }

    List<FunctionDef> definitions() {
        return definitions;
    }
}
