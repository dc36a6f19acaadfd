package io.heliosdb.server.sql.type;

/// Where a row version lies: a value of `tid`.
///
/// @param block unsigned
/// @param offset from 0 to 65535
public record Tid(int block, int offset) implements Comparable<Tid> {

    @Override
    public int compareTo(Tid other) {
        int byBlock = Integer.compareUnsigned(block, other.block);
        return byBlock != 0 ? byBlock : Integer.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return "(" + Integer.toUnsignedString(block) + "," + offset + ")";
    }
}
