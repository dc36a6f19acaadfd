package io.heliosdb.server.sql.parse.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An item of FROM as written.
public sealed interface FromNode {

    int position();

    /// @param only whether ONLY precedes
    record Table(
            QualifiedName name,
            boolean only,
            @Nullable Alias alias,
            @Nullable Sample sample) implements FromNode {
        @Override
        public int position() {
            return name.position();
        }
    }

    record Subquery(
            QueryNode query, boolean lateral, @Nullable Alias alias, int position) implements FromNode {}

    /// One function, or several in `ROWS FROM (…)`.
    record Functions(
            List<Expression> calls,
            boolean rowsFrom,
            boolean ordinality,
            boolean lateral,
            @Nullable Alias alias,
            int position)
            implements FromNode {}

    /// @param using null without USING
    /// @param usingAlias of `USING (…) AS alias`, else empty
    record Join(
            Kind kind,
            boolean natural,
            FromNode left,
            FromNode right,
            @Nullable Expression on,
            @Nullable List<String> using,
            String usingAlias,
            @Nullable Alias alias,
            int position)
            implements FromNode {}

    enum Kind {
        CROSS,
        INNER,
        LEFT,
        RIGHT,
        FULL
    }

    /// @param columns column aliases; empty for none
    /// @param definitions `AS t(a int, b text)`; empty for none
    record Alias(String name, List<String> columns, List<ColumnDefinition> definitions) {}

    record ColumnDefinition(String name, TypeName type) {}

    record Sample(
            QualifiedName method,
            List<Expression> arguments,
            @Nullable Expression repeatable) {}
}
