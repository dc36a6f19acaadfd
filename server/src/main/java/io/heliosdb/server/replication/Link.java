package io.heliosdb.server.replication;

/// One connection, as senders and receivers use it. Any thread; nothing blocks.
interface Link {

    void send(Frame frame);

    /// Whether more can be sent without piling up in memory.
    boolean isWritable();

    /// Holds back what the other side sends, or lets it come again.
    void setReading(boolean reading);

    void close();
}
