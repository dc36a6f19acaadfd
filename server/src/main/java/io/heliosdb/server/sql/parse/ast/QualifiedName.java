package io.heliosdb.server.sql.parse.ast;

import java.util.List;

/// A name of one or more parts, folded to lower case where it was not quoted.
///
/// @param parts at least one; the last is the object's own name
public record QualifiedName(List<String> parts, int position) {

    public QualifiedName {
        parts = List.copyOf(parts);
    }

    /// The object's own name.
    public String last() {
        return parts.getLast();
    }

    public boolean isQualified() {
        return parts.size() > 1;
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
