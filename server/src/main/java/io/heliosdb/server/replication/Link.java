package io.heliosdb.server.replication;

/// One connection, as senders and receivers use it. Any thread; nothing blocks.
interface Link {

    void send(Frame frame);

    /// Whether more can be sent without piling up in memory.
    boolean isWritable();

    void close();
}
