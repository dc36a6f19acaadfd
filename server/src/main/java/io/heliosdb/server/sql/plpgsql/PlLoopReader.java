package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads loops and what leaves them (PostgreSQL 15 manual, 43.6.5 to 43.6.7).
final class PlLoopReader {

    private static final Set<String> LOOP = Set.of("loop");

    private final PlTokens tokens;
    private final PlParser parser;
    private final PlStatementReader statements;
    private final PlRowReader rows;

    PlLoopReader(PlTokens tokens, PlParser parser, PlStatementReader statements, PlRowReader rows) {
        this.tokens = tokens;
        this.parser = parser;
        this.statements = statements;
        this.rows = rows;
    }

    /// Null when it is none of these.
    @Nullable
    PlNode read(Token first, String label) {
        int line = tokens.line();
        return switch (first.text()) {
            case "loop" -> loop(line, label, null);
            case "while" -> {
                tokens.advance();
                yield loop(line, label, parser.expression(LOOP));
            }
            case "for" -> forLoop(line, label);
            case "foreach" -> forEach(line, label);
            case "exit", "continue" -> {
                tokens.advance();
                String target = tokens.isName() && !tokens.isWord("when") ? tokens.name() : "";
                yield new PlNode.Exit(line, first.text().equals("continue"), target, statements.optional("when"));
            }
            default -> null;
        };
    }

    private PlNode loop(int line, String label, @Nullable PlSql condition) {
        parser.open(label);
        List<PlNode> body = statements.loopBody(label);
        parser.close();
        return new PlNode.Loop(line, label, condition, body);
    }

    private PlNode forEach(int line, String label) {
        tokens.advance();
        List<PlNode.Target> into = rows.targets();
        int slice = tokens.accept("slice") ? Integer.parseInt(tokens.advance().text()) : 0;
        tokens.expect("in");
        tokens.expect("array");
        PlSql array = parser.expression(LOOP);
        parser.open(label);
        List<PlNode> body = statements.loopBody(label);
        parser.close();
        return new PlNode.ForEach(line, label, into, slice, array, body);
    }

    private PlNode forLoop(int line, String label) {
        tokens.advance();
        int start = tokens.mark();
        String name = tokens.name();
        while (!tokens.isWord("in")) {
            if (tokens.isEnd()) {
                throw tokens.syntaxError();
            }
            tokens.advance();
        }
        boolean single = tokens.mark() == start + 1;
        tokens.expect("in");
        boolean reverse = tokens.isWord("reverse");
        if (reverse || single && isRange()) {
            tokens.accept("reverse");
            return range(line, label, name, reverse);
        }
        PlNode.Source source = source();
        List<PlNode.Target> into = new ArrayList<>();
        if (source instanceof PlNode.Source.OfCursor) {
            // The variable of a loop over a cursor is its own.
            parser.open(label);
            PlVariable row = parser.variable(name, new PlVariable.Declared.AnyRow());
            parser.scope().add(name, row);
            into.add(PlNode.Target.of(row));
        } else {
            int end = tokens.mark();
            tokens.reset(start);
            into.addAll(rows.targets());
            tokens.reset(end);
            parser.open(label);
        }
        List<PlNode> body = statements.loopBody(label);
        parser.close();
        return new PlNode.ForQuery(line, label, into, source, body);
    }

    // `a..b` before LOOP.
    private boolean isRange() {
        int depth = 0;
        for (int i = 0; ; i++) {
            Token token = tokens.peek(i);
            if (token.kind() == Token.Kind.END || depth == 0 && token.isWord("loop")) {
                return false;
            }
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            if (depth == 0 && token.isSign(".") && tokens.peek(i + 1).isSign(".")) {
                return true;
            }
        }
    }

    private PlNode range(int line, String label, String name, boolean reverse) {
        int start = tokens.mark();
        int depth = 0;
        while (!(depth == 0 && tokens.token().isSign(".") && tokens.peek(1).isSign("."))) {
            if (tokens.isEnd()) {
                throw tokens.syntaxError();
            }
            depth += tokens.token().isSign("(") ? 1 : tokens.token().isSign(")") ? -1 : 0;
            tokens.advance();
        }
        PlSql from = parser.sql(tokens.between(start, tokens.mark()), PlSql.Kind.EXPRESSION);
        tokens.advance();
        tokens.advance();
        PlSql to = parser.expression(Set.of("by", "loop"));
        PlSql step = tokens.accept("by") ? parser.expression(LOOP) : null;
        parser.open(label);
        PlVariable variable = parser.variable(name, new PlVariable.Declared.Named("integer", parser.scope()));
        parser.scope().add(name, variable);
        List<PlNode> body = statements.loopBody(label);
        parser.close();
        return new PlNode.ForRange(line, label, variable, new PlNode.Range(from, to, step, reverse), body);
    }

    private PlNode.Source source() {
        if (tokens.accept("execute")) {
            PlSql text = parser.expression(Set.of("using", "loop"));
            return new PlNode.Source.Dynamic(text, rows.using(LOOP));
        }
        PlVariable variable = tokens.isName() ? parser.find(tokens.token().text()) : null;
        boolean cursor = variable != null
                && (tokens.peek(1).isWord("loop") || tokens.peek(1).isSign("("));
        if (variable != null && cursor) {
            tokens.advance();
            if (!(variable.type() instanceof PlVariable.Declared.BoundCursor)) {
                throw new SqlException(SqlState.SYNTAX_ERROR, "cursor FOR loop must use a bound cursor variable");
            }
            return new PlNode.Source.OfCursor(variable, rows.cursorArguments());
        }
        return new PlNode.Source.Static(parser.sql(tokens.until(LOOP), PlSql.Kind.STATEMENT));
    }
}
