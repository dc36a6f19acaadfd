package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.sql.parse.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads statements that run SQL or give rows (PostgreSQL 15 manual, 43.5, 43.6.1 and 43.7).
final class PlRowReader {

    private static final Set<String> END = Set.of(";");
    private static final Set<String> DIRECTIONS =
            Set.of("next", "prior", "first", "last", "absolute", "relative", "forward", "backward");

    private final PlTokens tokens;
    private final PlParser parser;

    PlRowReader(PlTokens tokens, PlParser parser) {
        this.tokens = tokens;
        this.parser = parser;
    }

    PlNode read(Token first, int line) {
        switch (first.text()) {
            case "return" -> {
                return returns(line);
            }
            case "perform" -> {
                tokens.advance();
                String query = "SELECT " + tokens.until(END);
                return new PlNode.Sql(line, parser.sql(query, PlSql.Kind.STATEMENT), true, false, List.of());
            }
            case "execute" -> {
                return execute(line);
            }
            case "get" -> {
                return diagnostics(line);
            }
            case "open" -> {
                return open(line);
            }
            case "fetch", "move" -> {
                return fetch(line, first.text().equals("move"));
            }
            case "close" -> {
                tokens.advance();
                return new PlNode.Close(line, cursor());
            }
            default -> {
                return sql(line);
            }
        }
    }

    private PlNode returns(int line) {
        tokens.advance();
        if (tokens.isWord("next") && !tokens.peek(1).isSign(".")) {
            tokens.advance();
            return new PlNode.ReturnNext(line, tokens.token().isSign(";") ? null : parser.expression(END));
        }
        if (tokens.accept("query")) {
            if (tokens.accept("execute")) {
                PlSql text = parser.expression(Set.of("using", ";"));
                return new PlNode.ReturnQuery(line, new PlNode.Source.Dynamic(text, using(END)));
            }
            PlSql query = parser.sql(tokens.until(END), PlSql.Kind.STATEMENT);
            return new PlNode.ReturnQuery(line, new PlNode.Source.Static(query));
        }
        return new PlNode.Return(line, tokens.token().isSign(";") ? null : parser.expression(END));
    }

    /// `USING a, b`, when it is there.
    List<PlSql> using(Set<String> ends) {
        List<PlSql> values = new ArrayList<>();
        if (tokens.accept("using")) {
            Set<String> all = new HashSet<>(ends);
            all.addAll(Set.of(",", "into"));
            do {
                values.add(parser.expression(all));
            } while (tokens.acceptSign(","));
        }
        return values;
    }

    // INTO and USING may stand in any order.
    private PlNode execute(int line) {
        tokens.advance();
        PlSql text = parser.expression(Set.of("into", "using", ";"));
        List<PlNode.Target> into = new ArrayList<>();
        List<PlSql> using = new ArrayList<>();
        boolean strict = false;
        while (!tokens.token().isSign(";")) {
            if (tokens.accept("into")) {
                strict = tokens.accept("strict");
                into.addAll(targets());
            } else if (tokens.isWord("using")) {
                using.addAll(using(END));
            } else {
                throw tokens.syntaxError();
            }
        }
        return new PlNode.Execute(line, text, strict, into, using);
    }

    private PlNode sql(int line) {
        int start = tokens.mark();
        List<PlNode.Target> into = new ArrayList<>();
        boolean strict = false;
        String before = "";
        int after = start;
        int depth = 0;
        while (!(depth == 0 && tokens.token().isSign(";"))) {
            if (tokens.isEnd()) {
                throw tokens.syntaxError();
            }
            Token token = tokens.token();
            boolean found = depth == 0 && into.isEmpty() && token.isWord("into") && mayTakeRows(start);
            if (found) {
                before = tokens.between(start, tokens.mark());
                tokens.advance();
                strict = tokens.accept("strict");
                into.addAll(targets());
                after = tokens.mark();
                continue;
            }
            depth += token.isSign("(") ? 1 : token.isSign(")") ? -1 : 0;
            tokens.advance();
        }
        String rest = tokens.between(after, tokens.mark());
        String text = before.isEmpty() ? rest : before + " " + rest;
        return new PlNode.Sql(line, parser.sql(text, PlSql.Kind.STATEMENT), false, strict, into);
    }

    // The INTO of INSERT and MERGE names a table.
    private boolean mayTakeRows(int start) {
        if (tokens.mark() == start) {
            return false;
        }
        Token previous = tokens.at(tokens.mark() - 1);
        return !previous.isWord("insert") && !previous.isWord("merge");
    }

    List<PlNode.Target> targets() {
        List<PlNode.Target> targets = new ArrayList<>();
        do {
            targets.add(target());
        } while (tokens.acceptSign(","));
        return targets;
    }

