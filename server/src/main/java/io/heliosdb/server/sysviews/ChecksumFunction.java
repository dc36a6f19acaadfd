package io.heliosdb.server.sysviews;

import io.heliosdb.server.common.Cursor;
import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.catalog.CatalogAccess;
import io.heliosdb.server.sql.catalog.RelationDef;
import io.heliosdb.server.sql.function.Bindings;
import io.heliosdb.server.sql.function.FunctionContext;
import io.heliosdb.server.sql.function.FunctionDef;
import io.heliosdb.server.sql.function.FunctionModule;
import io.heliosdb.server.sql.function.Implementation;
import io.heliosdb.server.sql.function.Volatility;
import io.heliosdb.server.sql.type.Types;
import io.heliosdb.server.txn.Transaction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// `heliosdb_table_checksum(regclass)`: a digest of a table's rows as they are stored, with their row ids.
///
/// Rows are the same bytes on every node, so that two nodes that are at the same LSN answer the same, and a
/// difference is damage.
final class ChecksumFunction implements FunctionModule {

    /// Of no function of PostgreSQL's.
    private static final int OID = 9_401;

    private static final byte[] FIRST_ROW = new byte[0];
    private static final int CANCEL_EVERY = 1024;

    @Override
    public void register(Bindings bindings) {
        bindings.define(new FunctionDef(
                OID,
                "pg_catalog",
                "heliosdb_table_checksum",
                List.of(Types.REGCLASS),
                0,
                false,
                Types.TEXT,
                true,
                Volatility.STABLE,
                false,
                new Implementation.Scalar(
                        (context, arguments) -> checksum(context, Math.toIntExact((Long) arguments[0])))));
    }

    private static String checksum(FunctionContext context, int oid) {
        RelationDef.Table table = context.service(CatalogAccess.class)
                .catalog()
                .table(oid)
                .orElseThrow(() -> new SqlException(SqlState.WRONG_OBJECT_TYPE, "relation " + oid + " is not a table"));
        MessageDigest digest = sha256();
        byte[] lengths = new byte[8];
        long rows = 0;
        try (Cursor cursor = context.service(Transaction.class).scan(table.tree(), FIRST_ROW, null, true)) {
            while (cursor.next()) {
                if (++rows % CANCEL_EVERY == 0) {
                    context.checkCancelled();
                }
                byte[] key = cursor.key();
                byte[] value = cursor.value();
                putInt(lengths, 0, key.length);
                putInt(lengths, 4, value.length);
                digest.update(lengths);
                digest.update(key);
                digest.update(value);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void putInt(byte[] target, int at, int value) {
        target[at] = (byte) (value >>> 24);
        target[at + 1] = (byte) (value >>> 16);
        target[at + 2] = (byte) (value >>> 8);
        target[at + 3] = (byte) value;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
