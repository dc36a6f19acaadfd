package io.heliosdb.server.storage;

import org.jspecify.annotations.Nullable;

/// Leads from a layer to all newer ones, so that a transaction can ask what has changed since its snapshot, also
/// after a checkpoint has moved the answer out of the store's own reach. Nobody but such transactions holds old
/// links: when they are gone, the garbage collector frees the layers. When too much is held, the store lets the
/// oldest forget.
public final class LayerChain {

    private volatile @Nullable Layer layer;
    private volatile @Nullable LayerChain next;

    LayerChain(Layer layer) {
        this.layer = layer;
    }

    void append(LayerChain newer) {
        next = newer;
    }

    /// Puts a layer in the place of an empty one.
    void replace(Layer other) {
        layer = other;
    }

    void forget() {
        layer = null;
    }

    /// Whether the key has changed behind `snapshot`, which this link or a later one covers.
    public Answer changedSince(long tree, byte[] key, long snapshot) {
        for (LayerChain link = this; link != null; link = link.next) {
            Layer current = link.layer;
            Answer answer = current == null ? Answer.UNKNOWN : current.changed(tree, key, snapshot);
            if (answer != Answer.UNCHANGED) {
                return answer;
            }
        }
        return Answer.UNCHANGED;
    }

    /// Whether any key of the range has changed behind `snapshot`.
    public Answer changedSince(long tree, KeyRange range, long snapshot) {
        for (LayerChain link = this; link != null; link = link.next) {
            Layer current = link.layer;
            Answer answer = current == null ? Answer.UNKNOWN : current.changed(tree, range, snapshot);
            if (answer != Answer.UNCHANGED) {
                return answer;
            }
        }
        return Answer.UNCHANGED;
    }

    /// What is known about changes.
    public enum Answer {
        UNCHANGED,
        CHANGED,
        /// The store had to forget: to be taken for changed.
        UNKNOWN
    }
}
