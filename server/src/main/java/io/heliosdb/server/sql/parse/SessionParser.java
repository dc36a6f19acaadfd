package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.SessionStatement.Direction;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the statements that a session carries out by itself. Each method is called behind the statement's first word.
final class SessionParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final TransactionParser transactions;

    SessionParser(TokenCursor cursor, QueryParser queries, TransactionParser transactions) {
        this.cursor = cursor;
        this.queries = queries;
        this.transactions = transactions;
    }

    Statement set() {
        if (cursor.isWord("constraints")) {
            return constraints();
        }
        boolean local = false;
        boolean session = false;
        if (cursor.isWord("local")
                && !cursor.peek(1).isSign("=")
                && !cursor.peek(1).isWord("to")) {
            local = cursor.accept("local");
        } else if (cursor.isWord("session") && !cursor.peek(1).isWord("authorization")) {
            session = cursor.accept("session");
        }
        if (session && cursor.acceptWords("characteristics", "as", "transaction")) {
            return new SessionStatement.SetTransaction(transactions.modes(), "", true);
        }
        if (cursor.acceptWords("session", "authorization") || session && cursor.accept("authorization")) {
            return role(true, local);
        }
        if (cursor.isWord("transaction")) {
            cursor.advance();
            if (cursor.accept("snapshot")) {
                return new SessionStatement.SetTransaction(TransactionStatement.Modes.NONE, cursor.string(), false);
            }
            return new SessionStatement.SetTransaction(transactions.modes(), "", false);
        }
        if (cursor.isWord("role")
                && !cursor.peek(1).isSign("=")
                && !cursor.peek(1).isWord("to")) {
            cursor.advance();
            return role(false, local);
        }
        return assignment(local);
    }

    private Statement constraints() {
        cursor.advance();
        List<QualifiedName> names = cursor.accept("all") ? List.of() : cursor.qualifiedNames();
        boolean deferred = cursor.expectOneOf("deferred", "immediate").equals("deferred");
        return new SessionStatement.SetConstraints(names, deferred);
    }

    private Statement role(boolean sessionAuthorization, boolean local) {
        String name;
        if (cursor.token().kind() == Token.Kind.STRING) {
            name = cursor.string();
        } else if (cursor.accept("default")) {
            name = null;
        } else {
            boolean none = cursor.isWord("none");
            String word = cursor.nonReserved();
            name = none ? null : word;
        }
        return new SessionStatement.SetRole(name, sessionAuthorization, local);
    }

    private Statement assignment(boolean local) {
        if (cursor.acceptWords("time", "zone")) {
            return new SessionStatement.Set("timezone", zone(), local);
        }
        if (cursor.acceptWords("xml", "option")) {
            return new SessionStatement.Set("xmloption", List.of(cursor.expectOneOf("document", "content")), local);
        }
        if (cursor.accept("names")) {
            return new SessionStatement.Set("client_encoding", values(), local);
        }
        if (cursor.accept("schema")) {
            return new SessionStatement.Set("search_path", List.of(cursor.string()), local);
        }
        String name = settingName();
        if (!cursor.acceptSign("=")) {
            cursor.expect("to");
        }
        return new SessionStatement.Set(name, values(), local);
    }

    /// A setting's name, with dots for a custom one.
    String settingName() {
        StringBuilder name = new StringBuilder(cursor.columnName());
        while (cursor.acceptSign(".")) {
            name.append('.').append(cursor.label());
        }
        return name.toString();
    }

    private @Nullable List<String> zone() {
        if (cursor.accept("local") || cursor.accept("default")) {
            return null;
        }
        if (cursor.accept("interval")) {
            String text = cursor.string();
            queries.expressions().types().intervalFields();
            return List.of("interval " + text);
        }
        return values();
    }

    /// Values with commas between; null for DEFAULT.
    @Nullable
    List<String> values() {
        if (cursor.accept("default")) {
            return null;
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(value());
        } while (cursor.acceptSign(","));
        return values;
    }

    private String value() {
        Token token = cursor.token();
        boolean sign = token.isSign("-") || token.isSign("+");
        if (sign) {
            cursor.advance();
            Token number = cursor.token();
            if (number.kind() != Token.Kind.INTEGER && number.kind() != Token.Kind.DECIMAL) {
                throw cursor.syntaxError();
            }
            cursor.advance();
            return token.text().equals("-") ? "-" + number.text() : number.text();
        }
        return switch (token.kind()) {
            case STRING, INTEGER, DECIMAL, QUOTED, WORD -> cursor.advance().text();
            case BITS, PARAMETER, OPERATOR, PUNCTUATION, END -> throw cursor.syntaxError();
        };
    }

    Statement reset() {
        if (cursor.accept("all")) {
            return new SessionStatement.Reset("");
        }
        if (cursor.acceptWords("session", "authorization")) {
            return new SessionStatement.Reset("session_authorization");
        }
        if (cursor.acceptWords("time", "zone")) {
            return new SessionStatement.Reset("timezone");
        }
        if (cursor.acceptWords("transaction", "isolation", "level")) {
            return new SessionStatement.Reset("transaction_isolation");
        }
        return new SessionStatement.Reset(settingName());
    }

    Statement show() {
        if (cursor.accept("all")) {
            return new SessionStatement.Show("");
        }
        if (cursor.acceptWords("time", "zone")) {
            return new SessionStatement.Show("timezone");
        }
        if (cursor.acceptWords("transaction", "isolation", "level")) {
            return new SessionStatement.Show("transaction_isolation");
        }
        if (cursor.acceptWords("session", "authorization")) {
            return new SessionStatement.Show("session_authorization");
        }
        return new SessionStatement.Show(settingName());
    }

    Statement execute() {
        String name = cursor.columnName();
        List<Expression> arguments = List.of();
        if (cursor.acceptSign("(")) {
            arguments = queries.expressions().list();
            cursor.expectSign(")");
        }
        return new SessionStatement.Execute(name, arguments);
    }

    Statement deallocate() {
        cursor.accept("prepare");
        return new SessionStatement.Deallocate(cursor.accept("all") ? "" : cursor.columnName());
    }

    /// The types of PREPARE, in parentheses.
    List<TypeName> parameterTypes() {
        if (!cursor.acceptSign("(")) {
            return List.of();
        }
        List<TypeName> types = new ArrayList<>();
        do {
            types.add(queries.expressions().types().parse());
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return types;
    }

    Statement declare() {
        String name = cursor.columnName();
        boolean binary = false;
        boolean insensitive = false;
        @Nullable Boolean scroll = null;
        while (!cursor.isWord("cursor")) {
            switch (cursor.expectOneOf("binary", "insensitive", "asensitive", "scroll", "no")) {
                case "binary" -> binary = true;
                case "insensitive" -> insensitive = true;
                case "scroll" -> scroll = true;
                case "no" -> {
                    cursor.expect("scroll");
                    scroll = false;
                }
                default -> insensitive = false;
            }
        }
        cursor.expect("cursor");
        boolean hold = cursor.acceptWords("with", "hold");
        if (!hold) {
            cursor.acceptWords("without", "hold");
        }
        cursor.expect("for");
        return new SessionStatement.DeclareCursor(name, binary, insensitive, scroll, hold, queries.query());
    }

    /// FETCH and MOVE.
    Statement fetch(boolean move) {
        Direction direction = Direction.FORWARD;
        long count = 1;
        if (cursor.accept("prior")) {
            direction = Direction.BACKWARD;
        } else if (cursor.accept("first")) {
            direction = Direction.ABSOLUTE;
        } else if (cursor.accept("last")) {
            direction = Direction.ABSOLUTE;
            count = -1;
        } else if (cursor.accept("absolute")) {
            direction = Direction.ABSOLUTE;
            count = cursor.signedInteger();
        } else if (cursor.accept("relative")) {
            direction = Direction.RELATIVE;
            count = cursor.signedInteger();
        } else if (cursor.accept("all")) {
            direction = Direction.FORWARD_ALL;
        } else if (cursor.isWord("forward") || cursor.isWord("backward")) {
            boolean forward = cursor.advance().isWord("forward");
            direction = forward ? Direction.FORWARD : Direction.BACKWARD;
            if (cursor.accept("all")) {
                direction = forward ? Direction.FORWARD_ALL : Direction.BACKWARD_ALL;
            } else if (isNumber()) {
                count = cursor.signedInteger();
            }
        } else if (isNumber()) {
            count = cursor.signedInteger();
        } else {
            cursor.accept("next");
        }
        if (!cursor.accept("from")) {
            cursor.accept("in");
        }
        return new SessionStatement.Fetch(cursor.columnName(), direction, count, move);
    }

    private boolean isNumber() {
        return cursor.token().kind() == Token.Kind.INTEGER || cursor.isSign("-") || cursor.isSign("+");
    }

    Statement close() {
        return new SessionStatement.CloseCursor(cursor.accept("all") ? "" : cursor.columnName());
    }

    Statement unlisten() {
        return new SessionStatement.Unlisten(cursor.acceptSign("*") ? "" : cursor.columnName());
    }

    Statement notifyStatement() {
        String channel = cursor.columnName();
        return new SessionStatement.Notify(channel, cursor.acceptSign(",") ? cursor.string() : "");
    }

    Statement discard() {
        String what = cursor.expectOneOf("all", "plans", "sequences", "temp", "temporary");
        return new SessionStatement.Discard(what.equals("temporary") ? "temp" : what);
    }
}
