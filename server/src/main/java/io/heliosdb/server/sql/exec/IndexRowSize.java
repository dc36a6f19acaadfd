package io.heliosdb.server.sql.exec;

import io.heliosdb.server.common.ErrorFields;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Keeps rows of indexes within what a page of a PostgreSQL B-tree takes, so that what is accepted here is
/// accepted there (PostgreSQL 18 manual, 65.1.4.3).
///
/// The size is that of PostgreSQL's index tuple: a header of 8 bytes (16 with a null), the values with their
/// alignment, those of variable length with a header of 1 or 4 bytes and compressed when that helps, all
/// rounded up to 8.
final class IndexRowSize {

    static final int MAX = 2704;
    // `INDEX_SIZE_MASK`: what the tuple's header can say.
    private static final int MAX_TUPLE = 8191;
    // `TOAST_INDEX_TARGET`: PostgreSQL tries to compress longer values.
    private static final int COMPRESS_ABOVE = 510;
    // The encoded key of a row is never shorter than its values by more than headers and padding.
    private static final int CERTAINLY_FITS = MAX - 300;

    private IndexRowSize() {}

    /// @param prefix the key's encoded form
    /// @throws SqlException 54000 when the row is too large
    static void check(TableAccess access, TableAccess.IndexAccess index, Key key, byte[] prefix, TypeContext context) {
        if (prefix.length <= CERTAINLY_FITS) {
            return;
        }
        int size = size(index.codec(), key.values, context);
        if (size > MAX_TUPLE) {
            throw new SqlException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "index row requires " + size + " bytes, maximum size is " + MAX_TUPLE);
        }
        if (size > MAX) {
            throw tooLarge(access.table(), index.def().name(), key.rowId, size);
        }
    }

    /// A row's values in an index, and where the row is.
    record Key(@Nullable Object[] values, long rowId) {}

    private static SqlException tooLarge(RelationDef.Table table, String index, long rowId, int size) {
        ErrorFields fields = ErrorFields.NONE
                .withTable(table.schema(), table.name())
                .withConstraint(index)
                .withDetail("Index row references tuple (" + (rowId >>> 16) + "," + (rowId & 0xFFFF)
                        + ") in relation \"" + table.name() + "\".")
                .withHint("Values larger than 1/3 of a buffer page cannot be indexed.\n"
                        + "Consider a function index of an MD5 hash of the value, or use full text indexing.");
        return new SqlException(
                        SqlState.PROGRAM_LIMIT_EXCEEDED,
                        "index row size " + size + " exceeds btree version 4 maximum " + MAX + " for index \"" + index
                                + "\"")
                .with(fields);
    }

    static int size(IndexKeyCodec codec, @Nullable Object[] values, TypeContext context) {
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                size = add(size, codec.type(i), value, context);
            }
        }
        return align((Keys.hasNull(values) ? 16 : 8) + size, 8);
    }

    private static int add(int size, Type type, Object value, TypeContext context) {
        int length = type.length();
        if (length > 0) {
            return align(size, length % 8 == 0 && length != 64 ? 8 : length % 4 == 0 ? 4 : length % 2 == 0 ? 2 : 1)
                    + length;
        }
        byte[] bytes = value instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : type.encodeBinary(value, context);
        int payload = bytes.length;
        if (payload + 4 > COMPRESS_ABOVE) {
            int compressed = CompressedSize.of(bytes);
            payload = compressed < 0 ? payload : compressed + 4;
        }
        return payload < 127 ? size + 1 + payload : align(size, 4) + 4 + payload;
    }

    private static int align(int size, int to) {
        return (size + to - 1) / to * to;
    }
}
