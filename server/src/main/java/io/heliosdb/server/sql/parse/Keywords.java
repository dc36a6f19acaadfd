package io.heliosdb.server.sql.parse;

import java.util.Set;

/// Which words may stand as which kind of name (PostgreSQL 15 manual, appendix C).
final class Keywords {

    /// No name at all, unless quoted.
    private static final Set<String> RESERVED = words("""
            all analyse analyze and any array as asc asymmetric both case cast check collate column constraint
            create current_catalog current_date current_role current_time current_timestamp current_user default
            deferrable desc distinct do else end except false fetch for foreign from grant group having in
            initially intersect into lateral leading limit localtime localtimestamp not null offset on only or
            order placing primary references returning select session_user some symmetric table then to trailing
            true union unique user using variadic when where window with
            """);

    /// A type or function, but no column or table.
    private static final Set<String> TYPE_OR_FUNCTION = words("""
            authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull
            join left like natural notnull outer overlaps right similar tablesample verbose
            """);

    /// A column or table, but no function or type.
    private static final Set<String> COLUMN_NAME = words("""
            between bigint bit boolean char character coalesce dec decimal exists extract float greatest
            grouping inout int integer interval least national nchar none normalize nullif numeric out overlay
            position precision real row setof smallint substring time timestamp treat trim values varchar
            xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
            xmlserialize xmltable
            """);

    /// An output column's label only behind AS.
    private static final Set<String> NEEDS_AS = words("""
            array as char character create day except fetch filter for from grant group having hour intersect
            into isnull limit minute month notnull offset on order over overlaps precision returning second to
            union varying where window with within without year
            """);

    private Keywords() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    /// Whether the word can name a column, table or other object.
    static boolean mayBeColumn(String word) {
        return !RESERVED.contains(word) && !TYPE_OR_FUNCTION.contains(word);
    }

    /// Whether the word can name a function or a type.
    static boolean mayBeFunction(String word) {
        return !RESERVED.contains(word) && !COLUMN_NAME.contains(word);
    }

    /// Whether the word can label an output column without AS.
    static boolean mayBeBareLabel(String word) {
        return !NEEDS_AS.contains(word);
    }
}
