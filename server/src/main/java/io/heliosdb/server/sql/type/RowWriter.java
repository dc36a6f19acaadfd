package io.heliosdb.server.sql.type;

/// Collects the storage form of values.
public interface RowWriter {

    void writeByte(int value);

    void writeInt(int value);

    void writeLong(long value);

    /// Bytes preceded by their length as a variable-length integer.
    void writeBytes(byte[] value);

    /// Text as UTF-8, preceded by its length in bytes as a variable-length integer.
    void writeString(String value);
}
