package io.heliosdb.server.txn.lock;

/// The conflict tables: for each kind of lock, a bit set of conflicting modes per mode. The order of the modes is
/// PostgreSQL's and does not change; nothing of it is stored.
@SuppressWarnings("EnumOrdinal")
public final class LockModes {

    /// Unique keys and advisory locks know but two modes.
    public static final int SHARED = 0;

    public static final int EXCLUSIVE = 1;

    private static final int[] ROW = {
        bits(RowLockMode.UPDATE),
        bits(RowLockMode.NO_KEY_UPDATE, RowLockMode.UPDATE),
        bits(RowLockMode.SHARE, RowLockMode.NO_KEY_UPDATE, RowLockMode.UPDATE),
        bits(RowLockMode.values())
    };

    private static final int[] TABLE = {
        bits(TableLockMode.ACCESS_EXCLUSIVE),
        bits(TableLockMode.EXCLUSIVE, TableLockMode.ACCESS_EXCLUSIVE),
        from(TableLockMode.SHARE),
        from(TableLockMode.SHARE_UPDATE_EXCLUSIVE),
        from(TableLockMode.SHARE_UPDATE_EXCLUSIVE) & ~bits(TableLockMode.SHARE) | bits(TableLockMode.ROW_EXCLUSIVE),
        from(TableLockMode.ROW_EXCLUSIVE),
        from(TableLockMode.ROW_SHARE),
        from(TableLockMode.ACCESS_SHARE)
    };

    private static final int[] SHARED_OR_EXCLUSIVE = {1 << EXCLUSIVE, 1 << SHARED | 1 << EXCLUSIVE};

    private LockModes() {}

    public static int of(RowLockMode mode) {
        return mode.ordinal();
    }

    public static int of(TableLockMode mode) {
        return mode.ordinal();
    }

    private static int bits(Enum<?>... modes) {
        int set = 0;
        for (Enum<?> mode : modes) {
            set |= 1 << mode.ordinal();
        }
        return set;
    }

    private static int from(TableLockMode weakest) {
        return (1 << TableLockMode.values().length) - (1 << weakest.ordinal());
    }

    private static int[] table(LockTag.Kind kind) {
        return switch (kind) {
            case ROW -> ROW;
            case TABLE -> TABLE;
            case UNIQUE_KEY, ADVISORY -> SHARED_OR_EXCLUSIVE;
        };
    }

    /// The set of modes that conflict with `mode`.
    static int conflicts(LockTag.Kind kind, int mode) {
        return table(kind)[mode];
    }

    /// Whether whoever holds `held` needs nothing more for `mode`: some held mode keeps off all that `mode` would.
    static boolean covers(LockTag.Kind kind, int held, int mode) {
        if ((held & 1 << mode) != 0) {
            return true;
        }
        int[] table = table(kind);
        for (int other = 0; other < table.length; other++) {
            if ((held & 1 << other) != 0 && (table[mode] & ~table[other]) == 0) {
                return true;
            }
        }
        return false;
    }

    static String name(LockTag.Kind kind, int mode) {
        return switch (kind) {
            case ROW, UNIQUE_KEY -> "ShareLock";
            case TABLE -> TableLockMode.values()[mode].text();
            case ADVISORY -> mode == SHARED ? "ShareLock" : "ExclusiveLock";
        };
    }
}
