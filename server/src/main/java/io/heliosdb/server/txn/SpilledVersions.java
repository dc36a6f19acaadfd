package io.heliosdb.server.txn;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The versions of one key as they are spilled, newest first.
///
/// ```
/// (command i32 | epoch i32 | length i32, -1 for a delete | value)*
/// ```
final class SpilledVersions {

    private static final int HEADER_BYTES = 3 * Integer.BYTES;

    private SpilledVersions() {}

    /// One version.
    record Stored(int command, int epoch, byte @Nullable [] value) {}

    /// The newest version written by a command before `command` and not undone; null when there is none.
    static @Nullable OwnVersion find(byte[] versions, int command, SavepointMarks marks) {
        ByteBuffer source = ByteBuffer.wrap(versions);
        while (source.hasRemaining()) {
            int writtenBy = source.getInt();
            int epoch = source.getInt();
            int length = source.getInt();
            if (writtenBy < command && !marks.isUndone(epoch)) {
                return new OwnVersion(new OwnVersion.Place(writtenBy, epoch), 0, value(source, length), null);
            }
            source.position(source.position() + Math.max(length, 0));
        }
        return null;
    }

    private static byte @Nullable [] value(ByteBuffer source, int length) {
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        source.get(value);
        return value;
    }

    /// What somebody may still see of the versions in memory and the older ones that were spilled before.
    ///
    /// @param command the current one: of what earlier ones wrote, only the last counts
    static byte[] join(OwnVersion head, byte @Nullable [] older, int command, SavepointMarks marks) {
        List<Stored> kept = new ArrayList<>(2);
        for (OwnVersion version = head; version != null; version = version.older) {
            keep(kept, new Stored(version.place.command(), version.place.epoch(), version.value), command, marks);
        }
        if (older != null) {
            ByteBuffer source = ByteBuffer.wrap(older);
            while (source.hasRemaining()) {
                Stored next = new Stored(source.getInt(), source.getInt(), value(source, source.getInt()));
                if (!marks.isUndone(next.epoch)) {
                    keep(kept, next, command, marks);
                }
            }
        }
        return encode(kept);
    }

    private static void keep(List<Stored> kept, Stored next, int command, SavepointMarks marks) {
        if (!kept.isEmpty()) {
            Stored newer = kept.getLast();
            if (newer.command < command && marks.group(newer.epoch) == marks.group(next.epoch)) {
                return;
            }
        }
        kept.add(next);
    }

    private static byte[] encode(List<Stored> versions) {
        int bytes = 0;
        for (Stored version : versions) {
            byte[] value = version.value;
            bytes += HEADER_BYTES + (value == null ? 0 : value.length);
        }
        ByteBuffer target = ByteBuffer.allocate(bytes);
        for (Stored version : versions) {
            byte[] value = version.value;
            target.putInt(version.command).putInt(version.epoch);
            if (value == null) {
                target.putInt(-1);
            } else {
                target.putInt(value.length).put(value);
            }
        }
        return target.array();
    }
}
