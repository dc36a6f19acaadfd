package io.heliosdb.server.session;

import io.heliosdb.server.common.ClientEncoding;
import io.heliosdb.server.sql.tree.Query.OutputColumn;
import io.heliosdb.server.sql.type.Type;
import io.heliosdb.server.sql.type.TypeContext;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes rows in COPY's formats (PostgreSQL 18 manual, COPY, "File Formats"). Used by one thread.
///
/// ```text
/// binary   "PGCOPY\n\377\r\n\0" flags (4) extension length (4)   then per row  n(2) { length (4, -1 = NULL) bytes }
///          and at the end n = -1
/// ```
final class CopyWriter {

    static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    private final CopyOptions options;
    private final List<OutputColumn> columns;
    private final boolean[] quoteAlways;
    private final TypeContext context;
    private final RowEncoder binaryRows;
    private final ClientEncoding encoding;
    private byte[] before = new byte[0];

    CopyWriter(CopyOptions options, List<OutputColumn> columns, TypeContext context) {
        this.options = options;
        this.columns = columns;
        this.context = context;
        this.encoding = options.encoding().orElse(context.clientEncoding());
        this.binaryRows = new RowEncoder(columns, List.of(1), context);
        this.quoteAlways = new boolean[columns.size()];
        for (int i = 0; i < quoteAlways.length; i++) {
            quoteAlways[i] = options.forceQuote().contains("*")
                    || options.forceQuote().contains(columns.get(i).name());
        }
    }

    /// What comes before the first row; may be empty. The head of binary data goes with whatever is next, as
    /// PostgreSQL sends it.
    byte[] head() {
        if (options.format() == CopyOptions.Format.BINARY) {
            before = ByteBuffer.allocate(SIGNATURE.length + 8).put(SIGNATURE).array();
            return new byte[0];
        }
        if (!options.header()) {
            return new byte[0];
        }
        StringBuilder line = new StringBuilder();
        for (OutputColumn column : columns) {
            if (!line.isEmpty()) {
                line.append(options.delimiter());
            }
            append(line, column.name(), false);
        }
        return encoding.encode(line.append('\n').toString());
    }

    /// What comes after the last row; may be empty.
    byte[] tail() {
        byte[] end = {(byte) 0xff, (byte) 0xff};
        return options.format() == CopyOptions.Format.BINARY ? afterHead(end, end.length) : new byte[0];
    }

    private byte[] afterHead(byte[] bytes, int length) {
        byte[] joined = Arrays.copyOf(before, before.length + length);
        System.arraycopy(bytes, 0, joined, before.length, length);
        before = new byte[0];
        return joined;
    }

    byte[] row(@Nullable Object[] values) {
        if (options.format() == CopyOptions.Format.BINARY) {
            int length = binaryRows.encode(values);
            return afterHead(binaryRows.buffer(), length);
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                line.append(options.delimiter());
            }
            Object value = values[i];
            if (value == null) {
                line.append(options.nullText());
            } else {
                Type type = columns.get(i).type().type();
                append(line, type.format(value, context), quoteAlways[i]);
            }
        }
        return encoding.encode(line.append('\n').toString());
    }

    private void append(StringBuilder line, String text, boolean quoteIt) {
        if (options.format() == CopyOptions.Format.CSV) {
            appendCsv(line, text, quoteIt);
        } else {
            appendText(line, text);
        }
    }

    private void appendCsv(StringBuilder line, String text, boolean quoteIt) {
        boolean quote = quoteIt || text.equals(options.nullText()) || columns.size() == 1 && text.equals("\\.");
        for (int i = 0; i < text.length() && !quote; i++) {
            char c = text.charAt(i);
            quote = c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r';
        }
        if (!quote) {
            line.append(text);
            return;
        }
        line.append(options.quote());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == options.quote() || c == options.escape()) {
                line.append(options.escape());
            }
            line.append(c);
        }
        line.append(options.quote());
    }

    private void appendText(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\b' -> line.append("\\b");
                case '\f' -> line.append("\\f");
                case '\u000b' -> line.append("\\v");
                default -> {
                    if (c == options.delimiter()) {
                        line.append('\\');
                    }
                    line.append(c);
                }
            }
        }
    }
}
