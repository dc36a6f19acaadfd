package io.heliosdb.server.session;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows from COPY data in any of its formats (PostgreSQL 18 manual, COPY, "File Formats"). Used by one
/// thread.
final class CopyReader {

    private static final int MAX_SHOWN = 100;

    private final CopyOptions options;
    private final List<OutputColumn> columns;
    private final TypeContext context;
    private final CopyLines lines;
    private final CopyFields fields;
    private final Type[] types;
    // One more than there are columns: a sign of extra data.
    private final @Nullable String[] texts;
    private boolean begun;
    private long line;
    private int column = -1;
    private @Nullable String record;
    private @Nullable String value;

    CopyReader(CopyOptions options, List<OutputColumn> columns, TypeContext context, CopyLines lines) {
        this.options = options;
        this.columns = columns;
        this.context = context;
        this.lines = lines;
        this.fields = new CopyFields(options);
        this.types = columns.stream().map(each -> each.type().type()).toArray(Type[]::new);
        this.texts = new @Nullable String[types.length + 1];
    }

    /// Where the row read last came from, as PostgreSQL says it in an error's context.
    ///
    /// @param inField whether the error came up while a field was read
    /// @param withLine whether to show the line
    /// @return null before the first line
    @Nullable
    String place(String table, boolean inField, boolean withLine) {
        if (line == 0) {
            return null;
        }
        String place = "COPY " + table + ", line " + line;
        if (inField && column >= 0) {
            String text = value;
            place += ", column " + columns.get(column).name();
            return text == null ? place : place + ": \"" + shortened(text) + "\"";
        }
        return withLine && record != null ? place + ": \"" + shortened(record) + "\"" : place;
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /// The values of the next row; null after the last.
    @Nullable
    Object @Nullable [] next() {
        column = -1;
        return options.format() == CopyOptions.Format.BINARY ? nextBinary() : nextText();
    }

    private @Nullable Object @Nullable [] nextText() {
        if (!begun) {
            begun = true;
            if (options.header()) {
                line++;
                readHeader();
            }
        }
        line++;
        String read = lines.nextLine();
        record = read;
        if (read == null || read.equals("\\.")) {
            return null;
        }
        while (!fields.isComplete(read)) {
            String more = lines.nextLine();
            if (more == null) {
                record = read + "\n";
                throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "unterminated CSV quoted field");
            }
            line++;
            read = read + "\n" + more;
            record = read;
        }
        return parse(read);
    }

    private void readHeader() {
        String head = lines.nextLine();
        if (!options.headerMatches() || head == null) {
            return;
        }
        record = head;
        int count = fields.split(head, texts);
        if (count != types.length) {
            throw malformed("wrong number of fields in header line: got " + count + ", expected " + types.length);
        }
        for (int i = 0; i < count; i++) {
            String expected = columns.get(i).name();
            String found = texts[i];
            if (found == null) {
                throw malformed("column name mismatch in header line field " + (i + 1) + ": got null value (\""
                        + options.nullText() + "\"), expected \"" + expected + "\"");
            }
            if (!found.equals(expected)) {
                throw malformed("column name mismatch in header line field " + (i + 1) + ": got \"" + found
                        + "\", expected \"" + expected + "\"");
            }
        }
    }

    private @Nullable Object[] parse(String read) {
        int count = fields.split(read, texts);
        if (count > types.length) {
            throw new SqlException(SqlState.BAD_COPY_FILE_FORMAT, "extra data after last expected column");
        }
        if (count < types.length) {
            throw new SqlException(
                    SqlState.BAD_COPY_FILE_FORMAT,
                    "missing data for column \"" + columns.get(count).name() + "\"");
        }
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            String text = texts[i];
            if (text != null) {
                column = i;
                value = text;
                values[i] = limited(i, types[i].parse(text, context));
            }
        }
        column = -1;
        return values;
    }

    private @Nullable Object @Nullable [] nextBinary() {
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
        @Nullable Object[] values = new @Nullable Object[fieldCount];
        for (int i = 0; i < fieldCount; i++) {
            column = i;
            int length = ByteBuffer.wrap(need(4)).getInt();
            if (length < -1) {
                throw malformed("invalid field size");
            }
            values[i] = length == -1 ? null : limited(i, types[i].decodeBinary(ByteBuffer.wrap(need(length)), context));
        }
        column = -1;
        return values;
    }

    /// A value as its column's declaration limits it, such as to three characters.
    private Object limited(int index, Object read) {
        int typmod = columns.get(index).type().typmod();
        return typmod < 0 ? read : types[index].applyModifier(read, typmod, false);
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
