package io.heliosdb.server.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who listens to which channel on this node. Safe for any thread.
public final class Notifications {

    private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();

    /// A session that listens; called by any thread, must not block.
    @FunctionalInterface
    public interface Listener {
        void notified(int pid, String channel, String payload);
    }

    void listen(String channel, Listener listener) {
        listeners
                .computeIfAbsent(channel, name -> ConcurrentHashMap.newKeySet())
                .add(listener);
    }

    void unlisten(String channel, Listener listener) {
        listeners.computeIfPresent(channel, (name, set) -> {
            set.remove(listener);
            return set.isEmpty() ? null : set;
        });
    }

    /// Tells all listeners of a committed NOTIFY.
    void send(int pid, String channel, String payload) {
        listeners.getOrDefault(channel, Set.of()).forEach(listener -> listener.notified(pid, channel, payload));
    }
}
