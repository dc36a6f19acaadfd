package io.heliosdb.server.node;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.Timeline;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The row of `pg_stat_wal_receiver` (PostgreSQL 18 manual, table 27.16).
///
/// @param pid a number of the connection
/// @param status the link's state in PostgreSQL's words: `starting`, `streaming`
/// @param senderHost host of the primary
public record WalReceiverStat(
        int pid,
        String status,
        Lsn receiveStartLsn,
        Timeline receiveStartTimeline,
        Lsn writtenLsn,
        Lsn flushedLsn,
        Timeline receivedTimeline,
        @Nullable Instant lastMessageSendTime,
        @Nullable Instant lastMessageReceiptTime,
        Lsn latestEndLsn,
        @Nullable Instant latestEndTime,
        String senderHost,
        int senderPort) {}
