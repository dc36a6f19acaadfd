package io.heliosdb.observer;

import java.io.IOException;

/// Asks a node how it is.
interface NodeClient {

    /// Asks all that the observer wants to know, within the client's own time limits.
    ///
    /// @throws IOException when the node does not answer, or not as a node does, with the reason in a few words
    NodeReport poll(NodeEndpoint node) throws IOException;
}
