package io.heliosdb.server.session;

import org.jspecify.annotations.Nullable;

/// Splits a record of COPY's text and CSV formats into fields. Used by one thread.
final class CopyFields {

    private final CopyOptions options;
    private int position;
    // Of the record being cut: the next backslash at or behind the position; -1 when there is none.
    private int nextBackslash;

    CopyFields(CopyOptions options) {
        this.options = options;
    }

    /// Whether the line is a whole record: no quote is open and no backslash escapes its end.
    boolean isComplete(String line) {
        if (options.format() == CopyOptions.Format.CSV) {
            boolean open = false;
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (open && c == options.escape() && options.escape() != options.quote()) {
                    i++;
                } else if (c == options.quote()) {
                    open = !open;
                }
            }
            return !open;
        }
        int backslashes = 0;
        for (int i = line.length() - 1; i >= 0 && line.charAt(i) == '\\'; i--) {
            backslashes++;
        }
        return backslashes % 2 == 0;
    }

    /// Cuts a record into fields, null for NULL.
    ///
    /// @return how many there are; no more than `fields` has room for are looked at
    int split(String line, @Nullable String[] fields) {
        int count = 0;
        position = 0;
        nextBackslash = line.indexOf('\\');
        boolean more = true;
        while (more && count < fields.length) {
            fields[count++] = options.format() == CopyOptions.Format.CSV ? csvField(line) : textField(line);
            more = position < line.length();
            position++;
            if (more && position == line.length() && count < fields.length) {
                fields[count++] = options.nullText().isEmpty() ? null : "";
                more = false;
            }
        }
        return count;
    }

    private @Nullable String csvField(String line) {
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean open = false;
        for (; position < line.length(); position++) {
            char c = line.charAt(position);
            if (open) {
                char next = position + 1 < line.length() ? line.charAt(position + 1) : '\0';
                if (c == options.escape() && (next == options.quote() || next == options.escape())) {
                    field.append(next);
                    position++;
                } else if (c == options.quote()) {
                    open = false;
                } else {
                    field.append(c);
                }
            } else if (c == options.quote()) {
                open = true;
                quoted = true;
            } else if (c == options.delimiter()) {
                break;
            } else {
                field.append(c);
            }
        }
        String text = field.toString();
        return !quoted && text.equals(options.nullText()) ? null : text;
    }

    private @Nullable String textField(String line) {
        int start = position;
        if (nextBackslash >= 0 && nextBackslash < start) {
            nextBackslash = line.indexOf('\\', start);
        }
        int delimiter = line.indexOf(options.delimiter(), start);
        int end = delimiter < 0 ? line.length() : delimiter;
        if (nextBackslash < 0 || nextBackslash > end) {
            position = end;
            String text = line.substring(start, end);
            return text.equals(options.nullText()) ? null : text;
        }
        StringBuilder field = new StringBuilder();
        for (; position < line.length(); position++) {
            char c = line.charAt(position);
            if (c == options.delimiter()) {
                break;
            }
            if (c == '\\' && position + 1 < line.length()) {
                position++;
                escape(line, field);
            } else {
                field.append(c);
            }
        }
        return line.substring(start, Math.min(position, line.length())).equals(options.nullText())
                ? null
                : field.toString();
    }

    /// Reads what follows a backslash, and stands on its last character.
    private void escape(String line, StringBuilder field) {
        char c = line.charAt(position);
        switch (c) {
            case 'b' -> field.append('\b');
            case 'f' -> field.append('\f');
            case 'n' -> field.append('\n');
            case 'r' -> field.append('\r');
            case 't' -> field.append('\t');
            case 'v' -> field.append('\u000b');
            case 'x' -> number(line, field, 16, 2, position + 1);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(line, field, 8, 3, position);
            default -> field.append(c);
        }
    }

    private void number(String line, StringBuilder field, int radix, int digits, int from) {
        int value = 0;
        int i = from;
        while (i < line.length() && i < from + digits && Character.digit(line.charAt(i), radix) >= 0) {
            value = value * radix + Character.digit(line.charAt(i), radix);
            i++;
        }
        if (i == from) {
            field.append(line.charAt(position));
        } else {
            field.append((char) (value & 0xff));
            position = i - 1;
        }
    }
}
