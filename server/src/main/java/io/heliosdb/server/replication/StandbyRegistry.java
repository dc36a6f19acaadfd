package io.heliosdb.server.replication;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.cluster.NodeId;
import io.heliosdb.server.common.Disk;
import io.heliosdb.server.common.DiskException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The standbys that this primary knows, and their connections. Safe for any thread.
///
/// What is known is kept in the file `standbys` of the data directory. It is a help, not a promise: when it is
/// lost, a standby may find its log gone and takes a copy.
final class StandbyRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(StandbyRegistry.class);
    private static final String NAME = "standbys";

    private final ChecksummedFile file;
    private final ConcurrentMap<NodeId, KnownStandby> known = new ConcurrentHashMap<>();
    private final ConcurrentMap<NodeId, StandbyConnection> connections = new ConcurrentHashMap<>();
    private final ConcurrentMap<NodeId, Instant> lastHeard = new ConcurrentHashMap<>();
    private List<String> written = List.of();

    StandbyRegistry(Disk disk) {
        this.file = new ChecksummedFile(disk, NAME);
        try {
            List<String> lines = file.read().orElse(List.of());
            for (String line : lines) {
                KnownStandby standby = KnownStandby.parse(line);
                known.put(standby.id(), standby);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.warn("known standbys are forgotten reason={}", e.getMessage());
            known.clear();
        }
    }

    List<KnownStandby> known() {
        return known.values().stream()
                .sorted(Comparator.comparing(KnownStandby::name))
                .toList();
    }

    boolean isEmpty() {
        return known.isEmpty() && connections.isEmpty();
    }

    List<StandbyConnection> connections() {
        return List.copyOf(connections.values());
    }

    Optional<StandbyConnection> connection(NodeId id) {
        return Optional.ofNullable(connections.get(id));
    }

    /// Makes `connection` the one of this standby, unless another process with its id is connected.
    ///
    /// @return that other process's connection
    Optional<StandbyConnection> register(KnownStandby standby, StandbyConnection connection) {
        StandbyConnection before = connections.putIfAbsent(standby.id(), connection);
        if (before != null) {
            if (!before.instance().equals(connection.instance())) {
                return Optional.of(before);
            }
            // The same process has come back before its old connection was found dead.
            before.close();
            connections.put(standby.id(), connection);
        }
        known.put(standby.id(), standby);
        return Optional.empty();
    }

    /// Whether `connection` was the one of this standby.
    boolean unregister(NodeId id, StandbyConnection connection) {
        boolean was = connections.remove(id, connection);
        Instant heard = connection.lastHeard();
        if (was && heard != null) {
            lastHeard.put(id, heard);
        }
        return was;
    }

    /// When a standby was heard last, connected or not; empty when it was not since the start.
    Optional<Instant> lastHeard(NodeId id) {
        return connection(id).map(StandbyConnection::lastHeard).or(() -> Optional.ofNullable(lastHeard.get(id)));
    }

    /// Nothing was heard of it when `flushed` is zero: what was known holds.
    void progressed(NodeId id, Lsn flushed) {
        if (flushed.isAfter(Lsn.ZERO)) {
            known.computeIfPresent(id, (key, standby) -> standby.withFlushed(flushed));
        }
    }

    /// The log is needed from here; `none` when no standby is known.
    Lsn lowestNeed(Lsn none) {
        return known.values().stream()
                .map(KnownStandby::flushed)
                .min(Lsn::compareTo)
                .orElse(none);
    }

    /// Writes the file when something has changed; called by one thread at a time.
    void save() {
        List<String> lines = known().stream().map(KnownStandby::toLine).toList();
        if (lines.equals(written)) {
            return;
        }
        try {
            file.write(lines);
            written = lines;
        } catch (DiskException e) {
            LOG.warn("known standbys could not be saved reason={}", e.getMessage());
        }
    }
}
