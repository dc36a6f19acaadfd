package io.heliosdb.server.sysviews;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.Metric;
import io.heliosdb.cluster.rest.NodeStatus;
import io.heliosdb.cluster.rest.PrimaryStatus;
import io.heliosdb.cluster.rest.StandbyStatus;
import io.heliosdb.server.node.Node;
import io.heliosdb.server.node.ReplicationStat;
import io.heliosdb.server.node.StandbySlot;
import io.heliosdb.server.node.TimelineEntry;
import io.heliosdb.server.node.WalReceiverStat;
import io.heliosdb.server.sql.catalog.ColumnDef;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.Interval;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The `pg_replication_*` views, and PostgreSQL's own three about replication, from the node's live figures.
final class ReplicationViews {

    private static final int FIRST_OID = 9_500;

    private final Node node;
    private final Supplier<List<Metric>> metrics;

    /// @param metrics all counters of the node: those of log and replication, and those of routing and sessions
    ReplicationViews(Node node, Supplier<List<Metric>> metrics) {
        this.node = node;
        this.metrics = metrics;
    }

    /// The relations that PostgreSQL does not have.
    List<RelationDef.Virtual> own() {
        return List.of(
                relation(0, "pg_replication_status", STATUS, this::status),
                relation(1, "pg_replication_standbys", STANDBYS, this::standbys),
                relation(2, "pg_replication_primary", PRIMARY, this::primary),
                relation(3, "pg_replication_metrics", METRICS, this::metrics),
                relation(4, "pg_replication_topology", TOPOLOGY, this::topology),
                relation(5, "pg_replication_history", HISTORY, this::history));
    }

    Map<String, SystemRows> postgres() {
        return Map.of(
                "pg_stat_replication",
                this::senders,
                "pg_replication_slots",
                this::slots,
                "pg_stat_wal_receiver",
                this::receiver);
    }

    private static RelationDef.Virtual relation(int number, String name, String columns, SystemRows rows) {
        List<ColumnDef> definitions = new ArrayList<>();
        for (String column : columns.strip().split("\\s+")) {
            int colon = column.indexOf(':');
            Type type = Types.byName(column.substring(colon + 1)).orElseThrow();
            definitions.add(SystemRelation.column(definitions.size() + 1, column.substring(0, colon), type, false));
        }
        return new SystemRelation(FIRST_OID + 10 * number, "pg_catalog", name, true, definitions).with(rows);
    }

    private static final String STATUS = """
        node_id:text role:text sync_mode:text is_read_only:bool current_lsn:int8 standby_count:int4
        primary_host:text listen_addr:text replication_port:int4 started_at:timestamptz node_name:text
        timeline:int8 flush_lsn:int8 apply_lsn:int8 listen_address:text uptime_seconds:int8
        """;

    private void status(Scan scan, RowSink rows) {
        NodeStatus s = node.status();
        rows.row()
                .set("node_id", s.nodeId().toString())
                .set("role", s.role().text())
                .set("sync_mode", text(s.syncMode()))
                .flag("is_read_only", s.readOnly())
                .set("current_lsn", s.currentLsn().position())
                .set("standby_count", s.standbyCount())
                .set("primary_host", s.primaryHost())
                .set("listen_addr", s.listenAddr())
                .set("replication_port", s.replicationPort())
                .set("started_at", Scan.time(s.startedAt()))
                .set("node_name", s.nodeName())
                .set("timeline", s.timeline().number())
                .set("flush_lsn", s.flushLsn().position())
                .set("apply_lsn", s.applyLsn().position())
                .set("listen_address", s.listenAddress())
                .set("uptime_seconds", s.uptimeSeconds());
    }

    private static final String STANDBYS = """
        node_id:text address:text state:text sync_mode:text current_lsn:int8 flush_lsn:int8 apply_lsn:int8
        lag_bytes:int8 lag_ms:int8 connected_at:timestamptz last_heartbeat:timestamptz node_name:text in_sync:bool
        """;

    private void standbys(Scan scan, RowSink rows) {
        for (StandbyStatus s : node.standbys()) {
            rows.row()
                    .set("node_id", s.nodeId().toString())
                    .set("address", s.address())
                    .set("state", s.state().text())
                    .set("sync_mode", s.syncMode().text())
                    .set("current_lsn", s.currentLsn().position())
                    .set("flush_lsn", s.flushLsn().position())
                    .set("apply_lsn", s.applyLsn().position())
                    .set("lag_bytes", s.lagBytes())
                    .set("lag_ms", s.lagMs())
                    .set("connected_at", Scan.time(s.connectedAt()))
                    .set("last_heartbeat", Scan.time(s.lastHeartbeat()))
                    .set("node_name", s.nodeName())
                    .flag("in_sync", s.inSync());
        }
    }

    private static final String PRIMARY = """
        primary_node_id:text primary_address:text connection_state:text primary_lsn:int8 local_lsn:int8
        lag_bytes:int8 lag_ms:int8 fencing_token:int8 connected_at:timestamptz last_heartbeat:timestamptz
        node_id:text address:text state:text
        """;

