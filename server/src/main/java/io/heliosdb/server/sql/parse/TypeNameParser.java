package io.heliosdb.server.sql.parse;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads type names: SQL's own spellings, and names with modifiers and brackets (PostgreSQL 15 manual, 8 and 9).
final class TypeNameParser {

    /// SQL's one-word spellings.
    private static final Map<String, String> SPELLINGS = Map.ofEntries(
            Map.entry("int", "int4"),
            Map.entry("integer", "int4"),
            Map.entry("smallint", "int2"),
            Map.entry("bigint", "int8"),
            Map.entry("real", "float4"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("numeric", "numeric"),
            Map.entry("boolean", "bool"));

    private final TokenCursor cursor;
    private final ExpressionParser expressions;

    TypeNameParser(TokenCursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    TypeName parse() {
        boolean setOf = cursor.accept("setof");
        TypeName base = simple();
        int dimensions = 0;
        if (cursor.accept("array")) {
            dimensions = 1;
            if (cursor.acceptSign("[")) {
                cursor.unsignedInteger();
                cursor.expectSign("]");
            }
        } else {
            while (cursor.isSign("[")) {
                cursor.advance();
                if (!cursor.isSign("]")) {
                    cursor.unsignedInteger();
                }
                cursor.expectSign("]");
                dimensions++;
            }
        }
        return new TypeName(base.name(), base.modifiers(), base.intervalFields(), dimensions, setOf, base.columnType());
    }

    /// A type without SETOF and brackets, as a typed literal has it.
    TypeName simple() {
        int position = cursor.position();
        Token token = cursor.token();
        if (token.kind() == Token.Kind.WORD) {
            TypeName special = sqlSpelling(token.text(), position);
            if (special != null) {
                return special;
            }
        }
        QualifiedName name = name();
        if (cursor.isSign("%") && cursor.peek(1).isWord("type")) {
            cursor.advance();
            cursor.advance();
            return new TypeName(name, List.of(), "", 0, false, true);
        }
        return new TypeName(name, modifiers(), "", 0, false, false);
    }

    private QualifiedName name() {
        int position = cursor.position();
        Token token = cursor.token();
        boolean allowed = token.kind() == Token.Kind.QUOTED
                || token.kind() == Token.Kind.WORD && Keywords.mayBeFunction(token.text());
        if (!allowed) {
            throw cursor.syntaxError();
        }
        List<String> parts = new ArrayList<>(2);
        parts.add(cursor.advance().text());
        while (cursor.isSign(".")) {
            cursor.advance();
            parts.add(cursor.label());
        }
        return new QualifiedName(parts, position);
    }

    /// A type that SQL spells with words of its own; null when the word begins none.
    private @Nullable TypeName sqlSpelling(String word, int position) {
        String plain = SPELLINGS.get(word);
        if (plain != null && !cursor.peek(1).isSign(".")) {
            cursor.advance();
            return builtin(plain, position, plain.equals("numeric") ? modifiers() : List.of());
        }
        return switch (word) {
            case "double" -> {
                if (!cursor.acceptWords("double", "precision")) {
                    yield null;
                }
                yield builtin("float8", position, List.of());
            }
            case "float" -> {
                cursor.advance();
                yield builtin(floatName(), position, List.of());
            }
            case "char", "character", "nchar", "national" -> {
                cursor.advance();
                if (word.equals("national")) {
                    cursor.expectOneOf("character", "char");
                }
                yield character(cursor.accept("varying") ? "varchar" : "bpchar", position);
            }
            case "varchar" -> {
                cursor.advance();
                yield builtin("varchar", position, modifiers());
            }
            case "bit" -> {
                cursor.advance();
                boolean varying = cursor.accept("varying");
                List<Expression> given = modifiers();
                List<Expression> length = given.isEmpty() && !varying
                        ? List.of(new Expression.NumberLiteral("1", true, position))
                        : given;
                yield builtin(varying ? "varbit" : "bit", position, length);
            }
            case "time", "timestamp" -> {
                cursor.advance();
                List<Expression> precision = modifiers();
                boolean zoned = cursor.acceptWords("with", "time", "zone");
                if (!zoned) {
                    cursor.acceptWords("without", "time", "zone");
                }
                yield builtin(zoned ? word + "tz" : word, position, precision);
            }
            case "interval" -> {
                cursor.advance();
                List<Expression> precision = modifiers();
                yield new TypeName(
                        new QualifiedName(List.of("pg_catalog", "interval"), position),
                        precision,
                        intervalFields(),
                        0,
                        false,
                        false);
            }
            default -> null;
        };
    }

    private String floatName() {
        if (!cursor.acceptSign("(")) {
            return "float8";
        }
        Token token = cursor.token();
        int bits = cursor.unsignedInteger();
        cursor.expectSign(")");
        if (bits < 1 || bits > 53) {
            String problem = bits < 1 ? "at least 1 bit" : "less than 54 bits";
            throw new SqlException(SqlState.INVALID_PARAMETER_VALUE, "precision for type float must be " + problem)
                    .withPosition(token.start() + 1);
        }
        return bits <= 24 ? "float4" : "float8";
    }

    private TypeName character(String name, int position) {
        List<Expression> given = modifiers();
        boolean needsOne = given.isEmpty() && name.equals("bpchar");
        return builtin(name, position, needsOne ? List.of(new Expression.NumberLiteral("1", true, position)) : given);
    }

    /// `YEAR`, `DAY TO SECOND(3)` and so on, as one text.
    String intervalFields() {
        StringBuilder fields = new StringBuilder();
        if (isField()) {
            fields.append(cursor.advance().text());
            if (cursor.isWord("to")) {
                cursor.advance();
                fields.append(" to ").append(cursor.expectOneOf("month", "hour", "minute", "second"));
            }
            if (fields.toString().endsWith("second") && cursor.acceptSign("(")) {
                fields.append('(').append(cursor.unsignedInteger()).append(')');
                cursor.expectSign(")");
            }
        }
        return fields.toString();
    }

    private boolean isField() {
        return cursor.token().kind() == Token.Kind.WORD
                && List.of("year", "month", "day", "hour", "minute", "second")
                        .contains(cursor.token().text());
    }

    private static TypeName builtin(String name, int position, List<Expression> modifiers) {
        return new TypeName(new QualifiedName(List.of("pg_catalog", name), position), modifiers, "", 0, false, false);
    }

    private List<Expression> modifiers() {
        if (!cursor.isSign("(")) {
            return List.of();
        }
        cursor.advance();
        List<Expression> modifiers = expressions.list();
        cursor.expectSign(")");
        return modifiers;
    }
}
