package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.sql.analyze.RoutineScope;
import io.heliosdb.server.sql.parse.ParsedStatement;
import io.heliosdb.server.sql.parse.SqlParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A statement or an expression within a body, with the names that its text may use. Two are the same only if
/// they are one object, so that plans can be kept by it.
public final class PlSql {

    private final String text;
    private final Kind kind;
    private final RoutineScope names;
    private final ParsedStatement parsed;

    /// What the text is.
    public enum Kind {
        STATEMENT,
        /// Parsed as `SELECT …`.
        EXPRESSION,
        /// `target = value`, parsed as the SET of an UPDATE.
        ASSIGNMENT
    }

    private PlSql(String text, Kind kind, RoutineScope names, ParsedStatement parsed) {
        this.text = text;
        this.kind = kind;
        this.names = names;
        this.parsed = parsed;
    }

    /// @throws io.heliosdb.server.common.SqlException 42601
    static PlSql of(String text, Kind kind, PlScope scope) {
        String whole =
                switch (kind) {
                    case STATEMENT -> text;
                    case EXPRESSION -> "SELECT " + text;
                    case ASSIGNMENT -> "UPDATE t SET " + text;
                };
        List<ParsedStatement> statements = SqlParser.parse(whole);
        if (statements.size() != 1) {
            throw PlErrors.syntax("syntax error at or near \"" + text + "\"");
        }
        return new PlSql(text, kind, names(scope), statements.getFirst());
    }

    private static RoutineScope names(PlScope innermost) {
        List<RoutineScope.Level> levels = new ArrayList<>();
        for (PlScope scope = innermost; scope != null; scope = scope.parent()) {
            Map<String, Integer> numbers = new HashMap<>();
            scope.variables().forEach((name, variable) -> numbers.put(name, variable.slot() + 1));
            levels.add(new RoutineScope.Level(scope.label(), numbers));
        }
        return new RoutineScope(levels, true);
    }

    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    public RoutineScope names() {
        return names;
    }

    public ParsedStatement parsed() {
        return parsed;
    }
}
