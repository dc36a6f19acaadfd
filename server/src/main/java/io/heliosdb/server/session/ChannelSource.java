package io.heliosdb.server.session;

/// Where notifications come from besides this node's own sessions. Safe for any thread.
public interface ChannelSource {

    /// This node's sessions alone: on a primary.
    ChannelSource NONE = new ChannelSource() {
        @Override
        public void follow(String channel, Notifications notifications) {
            // Every NOTIFY is this node's own.
        }

        @Override
        public void leave(String channel) {
            // As above.
        }

        @Override
        public void catchUp() {
            // As above.
        }
    };

    /// From the return of this on, notifications of the channel are handed to `notifications`; done already, it
    /// costs nothing.
    ///
    /// @throws io.heliosdb.server.common.SqlException 08006 when the primary cannot be reached
    void follow(String channel, Notifications notifications);

    /// Nobody listens to the channel any more; never blocks.
    void leave(String channel);

    /// When this returns, what had been notified when it was called is handed out; as far as the primary can be
    /// heard, and within seconds.
    void catchUp();
}
