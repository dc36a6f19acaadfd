package io.heliosdb.server.common;

/// What work that must not wait would have waited for. It can be waited for without a thread.
@FunctionalInterface
public interface Awaited {

    /// Runs `retry` once, as soon as the work is worth trying again; that may be at once. It runs in any thread
    /// and must not block. A second try can still lose against somebody faster.
    ///
    /// @return takes the request back; a `retry` under way still runs
    Runnable whenWorthTrying(Runnable retry);
}
