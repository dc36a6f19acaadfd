package io.heliosdb.server.sql.exec.spill;

import io.heliosdb.server.sql.type.RowReader;
import io.heliosdb.server.sql.type.RowWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/// A part of a {@link RowSet} on disk: its rows in the order of their hash, in small blocks of which the first hash
/// is known. Immutable. Used by one thread.
final class HashedRun<T> implements AutoCloseable {

    // Every row that is looked for decodes a block.
    private static final int BLOCK_BYTES = 4 << 10;
    private static final int INDEX_BYTES = Integer.BYTES + Long.BYTES;

    private record Member<T>(int hash, T row) {}

    /// Rows with their hash in front, which need not be computed again.
    private record MemberFormat<T>(RowFormat<T> rows) implements RowFormat<Member<T>> {
        @Override
        public void write(Member<T> member, RowWriter out) {
            out.writeInt(member.hash);
            rows.write(member.row, out);
        }

        @Override
        public Member<T> read(RowReader in) {
            return new Member<>(in.readInt(), rows.read(in));
        }

        @Override
        public long size(Member<T> member) {
            return rows.size(member.row);
        }
    }

    private final MemoryBudget budget;
    private final MemberFormat<T> format;
    private final int level;
    private final BlockFile file;
    private final HashFilter filter;
    private final long count;
    private long taken;
    private int[] firstHashes = new int[16];
    private long[] positions = new long[16];
    private int blocks;

    private HashedRun(MemoryBudget budget, RowFormat<T> format, int level, long count) {
        this.budget = budget;
        this.format = new MemberFormat<>(format);
        this.level = level;
        this.count = count;
        take(HashFilter.bytes(count) + 16L * INDEX_BYTES);
        this.filter = new HashFilter(count);
        this.file = budget.temp().create();
    }

    // Not of the operator's share: what is on disk would leave it nothing for rows.
    private void take(long bytes) {
        budget.take(bytes);
        taken += bytes;
    }

    static <T> HashedRun<T> ofMemory(MemoryBudget budget, RowFormat<T> format, Collection<T> rows) {
        List<Member<T>> members = new ArrayList<>(rows.size());
        rows.forEach(row -> members.add(new Member<>(row.hashCode(), row)));
        members.sort(Comparator.comparingInt(Member::hash));
        Iterator<Member<T>> sorted = members.iterator();
        HashedRun<T> run = new HashedRun<>(budget, format, 0, members.size());
        run.fill(() -> sorted.hasNext() ? sorted.next() : null, () -> {});
        return run;
    }

    /// One run of the next level with the rows of all parts, which have none in common and stay open.
    static <T> HashedRun<T> merge(MemoryBudget budget, RowFormat<T> format, List<HashedRun<T>> parts, Runnable check) {
        long count = parts.stream().mapToLong(part -> part.count).sum();
        HashedRun<T> run = new HashedRun<>(budget, format, parts.getFirst().level + 1, count);
        run.fill(merged(parts), check);
        return run;
    }

    private record Head<T>(Member<T> member, RowStream<Member<T>> rest) {}

    private static <T> RowStream<Member<T>> merged(List<HashedRun<T>> parts) {
        PriorityQueue<Head<T>> heads =
                new PriorityQueue<>(parts.size(), Comparator.comparingInt(head -> head.member.hash));
        parts.forEach(part -> enter(heads, part.members()));
        return () -> {
            Head<T> least = heads.poll();
            if (least == null) {
                return null;
            }
            enter(heads, least.rest);
            return least.member;
        };
    }

    private static <T> void enter(PriorityQueue<Head<T>> heads, RowStream<Member<T>> members) {
        Member<T> next = members.next();
        if (next != null) {
            heads.add(new Head<>(next, members));
        }
    }

    private RowStream<Member<T>> members() {
        return new BlockStream<>(file, format, 0, file.size(), new byte[0]);
    }

    private void fill(RowStream<Member<T>> sorted, Runnable check) {
        RowWriter buffer = new RowWriter(BLOCK_BYTES + 1024);
        for (Member<T> member = sorted.next(); member != null; member = sorted.next()) {
            filter.add(member.hash);
            if (buffer.size() == 0) {
                beginBlock(member.hash);
                check.run();
            }
            format.write(member, buffer);
            if (buffer.size() >= BLOCK_BYTES) {
                file.append(buffer.toBytes());
                buffer.clear();
            }
        }
        if (buffer.size() > 0) {
            file.append(buffer.toBytes());
        }
    }

    private void beginBlock(int hash) {
        if (blocks == positions.length) {
            take((long) blocks * INDEX_BYTES);
            positions = Arrays.copyOf(positions, blocks * 2);
            firstHashes = Arrays.copyOf(firstHashes, blocks * 2);
        }
        firstHashes[blocks] = hash;
        positions[blocks++] = file.size();
    }

    int level() {
        return level;
    }

    boolean contains(T row) {
        int hash = row.hashCode();
        if (!filter.mayContain(hash)) {
            return false;
        }
        // Equal hashes may begin at the end of the block before the first one that begins with them.
        for (int block = Math.max(0, firstFrom(hash) - 1); block < blocks && firstHashes[block] <= hash; block++) {
            if (isIn(block, hash, row)) {
                return true;
            }
        }
        return false;
    }

    private int firstFrom(int hash) {
        int low = 0;
        int high = blocks;
        while (low < high) {
            int middle = low + high >>> 1;
            if (firstHashes[middle] < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean isIn(int block, int hash, T row) {
        RowReader reader = new RowReader(file.read(positions[block]));
        while (reader.remaining() > 0) {
            Member<T> member = format.read(reader);
            if (member.hash > hash) {
                return false;
            }
            if (member.hash == hash && member.row.equals(row)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        budget.release(taken);
        taken = 0;
        file.close();
    }
}
