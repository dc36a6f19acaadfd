package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.Expression.Call;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.parse.ast.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads function calls: the ordinary form with all its modifiers, and the functions that SQL gives a syntax of
/// their own (PostgreSQL 15 manual, 4.2.7, 4.2.8 and 9).
final class CallParser {

    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final QueryParser queries;

    CallParser(TokenCursor cursor, ExpressionParser expressions, QueryParser queries) {
        this.cursor = cursor;
        this.expressions = expressions;
        this.queries = queries;
    }

    /// The arguments and modifiers behind a function's name.
    Expression call(QualifiedName name) {
        cursor.expectSign("(");
        boolean star = false;
        boolean distinct = false;
        boolean variadic = false;
        List<Call.Argument> arguments = new ArrayList<>();
        List<SortItem> order = List.of();
        if (cursor.isSign("*")) {
            cursor.advance();
            star = true;
        } else if (!cursor.isSign(")")) {
            distinct = cursor.accept("distinct");
            if (!distinct) {
                cursor.accept("all");
            }
            do {
                variadic = cursor.accept("variadic");
                arguments.add(argument());
            } while (!variadic && cursor.acceptSign(","));
            if (cursor.isWord("order")) {
                order = queries.orderBy();
            }
        }
        cursor.expectSign(")");
        boolean withinGroup = cursor.acceptWords("within", "group");
        if (withinGroup) {
            cursor.expectSign("(");
            order = queries.orderBy();
            cursor.expectSign(")");
        }
        Expression filter = null;
        if (cursor.isWord("filter") && cursor.peek(1).isSign("(")) {
            cursor.advance();
            cursor.advance();
            cursor.expect("where");
            filter = expressions.expression();
            cursor.expectSign(")");
        }
        Window over = cursor.accept("over") ? queries.windows().over() : null;
        Call.Modifiers modifiers = new Call.Modifiers(star, distinct, variadic, order, withinGroup, filter);
        return new Call(name, arguments, modifiers, over, name.position());
    }

    private Call.Argument argument() {
        boolean named = cursor.token().kind() != Token.Kind.STRING
                && (cursor.peek(1).isSign("=>") || cursor.peek(1).isSign(":="));
        if (named) {
            String name = cursor.functionName();
            cursor.advance();
            return new Call.Argument(name, expressions.expression());
        }
        return new Call.Argument("", expressions.expression());
    }

    /// A construct that begins with this word, or null when the word begins none.
    @Nullable
    Expression special(Token token) {
        int position = token.start();
        String word = token.text();
        return switch (word) {
            case "current_date", "current_user", "session_user", "current_role", "current_catalog", "user" -> {
                cursor.advance();
                yield new Expression.Keyword(word, -1, position);
            }
            case "current_schema" -> {
                if (cursor.peek(1).isSign("(")) {
                    yield null;
                }
                cursor.advance();
                yield new Expression.Keyword(word, -1, position);
            }
            case "current_time", "current_timestamp", "localtime", "localtimestamp" -> {
                cursor.advance();
                int precision = -1;
                if (cursor.acceptSign("(")) {
                    precision = cursor.unsignedInteger();
                    cursor.expectSign(")");
                }
                yield new Expression.Keyword(word, precision, position);
            }
            default -> cursor.peek(1).isSign("(") ? specialCall(word, position) : null;
        };
    }

    private @Nullable Expression specialCall(String word, int position) {
        return switch (word) {
            case "coalesce" -> new Expression.Coalesce(open(), position);
            case "greatest" -> new Expression.MinMax(true, open(), position);
            case "least" -> new Expression.MinMax(false, open(), position);
            case "grouping" -> new Expression.Grouping(open(), position);
            case "nullif" -> {
                List<Expression> both = open();
                if (both.size() != 2) {
                    throw cursor.syntaxErrorAt(cursor.peek(-1));
                }
                yield new Expression.NullIf(both.get(0), both.get(1), position);
            }
            case "extract" -> extract(position);
            case "position" -> position(position);
            case "substring" -> substring(position);
            case "overlay" -> overlay(position);
            case "trim" -> trim(position);
            case "normalize" -> normalize(position);
            case "xmlconcat",
                    "xmlelement",
                    "xmlexists",
                    "xmlforest",
                    "xmlparse",
                    "xmlpi",
                    "xmlroot",
                    "xmlserialize",
                    "xmltable" -> throw cursor.notSupported(word, cursor.token());
            default -> null;
        };
    }

