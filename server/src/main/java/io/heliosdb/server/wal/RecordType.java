package io.heliosdb.server.wal;

/// What a record is. Codes are on disk and never change their meaning.
public enum RecordType {
    /// A whole transaction.
    COMMIT(1),
    /// Part of a transaction too large for one record; counts only once its CHUNKED_COMMIT follows.
    CHUNK(2),
    /// Changes of no transaction, such as a sequence's next block.
    AUTONOMOUS(3),
    /// No change; carries its header, such as the ids that were handed out.
    NOOP(4),
    /// The transaction whose CHUNKs precede will never be committed.
    ABORT(5),
    /// The end of a transaction whose CHUNKs precede, with what is left of its changes.
    CHUNKED_COMMIT(6);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RecordType of(int code) {
        return switch (code) {
            case 1 -> COMMIT;
            case 2 -> CHUNK;
            case 3 -> AUTONOMOUS;
            case 4 -> NOOP;
            case 5 -> ABORT;
            case 6 -> CHUNKED_COMMIT;
            default -> throw new WalCorruptException("unknown type of WAL record: " + code);
        };
    }
}
