package io.heliosdb.server.sql.function;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions of an engine. Immutable.
public final class FunctionRegistry {

    /// The schema of built-in functions.
    public static final String SCHEMA = "pg_catalog";

    private final Map<String, List<FunctionDef>> byName = new HashMap<>();
    private final Map<Integer, FunctionDef> byOid = new HashMap<>();

    private FunctionRegistry() {}

    /// Collects what modules register.
    ///
    /// @throws IllegalStateException when a symbol is bound twice, or is none of PostgreSQL's
    public static FunctionRegistry of(Collection<? extends FunctionModule> modules) {
        Bindings bindings = new Bindings();
        modules.forEach(module -> module.register(bindings));
        FunctionRegistry registry = new FunctionRegistry();
        Set<String> unused = new HashSet<>(bindings.implementations().keySet());
        Map<Integer, Integer> direct = ProcFacts.directArguments();
        for (ProcFacts facts : ProcFacts.all()) {
            Implementation implementation = bindings.implementations().get(facts.symbol());
            if (implementation != null) {
                unused.remove(facts.symbol());
                registry.add(definition(facts, implementation, bindings, direct.getOrDefault(facts.oid(), -1)));
            }
        }
        if (!unused.isEmpty()) {
            throw new IllegalStateException("no pg_proc row for " + unused);
        }
        bindings.definitions().forEach(registry::add);
        return registry;
    }

    private static FunctionDef definition(
            ProcFacts facts, Implementation implementation, Bindings bindings, int directArguments) {
        List<Object> defaults = facts.defaultValues();
        return new FunctionDef(
                facts.oid(),
                SCHEMA,
                facts.name(),
                facts.arguments(),
                defaults.size(),
                facts.variadic(),
                facts.result(),
                bindings.isStrict(facts),
                volatility(facts.volatility()),
                bindings.hasEffects(facts.symbol()),
                implementation,
                new FunctionDef.Parameters(facts.argumentNames(), defaults, facts.outputs(), directArguments));
    }

    private static Volatility volatility(char code) {
        return switch (code) {
            case 'i' -> Volatility.IMMUTABLE;
            case 's' -> Volatility.STABLE;
            default -> Volatility.VOLATILE;
        };
    }

    private void add(FunctionDef function) {
        byName.computeIfAbsent(function.name(), name -> new ArrayList<>()).add(function);
        byOid.put(function.oid(), function);
    }

    /// All functions of a name, whatever their arguments; empty when there is none.
    public List<FunctionDef> named(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(name, List.of()));
    }

    public Optional<FunctionDef> byOid(int oid) {
        return Optional.ofNullable(byOid.get(oid));
    }

    /// All functions, in no order.
    public Collection<FunctionDef> all() {
        return Collections.unmodifiableCollection(byOid.values());
    }
}
