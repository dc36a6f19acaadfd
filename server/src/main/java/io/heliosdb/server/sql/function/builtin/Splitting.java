package io.heliosdb.server.sql.function.builtin;

import java.util.ArrayList;
import java.util.List;

/// Cutting text at separators.
final class Splitting {

    private Splitting() {}

    /// The parts between separators, empty ones too; at least one.
    static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int at = text.indexOf(separator);
        while (at >= 0) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
            at = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }
}
