package io.heliosdb.server.sysviews;

/// Computes the rows of one relation.
@FunctionalInterface
interface SystemRows {

    void read(Scan scan, RowSink rows);
}
