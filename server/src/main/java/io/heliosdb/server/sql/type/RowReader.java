package io.heliosdb.server.sql.type;

/// Reads values from their storage form, in the order they were written.
public interface RowReader {

    byte readByte();

    int readInt();

    long readLong();

    byte[] readBytes();

    String readString();
}