    /// A variable, with its block's label or not, and the part of it.
    PlNode.Target target() {
        Token first = tokens.token();
        String name;
        PlVariable variable;
        if (first.kind() == Token.Kind.PARAMETER) {
            tokens.advance();
            name = "$" + first.text();
            variable = parser.numbered(Integer.parseInt(first.text()));
        } else {
            name = tokens.name();
            variable = parser.find(name);
        }
        if (variable == null && tokens.token().isSign(".")) {
            tokens.advance();
            String inner = tokens.name();
            variable = parser.scope().find(name, inner).orElse(null);
        }
        if (variable == null) {
            throw PlErrors.syntax("\"" + name + "\" is not a known variable").withPosition(first.start() + 1);
        }
        int start = tokens.mark();
        while (tokens.token().isSign(".") || tokens.token().isSign("[")) {
            if (tokens.acceptSign(".")) {
                tokens.name();
            } else {
                tokens.advance();
                tokens.until(Set.of("]"));
                tokens.expectSign("]");
            }
        }
        String path = tokens.between(start, tokens.mark());
        if (path.isEmpty()) {
            return PlNode.Target.of(variable);
        }
        parser.open("");
        PlVariable value = parser.variable("__value", new PlVariable.Declared.AnyRow());
        parser.scope().add("__value", value);
        PlSql assignment = parser.sql("x" + path + " = __value", PlSql.Kind.ASSIGNMENT);
        parser.close();
        return new PlNode.Target(variable, path, assignment, value.slot());
    }

    private PlNode diagnostics(int line) {
        tokens.advance();
        boolean stacked = tokens.accept("stacked");
        if (!stacked) {
            tokens.accept("current");
        }
        tokens.expect("diagnostics");
        List<PlNode.Item> items = new ArrayList<>();
        do {
            PlNode.Target target = target();
            if (!tokens.acceptSign("=") && !tokens.acceptSign(":=")) {
                throw tokens.syntaxError();
            }
            Token token = tokens.token();
            String what = tokens.name();
            if (!PlDiagnostics.isItem(what, stacked)) {
                throw PlErrors.syntax("unrecognized GET DIAGNOSTICS item").withPosition(token.start() + 1);
            }
            items.add(new PlNode.Item(target, what));
        } while (tokens.acceptSign(","));
        return new PlNode.GetDiagnostics(line, stacked, items);
    }

    private PlVariable cursor() {
        Token token = tokens.token();
        PlVariable variable = parser.find(tokens.name());
        if (variable == null) {
            throw PlErrors.syntax("\"" + token.text() + "\" is not a known variable")
                    .withPosition(token.start() + 1);
        }
        return variable;
    }

    private PlNode open(int line) {
        tokens.advance();
        PlVariable cursor = cursor();
        if (cursor.type() instanceof PlVariable.Declared.BoundCursor) {
            return new PlNode.Open(line, cursor, null, cursorArguments());
        }
        if (tokens.accept("no")) {
            tokens.expect("scroll");
        } else {
            tokens.accept("scroll");
        }
        tokens.expect("for");
        if (tokens.accept("execute")) {
            PlSql text = parser.expression(Set.of("using", ";"));
            return new PlNode.Open(line, cursor, new PlNode.Source.Dynamic(text, using(END)), List.of());
        }
        PlSql query = parser.sql(tokens.until(END), PlSql.Kind.STATEMENT);
        return new PlNode.Open(line, cursor, new PlNode.Source.Static(query), List.of());
    }

    /// `(a, name := b)`, when it is there, in the order written.
    List<PlSql> cursorArguments() {
        List<PlSql> arguments = new ArrayList<>();
        if (tokens.acceptSign("(")) {
            do {
                if (tokens.isName() && tokens.peek(1).isSign(":=")) {
                    tokens.advance();
                    tokens.advance();
                }
                arguments.add(parser.expression(Set.of(",", ")")));
            } while (tokens.acceptSign(","));
            tokens.expectSign(")");
        }
        return arguments;
    }

    private PlNode fetch(int line, boolean moves) {
        tokens.advance();
        String direction = "next";
        PlSql count = null;
        if (DIRECTIONS.contains(tokens.token().text()) && !tokens.peek(1).isSign(";")) {
            direction = tokens.advance().text();
            boolean counted = !tokens.isWord("from") && !tokens.isWord("in");
            boolean name =
                    counted && (tokens.peek(1).isWord("into") || tokens.peek(1).isSign(";"));
            if (counted && !name) {
                count = count();
            }
        }
        if (!tokens.accept("from")) {
            tokens.accept("in");
        }
        PlVariable cursor = cursor();
        List<PlNode.Target> into = null;
        if (!moves) {
            tokens.expect("into");
            into = targets();
        }
        return new PlNode.Fetch(line, cursor, direction, count, into);
    }

    private @Nullable PlSql count() {
        if (tokens.accept("all")) {
            return parser.sql(Integer.toString(Integer.MAX_VALUE), PlSql.Kind.EXPRESSION);
        }
        return parser.expression(Set.of("from", "in"));
    }
}
