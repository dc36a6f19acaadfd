package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.SyncMode;
import io.heliosdb.cluster.message.Endpoints;

/// A standby that has connected at least once: remembered over restarts, so that its log is kept and it is shown.
///
/// @param flushed what it had made durable when last heard: a floor for what is kept
record KnownStandby(NodeId id, String name, SyncMode mode, Endpoints endpoints, Lsn flushed) {

    KnownStandby withFlushed(Lsn lsn) {
        return new KnownStandby(id, name, mode, endpoints, lsn);
    }

    /// One line of the file `standbys`; fields are separated by tabs.
    String toLine() {
        return String.join(
                "\t",
                id.toString(),
                name.replaceAll("\\s", " "),
                mode.text(),
                flushed.toString(),
                endpoints.getClient(),
                endpoints.getReplication(),
                endpoints.getHttp());
    }

    static KnownStandby parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 7) {
            throw new IllegalArgumentException("not a standby: " + line);
        }
        return new KnownStandby(
                NodeId.parse(fields[0]),
                fields[1],
                SyncMode.parse(fields[2]),
                Endpoints.newBuilder()
                        .setClient(fields[4])
                        .setReplication(fields[5])
                        .setHttp(fields[6])
                        .build(),
                Lsn.parse(fields[3]));
    }
}
