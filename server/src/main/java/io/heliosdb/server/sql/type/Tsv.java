package io.heliosdb.server.sql.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads the tables of facts that lie beside classes: a row a line, columns parted by tabs, `\N` for null (read as "").
public final class Tsv {

    private Tsv() {}

    /// The rows of a resource beside `owner`.
    public static Stream<List<String>> read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Tsv::columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> columns(String line) {
        List<String> columns = new ArrayList<>();
        int start = 0;
        while (true) {
            int end = line.indexOf('\t', start);
            String column = end < 0 ? line.substring(start) : line.substring(start, end);
            columns.add(column.equals("\\N") ? "" : column);
            if (end < 0) {
                return columns;
            }
            start = end + 1;
        }
    }
}