    private List<Expression> open() {
        cursor.advance();
        cursor.expectSign("(");
        List<Expression> list = expressions.list();
        cursor.expectSign(")");
        return list;
    }

    private Expression extract(int position) {
        cursor.advance();
        cursor.expectSign("(");
        Token field = cursor.token();
        String name = field.kind() == Token.Kind.STRING ? cursor.advance().text() : cursor.label();
        cursor.expect("from");
        Expression source = expressions.expression();
        cursor.expectSign(")");
        return PrimaryParser.call(
                "extract", List.of(new Expression.StringLiteral(name, field.start()), source), position);
    }

    private Expression position(int position) {
        cursor.advance();
        cursor.expectSign("(");
        Expression needle = expressions.restricted();
        cursor.expect("in");
        Expression haystack = expressions.restricted();
        cursor.expectSign(")");
        return PrimaryParser.call("position", List.of(haystack, needle), position);
    }

    private Expression substring(int position) {
        cursor.advance();
        cursor.expectSign("(");
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        String function = "substring";
        if (cursor.acceptSign(",")) {
            arguments.addAll(expressions.list());
            cursor.expectSign(")");
            return plain(function, arguments, position);
        } else if (cursor.accept("similar")) {
            arguments.add(expressions.expression());
            cursor.expect("escape");
            arguments.add(expressions.expression());
        } else if (cursor.accept("from")) {
            arguments.add(expressions.expression());
            if (cursor.accept("for")) {
                arguments.add(expressions.expression());
            }
        } else if (cursor.accept("for")) {
            arguments.add(new Expression.NumberLiteral("1", true, position));
            Expression length = expressions.expression();
            if (cursor.accept("from")) {
                arguments.set(1, expressions.expression());
            }
            arguments.add(length);
        }
        cursor.expectSign(")");
        return PrimaryParser.call(function, arguments, position);
    }

    /// A call in the ordinary form of a function that has a syntax of its own, which is kept apart from that.
    private static Expression plain(String name, List<Expression> arguments, int position) {
        return new Call(
                new QualifiedName(List.of(name), position),
                arguments.stream().map(a -> new Call.Argument("", a)).toList(),
                Call.Modifiers.NONE,
                null,
                position);
    }

    private Expression overlay(int position) {
        cursor.advance();
        cursor.expectSign("(");
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        if (cursor.accept("placing")) {
            arguments.add(expressions.expression());
            cursor.expect("from");
            arguments.add(expressions.expression());
            if (cursor.accept("for")) {
                arguments.add(expressions.expression());
            }
        } else {
            while (cursor.acceptSign(",")) {
                arguments.add(expressions.expression());
            }
            cursor.expectSign(")");
            return plain("overlay", arguments, position);
        }
        cursor.expectSign(")");
        return PrimaryParser.call("overlay", arguments, position);
    }

    private Expression trim(int position) {
        cursor.advance();
        cursor.expectSign("(");
        String function = "btrim";
        if (cursor.accept("leading")) {
            function = "ltrim";
        } else if (cursor.accept("trailing")) {
            function = "rtrim";
        } else {
            cursor.accept("both");
        }
        List<Expression> arguments = new ArrayList<>();
        if (cursor.accept("from")) {
            arguments.addAll(expressions.list());
        } else {
            Expression first = expressions.expression();
            if (cursor.accept("from")) {
                arguments.addAll(expressions.list());
                arguments.add(first);
            } else {
                arguments.add(first);
                while (cursor.acceptSign(",")) {
                    arguments.add(expressions.expression());
                }
            }
        }
        cursor.expectSign(")");
        return PrimaryParser.call(function, arguments, position);
    }

    private Expression normalize(int position) {
        cursor.advance();
        cursor.expectSign("(");
        List<Expression> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        if (cursor.acceptSign(",")) {
            arguments.add(new Expression.StringLiteral(cursor.label(), position));
        }
        cursor.expectSign(")");
        return PrimaryParser.call("normalize", arguments, position);
    }
}
