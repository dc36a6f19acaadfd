package io.heliosdb.observer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.cluster.Role;
import io.heliosdb.cluster.rest.ClusterView;
import io.heliosdb.cluster.rest.HistoryEntry;
import io.heliosdb.cluster.rest.Member;
import io.heliosdb.cluster.rest.MemberState;
import io.heliosdb.cluster.rest.RestJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every change of a member's role that the observer saw, kept in a file of JSON lines that is only appended to.
///
/// A line is on disk before the change is shown. A half line at the end, left by a crash, is cut off at the start.
/// Changes are recorded by one thread; any thread reads.
final class RoleHistory implements AutoCloseable {

    /// Kept in memory and shown; a cluster that changes roles a thousand times has other worries.
    private static final int SHOWN = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RoleHistory.class);

    private final JsonMapper mapper = RestJson.mapper();
    private final FileChannel file;
    private final Map<String, Role> roles = new HashMap<>();
    private volatile List<HistoryEntry> entries = List.of();

    private RoleHistory(FileChannel file) {
        this.file = file;
    }

    /// Opens the history in `dataDir`, which is made when it is not there.
    static RoleHistory open(Path dataDir) throws IOException {
        Files.createDirectories(dataDir);
        Path path = dataDir.resolve("role-history.jsonl");
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        RoleHistory history = new RoleHistory(file);
        try {
            history.load(Files.readString(path));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return history;
    }

    private void load(String text) throws IOException {
        int whole = text.lastIndexOf('\n') + 1;
        List<HistoryEntry> read = new ArrayList<>();
        for (String line : text.substring(0, whole).lines().toList()) {
            try {
                HistoryEntry entry = mapper.readValue(line, HistoryEntry.class);
                read.add(entry);
                roles.put(entry.nodeName(), entry.to());
            } catch (JsonProcessingException e) {
                throw new IOException("role history is damaged at line " + (read.size() + 1), e);
            }
        }
        if (whole < text.length()) {
            LOG.atWarn().addKeyValue("bytes", text.length() - whole).log("half written line of role history cut off");
        }
        file.truncate(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        file.position(file.size());
        entries = List.copyOf(read.subList(Math.max(0, read.size() - SHOWN), read.size()));
    }

    /// Records the roles that are new in `view`, and says which.
    ///
    /// @throws IOException when they could not be made durable; they are then recorded with the next view
    List<HistoryEntry> record(ClusterView view) throws IOException {
        List<HistoryEntry> changes = new ArrayList<>();
        for (Member member : view.members()) {
            if (member.state() != MemberState.UNREACHABLE && member.role() != Role.OBSERVER) {
                change(view, member, changes);
            }
        }
        for (HistoryEntry change : changes) {
            append(change);
        }
        return changes;
    }

    private void change(ClusterView view, Member member, List<HistoryEntry> changes) {
        Role to = member.role();
        Role from = roles.get(member.nodeName());
        if (to == null || to == from || member.timeline() == null || member.lsn() == null) {
            return;
        }
        changes.add(new HistoryEntry(
                view.at(),
                member.nodeName(),
                from,
                to,
                member.timeline(),
                member.lsn(),
                view.primary(),
                from == null ? "first_seen" : "observed"));
    }

    private void append(HistoryEntry entry) throws IOException {
        long end = file.position();
        ByteBuffer line = ByteBuffer.wrap((mapper.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            file.truncate(end);
            throw e;
        }
        roles.put(entry.nodeName(), entry.to());
        List<HistoryEntry> longer = new ArrayList<>(entries);
        longer.add(entry);
        entries = List.copyOf(longer.subList(Math.max(0, longer.size() - SHOWN), longer.size()));
    }

    /// The changes, oldest first.
    List<HistoryEntry> entries() {
        return entries;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
