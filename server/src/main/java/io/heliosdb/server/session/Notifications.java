package io.heliosdb.server.session;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who listens to which channel on this node. Safe for any thread.
public final class Notifications {

    private final Map<String, Set<Listener>> listeners = new ConcurrentHashMap<>();
    private final ChannelSource source;

    /// @param source of notifications from elsewhere
    public Notifications(ChannelSource source) {
        this.source = source;
    }

    /// To be called before {@link #listen}, while an error can still be told.
    ///
    /// @throws io.heliosdb.server.common.SqlException 08006
    void prepare(String channel) {
        source.follow(channel, this);
    }

    /// Waits for what was notified elsewhere before this call.
    void catchUp() {
        source.catchUp();
    }

    /// Whether anybody on this node listens.
    public boolean isListened(String channel) {
        return listeners.containsKey(channel);
    }

    /// A notification has come from elsewhere.
    public void deliver(int pid, String channel, String payload) {
        send(pid, channel, payload);
    }

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
        if (!isListened(channel)) {
            source.leave(channel);
        }
    }

    /// Tells all listeners of a committed NOTIFY.
    void send(int pid, String channel, String payload) {
        listeners.getOrDefault(channel, Set.of()).forEach(listener -> listener.notified(pid, channel, payload));
    }
}
