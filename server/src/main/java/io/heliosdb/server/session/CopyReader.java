package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows from COPY data in any of its formats (PostgreSQL 18 manual, COPY, "File Formats"). Used by one thread.
final class CopyReader {

    private final CopyOptions options;
    private final List<OutputColumn> columns;
    private final TypeContext context;
    private final CopyLines lines;
    private final CopyFields fields;
    private boolean begun;
    private long line;

    CopyReader(CopyOptions options, List<OutputColumn> columns, TypeContext context, CopyLines lines) {
        this.options = options;
        this.columns = columns;
        this.context = context;
        this.lines = lines;
        this.fields = new CopyFields(options);
    }

    /// The number of the line read last, from 1.
    long line() {
        return line;
    }

    /// The values of the next row; null after the last.
    @Nullable
    List<@Nullable Object> next() {
        return options.format() == CopyOptions.Format.BINARY ? nextBinary() : nextText();
    }

    private @Nullable List<@Nullable Object> nextText() {
        if (!begun) {
            begun = true;
            if (options.header()) {
                line++;
                lines.nextLine();
            }
        }
        line++;
        String record = lines.nextLine();
        if (record == null || record.equals("\\.")) {
            return null;
        }
        while (!fields.isComplete(record)) {
            String next = lines.nextLine();
            if (next == null) {
                throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field");
            }
            line++;
            record = record + "\n" + next;
        }
        return parse(fields.split(record));
    }

    private List<@Nullable Object> parse(List<@Nullable String> texts) {
        if (texts.size() > columns.size()) {
            throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "extra data after last expected column");
        }
        if (texts.size() < columns.size()) {
            throw new SqlException(
                    SqlState.BAD_COPY_FILE_FORMAT,
                    "missing data for column \"" + columns.get(texts.size()).name() + "\"");
        }
        List<@Nullable Object> values = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            values.add(text == null ? null : type(i).parse(text, context));
        }
        return values;
    }

    private Type type(int column) {
        return columns.get(column).type().type();
    }

    private @Nullable List<@Nullable Object> nextBinary() {
        if (!begun) {
            begun = true;
            readHead();
        }
        line++;
        byte[] count = lines.next(2);
        if (count == null) {
            throw malformed("unexpected EOF in COPY data");
        }
        int fieldCount = ByteBuffer.wrap(count).getShort();
        if (fieldCount == -1) {
            return null;
        }
        if (fieldCount != columns.size()) {
            throw malformed("row field count is " + fieldCount + ", expected " + columns.size());
        }
        List<@Nullable Object> values = new ArrayList<>(fieldCount);
        for (int i = 0; i < fieldCount; i++) {
            int length = ByteBuffer.wrap(need(4)).getInt();
            if (length < -1) {
                throw malformed("invalid field size");
            }
            values.add(length == -1 ? null : type(i).decodeBinary(ByteBuffer.wrap(need(length)), context));
        }
        return values;
    }

    private void readHead() {
        if (!Arrays.equals(need(CopyWriter.SIGNATURE.length), CopyWriter.SIGNATURE)) {
            throw malformed("COPY file signature not recognized");
        }
        need(4);
        int extension = ByteBuffer.wrap(need(4)).getInt();
        if (extension < 0) {
            throw malformed("invalid COPY file header (wrong length)");
        }
        need(extension);
    }

    private byte[] need(int length) {
        byte[] bytes = lines.next(length);
        if (bytes == null) {
            throw malformed("unexpected EOF in COPY data");
        }
        return bytes;
    }

    private static SqlException malformed(String message) {
        return new SqlException(SqlState.BAD_COPY_FILE_FORMAT, message);
    }
}
