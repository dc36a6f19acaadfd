package io.heliosdb.server.sql.type;

/// Collects a key whose unsigned byte order is the order of the values written.
public interface KeyWriter {

    void writeByte(int value);

    /// Big-endian with the sign bit turned.
    void writeInt(int value);

    /// Big-endian with the sign bit turned.
    void writeLong(long value);

    /// Bytes escaped and terminated, so that a prefix sorts first and no key is another's prefix.
    void writeBytes(byte[] value);
}
