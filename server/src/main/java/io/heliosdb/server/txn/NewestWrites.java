package io.heliosdb.server.txn;

import io.heliosdb.server.common.ChangeVisitor;
import io.heliosdb.server.storage.MergeSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a transaction's writes to one tree is to be logged: of each key the newest source's, deletes too.
final class NewestWrites {

    private final MergeSource[] sources;
    private final byte[] @Nullable [] heads;

    private NewestWrites(List<MergeSource> newestFirst) {
        this.sources = newestFirst.toArray(MergeSource[]::new);
        this.heads = new byte[sources.length][];
    }

    /// Shows them sorted; closes the sources.
    static void show(long tree, List<MergeSource> newestFirst, ChangeVisitor visitor) {
        try {
            new NewestWrites(newestFirst).show(tree, visitor);
        } finally {
            newestFirst.forEach(MergeSource::close);
        }
    }

    private void show(long tree, ChangeVisitor visitor) {
        for (int i = 0; i < sources.length; i++) {
            advance(i);
        }
        for (int newest = first(); newest >= 0; newest = first()) {
            byte[] key = heads[newest];
            if (key == null) {
                return;
            }
            OwnChanges.show(visitor, tree, key, sources[newest].value());
            for (int i = newest; i < heads.length; i++) {
                byte[] head = heads[i];
                if (head != null && Arrays.equals(head, key)) {
                    advance(i);
                }
            }
        }
    }

    private void advance(int index) {
        heads[index] = sources[index].next() ? sources[index].key() : null;
    }

    /// The newest source with the least key; -1 when there is none.
    private int first() {
        int best = -1;
        byte[] least = {};
        for (int i = 0; i < heads.length; i++) {
            byte[] head = heads[i];
            if (head != null && (best < 0 || Arrays.compareUnsigned(head, least) < 0)) {
                best = i;
                least = head;
            }
        }
        return best;
    }
}
