package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QueryNode.NamedWindow;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.parse.ast.Window;
import io.heliosdb.server.sql.parse.ast.Window.Bound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads OVER and WINDOW (PostgreSQL 15 manual, 4.2.8).
final class WindowParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final ExpressionParser expressions;

    WindowParser(TokenCursor cursor, QueryParser queries, ExpressionParser expressions) {
        this.cursor = cursor;
        this.queries = queries;
        this.expressions = expressions;
    }

    /// What stands behind OVER.
    Window over() {
        if (cursor.isSign("(")) {
            return specification();
        }
        int position = cursor.position();
        return new Window(cursor.columnName(), true, List.of(), List.of(), null, position);
    }

    /// What stands behind WINDOW.
    List<NamedWindow> named() {
        List<NamedWindow> windows = new ArrayList<>();
        do {
            String name = cursor.columnName();
            cursor.expect("as");
            windows.add(new NamedWindow(name, specification()));
        } while (cursor.acceptSign(","));
        return windows;
    }

    private Window specification() {
        int position = cursor.position();
        cursor.expectSign("(");
        String reference = "";
        boolean keyword = cursor.isWords("partition", "by")
                || cursor.isWord("order")
                || cursor.isWord("rows")
                || cursor.isWord("range")
                || cursor.isWord("groups");
        if (!keyword && cursor.isColumnName()) {
            reference = cursor.columnName();
        }
        List<Expression> partition = List.of();
        if (cursor.acceptWords("partition", "by")) {
            partition = expressions.list();
        }
        List<SortItem> order = cursor.isWord("order") ? queries.orderBy() : List.of();
        Window.Frame frame = frame();
        cursor.expectSign(")");
        return new Window(reference, false, partition, order, frame, position);
    }

    private Window.@Nullable Frame frame() {
        int position = cursor.position();
        Window.Unit unit;
        if (cursor.accept("rows")) {
            unit = Window.Unit.ROWS;
        } else if (cursor.accept("range")) {
            unit = Window.Unit.RANGE;
        } else if (cursor.accept("groups")) {
            unit = Window.Unit.GROUPS;
        } else {
            return null;
        }
        Bound start;
        Bound end = new Bound(Bound.Kind.CURRENT_ROW, null);
        boolean between = cursor.accept("between");
        if (between) {
            start = bound();
            cursor.expect("and");
            end = bound();
        } else {
            start = bound();
        }
        return new Window.Frame(unit, start, end, between, exclusion(), position);
    }

    private Bound bound() {
        if (cursor.acceptWords("current", "row")) {
            return new Bound(Bound.Kind.CURRENT_ROW, null);
        }
        if (cursor.accept("unbounded")) {
            boolean preceding = cursor.expectOneOf("preceding", "following").equals("preceding");
            return new Bound(preceding ? Bound.Kind.UNBOUNDED_PRECEDING : Bound.Kind.UNBOUNDED_FOLLOWING, null);
        }
        Expression offset = expressions.expression();
        boolean preceding = cursor.expectOneOf("preceding", "following").equals("preceding");
        return new Bound(preceding ? Bound.Kind.PRECEDING : Bound.Kind.FOLLOWING, offset);
    }

    private Window.Exclusion exclusion() {
        if (!cursor.accept("exclude")) {
            return Window.Exclusion.NO_OTHERS;
        }
        if (cursor.acceptWords("current", "row")) {
            return Window.Exclusion.CURRENT_ROW;
        }
        if (cursor.accept("group")) {
            return Window.Exclusion.GROUP;
        }
        if (cursor.accept("ties")) {
            return Window.Exclusion.TIES;
        }
        cursor.expectWords("no", "others");
        return Window.Exclusion.NO_OTHERS;
    }
}