    private void primary(Scan scan, RowSink rows) {
        if (node.primary().isEmpty()) {
            return;
        }
        PrimaryStatus p = node.primary().get();
        rows.row()
                .set("primary_node_id", text(p.primaryNodeId()))
                .set("primary_address", p.primaryAddress())
                .set("connection_state", p.connectionState().text())
                .set("primary_lsn", p.primaryLsn().position())
                .set("local_lsn", p.localLsn().position())
                .set("lag_bytes", p.lagBytes())
                .set("lag_ms", p.lagMs())
                .set("fencing_token", p.fencingToken().number())
                .set("connected_at", Scan.time(p.connectedAt()))
                .set("last_heartbeat", Scan.time(p.lastHeartbeat()))
                .set("node_id", text(p.nodeId()))
                .set("address", p.address())
                .set("state", p.state().text());
    }

    private static final String METRICS = "metric_name:text metric_value:int8 description:text";

    private void metrics(Scan scan, RowSink rows) {
        for (Metric metric : metrics.get()) {
            rows.row()
                    .set("metric_name", metric.metricName())
                    .set("metric_value", metric.metricValue())
                    .set("description", metric.description());
        }
    }

    private static final String TOPOLOGY = """
        node_id:text node_name:text role:text sync_mode:text state:text client_addr:text replication_addr:text
        http_addr:text in_sync:bool lsn:int8 lag_bytes:int8 lag_ms:int8 healthy:bool last_seen:timestamptz
        """;

    private void topology(Scan scan, RowSink rows) {
        for (Member m : node.cluster().members()) {
            Lsn lsn = m.lsn();
            rows.row()
                    .set("node_id", text(m.nodeId()))
                    .set("node_name", m.nodeName())
                    .set("role", text(m.role()))
                    .set("sync_mode", text(m.syncMode()))
                    .set("state", m.state().text())
                    .set("client_addr", m.clientAddr())
                    .set("replication_addr", m.replicationAddr())
                    .set("http_addr", m.httpAddr())
                    .flag("in_sync", m.inSync())
                    .set("lsn", lsn == null ? null : lsn.position())
                    .set("lag_bytes", m.lagBytes())
                    .set("lag_ms", m.lagMs())
                    .flag("healthy", m.healthy())
                    .set("last_seen", Scan.time(m.lastSeen()));
        }
    }

    private static final String HISTORY = "timeline:int8 start_lsn:int8 primary:text reason:text at:timestamptz";

    private void history(Scan scan, RowSink rows) {
        for (TimelineEntry entry : node.history()) {
            rows.row()
                    .set("timeline", entry.timeline().number())
                    .set("start_lsn", entry.startLsn().position())
                    .set("primary", entry.primary())
                    .set("reason", entry.reason())
                    .set("at", Scan.time(entry.at()));
        }
    }

    private void senders(Scan scan, RowSink rows) {
        for (ReplicationStat s : node.replicationStats()) {
            rows.row()
                    .set("pid", s.pid())
                    .set("usename", "replication")
                    .set("application_name", s.applicationName())
                    .set("client_port", s.clientPort())
                    .set("backend_start", Scan.time(s.backendStart()))
                    .set("state", s.state())
                    .set("sent_lsn", s.sentLsn().position())
                    .set("write_lsn", s.writeLsn().position())
                    .set("flush_lsn", s.flushLsn().position())
                    .set("replay_lsn", s.replayLsn().position())
                    .set("write_lag", interval(s.writeLag()))
                    .set("flush_lag", interval(s.flushLag()))
                    .set("replay_lag", interval(s.replayLag()))
                    .set("sync_priority", s.syncPriority())
                    .set("sync_state", s.syncState())
                    .set("reply_time", Scan.time(s.replyTime()))
                    .set("client_addr", Types.INET.parse(s.clientAddr(), scan.context()));
        }
    }

    private void slots(Scan scan, RowSink rows) {
        for (StandbySlot s : node.slots()) {
            Lsn restart = s.restartLsn();
            rows.row()
                    .set("slot_name", s.name())
                    .set("slot_type", "physical")
                    .flag("temporary", false)
                    .flag("active", s.pid() != null)
                    .set("active_pid", s.pid())
                    .set("restart_lsn", restart == null ? null : restart.position())
                    .set("wal_status", s.walStatus())
                    .set("safe_wal_size", s.safeBytes())
                    .flag("two_phase", false);
        }
    }

    private static @Nullable Interval interval(@Nullable Duration lag) {
        return lag == null ? null : new Interval(0, 0, lag.toNanos() / 1_000);
    }

    private void receiver(Scan scan, RowSink rows) {
        if (node.walReceiver().isEmpty()) {
            return;
        }
        WalReceiverStat r = node.walReceiver().get();
        rows.row()
                .set("pid", r.pid())
                .set("status", r.status())
                .set("receive_start_lsn", r.receiveStartLsn().position())
                .set("receive_start_tli", (int) r.receiveStartTimeline().number())
                .set("written_lsn", r.writtenLsn().position())
                .set("flushed_lsn", r.flushedLsn().position())
                .set("received_tli", (int) r.receivedTimeline().number())
                .set("last_msg_send_time", Scan.time(r.lastMessageSendTime()))
                .set("last_msg_receipt_time", Scan.time(r.lastMessageReceiptTime()))
                .set("latest_end_lsn", r.latestEndLsn().position())
                .set("latest_end_time", Scan.time(r.latestEndTime()))
                .set("sender_host", r.senderHost())
                .set("sender_port", r.senderPort());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value instanceof NodeId id ? id.toString() : value.toString();
    }
}
