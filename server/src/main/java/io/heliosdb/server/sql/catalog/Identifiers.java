package io.heliosdb.server.sql.catalog;

import java.util.Set;

/// Names as SQL text writes them.
public final class Identifiers {

    /// Longest name, in bytes of UTF-8 (PostgreSQL's NAMEDATALEN - 1).
    public static final int MAX_BYTES = 63;

    /// Words that cannot be a column or table name unless quoted (PostgreSQL 18 manual, appendix C), and those that
    /// `quote_ident` quotes besides.
    private static final Set<String> KEYWORDS = Set.of(
            ("all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both"
                            + " case cast char character check coalesce collate collation column concurrently constraint"
                            + " create cross current_catalog current_date current_role current_schema current_time"
                            + " current_timestamp current_user dec decimal default deferrable desc distinct do else end"
                            + " except exists extract false fetch float for foreign freeze from full grant greatest group"
                            + " grouping having ilike in initially inner inout int integer intersect interval into is"
                            + " isnull join json_array json_arrayagg json_object json_objectagg lateral leading least left"
                            + " like limit localtime localtimestamp national natural nchar none normalize not notnull null"
                            + " nullif numeric offset on only or order out outer overlaps overlay placing position"
                            + " precision primary real references returning right row select session_user setof similar"
                            + " smallint some substring symmetric system_user table tablesample then time timestamp to"
                            + " trailing treat trim true union unique user using values varchar variadic verbose when where"
                            + " window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse"
                            + " xmlpi xmlroot xmlserialize xmltable")
                    .split(" "));

    private Identifiers() {}

    /// The name as `quote_ident` writes it.
    public static String quote(String name) {
        return isPlain(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty() || !isStart(name.charAt(0)) || KEYWORDS.contains(name)) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isStart(c) && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStart(char c) {
        return c >= 'a' && c <= 'z' || c == '_';
    }
}
