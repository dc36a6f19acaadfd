package io.heliosdb.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.cluster.Lsn;
import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.TreeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a database must contain at each LSN, from nothing but the changes that were appended to its log, in
/// order.
final class EngineModel {

    /// @param key null: the whole tree is dropped
    /// @param value null: deleted
    record Change(long tree, @Nullable String key, @Nullable String value) {}

    record Key(long tree, String key) {}

    /// @param mustBeInLog a client was told that it is durable here
    /// @param mustBeSeen a client was told that it is committed
    private static final class Commit {
        final List<Change> changes;
        boolean mustBeInLog;
        boolean mustBeSeen;

        Commit(List<Change> changes) {
            this.changes = changes;
        }
    }

    private final NavigableMap<Long, Commit> commits = new TreeMap<>();
    private final Map<Key, NavigableMap<Long, Change>> versions = new HashMap<>();
    private final Map<Long, NavigableSet<Long>> drops = new HashMap<>();
    private final Set<Long> trees = new HashSet<>();

    void append(long lsn, List<Change> changes) {
        assertThat(commits.isEmpty() || commits.lastKey() < lsn).as("LSNs rise").isTrue();
        commits.put(lsn, new Commit(List.copyOf(changes)));
        for (Change change : changes) {
            trees.add(change.tree);
            String key = change.key;
            if (key == null) {
                drops.computeIfAbsent(change.tree, absent -> new TreeSet<>()).add(lsn);
            } else {
                versions.computeIfAbsent(new Key(change.tree, key), absent -> new TreeMap<>())
                        .put(lsn, change);
            }
        }
    }

    void acknowledged(long lsn, boolean seen) {
        Commit commit = commits.get(lsn);
        if (commit != null) {
            commit.mustBeInLog = true;
            commit.mustBeSeen |= seen;
        }
    }

    /// The end of everything appended.
    long end() {
        return commits.isEmpty() ? 0 : commits.lastKey();
    }

    @Nullable
    String get(long tree, String key, long lsn) {
        NavigableMap<Long, Change> found = versions.get(new Key(tree, key));
        Map.Entry<Long, Change> newest = found == null ? null : found.floorEntry(lsn);
        return newest == null || newest.getKey() <= dropped(tree, lsn) ? null : newest.getValue().value;
    }

    /// LSN of the newest change of the key, up to `lsn`; 0 for none.
    long changed(long tree, String key, long lsn) {
        NavigableMap<Long, Change> found = versions.get(new Key(tree, key));
        Long newest = found == null ? null : found.floorKey(lsn);
        return Math.max(newest == null ? 0 : newest, dropped(tree, lsn));
    }

    /// LSN at which the tree was dropped last, up to `lsn`; 0 for never.
    private long dropped(long tree, long lsn) {
        NavigableSet<Long> all = drops.get(tree);
        Long last = all == null ? null : all.floor(lsn);
        return last == null ? 0 : last;
    }

    /// @param to exclusive; null: to the end
    TreeMap<String, String> scan(long tree, String from, @Nullable String to, long lsn) {
        TreeMap<String, String> content = new TreeMap<>();
        for (Key each : versions.keySet()) {
            if (each.tree == tree && each.key.compareTo(from) >= 0 && (to == null || each.key.compareTo(to) < 0)) {
                String value = get(tree, each.key, lsn);
                if (value != null) {
                    content.put(each.key, value);
                }
            }
        }
        return content;
    }

    /// What has been done to a tree, for the message of a failure.
    String history(long tree) {
        StringBuilder text = new StringBuilder();
        commits.forEach((lsn, commit) -> commit.changes.stream()
                .filter(change -> change.tree == tree)
                .forEach(change ->
                        text.append(Lsn.of(lsn)).append(' ').append(change).append('\n')));
        return text.toString();
    }

    /// The database is what it must be at the LSN that is visible, tree by tree, also those that were dropped.
    void check(Engine engine) {
        try (ReadView view = engine.readAt()) {
            for (long tree : trees) {
                TreeMap<String, String> found = new TreeMap<>();
                try (Cursor cursor = view.scan(new TreeId(tree), new byte[0], null, true)) {
                    while (cursor.next()) {
                        found.put(
                                String.valueOf(EngineTest.text(cursor.key())),
                                String.valueOf(EngineTest.text(cursor.value())));
                    }
                }
                TreeMap<String, String> expected =
                        scan(tree, "", null, view.lsn().position());
                if (!found.equals(expected)) {
                    throw new AssertionError("tree " + tree + " at " + view.lsn() + " is " + found + " instead of "
                            + expected + "; its changes:\n" + history(tree));
                }
            }
        }
    }

    /// The log was found to end at `end`, or was cut there.
    ///
    /// @param cut by decision, not by a crash: what was only promised to be durable here may go
    void endsAt(long end, boolean cut) {
        commits.forEach((lsn, commit) -> {
            if (lsn > end) {
                assertThat(commit.mustBeSeen || commit.mustBeInLog && !cut)
                        .as("acknowledged commit %s is lost: the log ends at %s", lsn, end)
                        .isFalse();
            }
        });
        List<Map.Entry<Long, Commit>> kept =
                new ArrayList<>(commits.headMap(end, true).entrySet());
        assertThat(kept.isEmpty() ? 0 : kept.getLast().getKey())
                .as("the log ends with a whole record")
                .isLessThanOrEqualTo(end);
        commits.clear();
        versions.clear();
        drops.clear();
        kept.forEach(entry -> {
            append(entry.getKey(), entry.getValue().changes);
            commits.put(entry.getKey(), entry.getValue());
        });
    }

    /// Everything a client was told to be committed is visible.
    void checkSeen(long visible) {
        commits.tailMap(visible, false).forEach((lsn, commit) -> assertThat(commit.mustBeSeen)
                .as("acknowledged commit %s is not visible: only %s", lsn, visible)
                .isFalse());
    }

    /// What was appended behind `end`, to be appended again.
    NavigableMap<Long, List<Change>> behind(long end) {
        NavigableMap<Long, List<Change>> rest = new TreeMap<>();
        commits.tailMap(end, false).forEach((lsn, commit) -> rest.put(lsn, commit.changes));
        return rest;
    }

    /// An end of a record at or behind `lsn`, by chance.
    List<Long> endsFrom(long lsn) {
        return new ArrayList<>(commits.tailMap(lsn, true).keySet());
    }
}
