package io.heliosdb.server.sql.deparse;

/// How text is laid out.
///
/// @param sparse whether parentheses that are not needed are left out
/// @param indent whether clauses begin new lines
/// @param wrap longest line of lists; 0 for a line for each item, -1 for no breaks
/// @param stored whether the text is to be kept rather than shown: references to objects by oid stay numbers
public record Style(boolean sparse, boolean indent, int wrap, boolean stored) {

    /// As the catalog functions show an object when nothing is asked for.
    public static final Style PLAIN = new Style(false, true, 0, false);

    /// As they show it with `pretty`.
    public static final Style PRETTY = new Style(true, true, 0, false);

    /// As the catalog keeps it.
    static final Style STORED = new Style(false, false, -1, true);

    /// As `pg_get_viewdef` shows a view with a line length.
    public static Style wrapped(int width) {
        return new Style(true, true, width, false);
    }
}
