package io.heliosdb.server.routing;

import io.heliosdb.server.protocol.BackendMessage;

/// What becomes of an exchange's messages that are neither its end nor about the session as a whole.
@FunctionalInterface
interface Relay {

    void on(BackendMessage message);

    /// Nobody sees them.
    Relay HIDDEN = message -> {};
}
