package io.heliosdb.server.sql.parse.ast;

/// One item of ORDER BY.
///
/// @param using the operator of `USING op`, else empty
public record SortItem(Expression key, boolean descending, Nulls nulls, String using) {

    public enum Nulls {
        DEFAULT,
        FIRST,
        LAST
    }
}
