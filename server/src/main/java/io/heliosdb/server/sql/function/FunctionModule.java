package io.heliosdb.server.sql.function;

/// A theme of functions. Modules of all packages make up the registry of an engine.
@FunctionalInterface
public interface FunctionModule {

    /// Tells its functions, once, when an engine opens.
    void register(Bindings bindings);
}
