package io.heliosdb.server.sql.plpgsql;

import io.heliosdb.server.common.SqlException;
import io.heliosdb.server.common.SqlState;
import io.heliosdb.server.sql.parse.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads statements (PostgreSQL 15 manual, 43.5 to 43.9).
final class PlStatementReader {

    private static final Set<String> END = Set.of(";");

    private final PlTokens tokens;
    private final PlParser parser;
    private final PlLoopReader loops;
    private final PlRowReader rows;

    PlStatementReader(PlTokens tokens, PlParser parser) {
        this.tokens = tokens;
        this.parser = parser;
        this.rows = new PlRowReader(tokens, parser);
        this.loops = new PlLoopReader(tokens, parser, this, rows);
    }

    /// Statements up to one of some words, which is left.
    List<PlNode> until(Set<String> ends) {
        List<PlNode> nodes = new ArrayList<>();
        while (!(tokens.token().kind() == Token.Kind.WORD
                && ends.contains(tokens.token().text()))) {
            if (tokens.isEnd()) {
                throw tokens.syntaxError();
            }
            nodes.add(statement());
        }
        return nodes;
    }

    private PlNode statement() {
        String label = parser.label();
        Token first = tokens.token();
        PlNode node = first.kind() == Token.Kind.WORD && !isAssignment() ? word(first, label) : assignment();
        tokens.expectSign(";");
        return node;
    }

    private boolean isAssignment() {
        Token second = tokens.peek(1);
        if (second.isSign(":=") || second.isSign("=")) {
            return true;
        }
        return parser.find(tokens.token().text()) != null && (second.isSign(".") || second.isSign("["));
    }

    private PlNode word(Token first, String label) {
        PlNode loop = loops.read(first, label);
        if (loop != null) {
            return loop;
        }
        int line = tokens.line();
        switch (first.text()) {
            case "declare", "begin" -> {
                return parser.block(label);
            }
            case "if" -> {
                return ifStatement(line);
            }
            case "case" -> {
                return caseStatement(line);
            }
            case "null" -> {
                tokens.advance();
                return new PlNode.Nothing(line);
            }
            case "raise" -> {
                return raise(line);
            }
            case "assert" -> {
                tokens.advance();
                PlSql condition = parser.expression(Set.of(",", ";"));
                PlSql message = tokens.acceptSign(",") ? parser.expression(END) : null;
                return new PlNode.Assert(line, condition, message);
            }
            case "commit", "rollback" -> {
                tokens.advance();
                if (!tokens.token().isSign(";")) {
                    tokens.until(END);
                }
                return new PlNode.End(line, first.text().equals("commit"));
            }
            default -> {
                return rows.read(first, line);
            }
        }
    }

    private PlNode assignment() {
        int line = tokens.line();
        PlNode.Target target = rows.target();
        if (target.path().isEmpty() && target.variable().constant()) {
            throw new SqlException(
                    SqlState.ERROR_IN_ASSIGNMENT,
                    "variable \"" + target.variable().name() + "\" is declared CONSTANT");
        }
        if (!tokens.acceptSign(":=") && !tokens.acceptSign("=")) {
            throw tokens.syntaxError();
        }
        String value = tokens.until(END);
        if (target.path().isEmpty()) {
            return new PlNode.Assign(line, target, parser.sql(value, PlSql.Kind.EXPRESSION));
        }
        String text = "x" + target.path() + " = " + value;
        return new PlNode.Assign(line, target, parser.sql(text, PlSql.Kind.ASSIGNMENT));
    }

    private PlNode ifStatement(int line) {
        List<PlNode.Branch> branches = new ArrayList<>();
        do {
            tokens.advance();
            PlSql condition = parser.expression(Set.of("then"));
            tokens.expect("then");
            branches.add(new PlNode.Branch(condition, until(Set.of("elsif", "elseif", "else", "end"))));
        } while (tokens.isWord("elsif") || tokens.isWord("elseif"));
        List<PlNode> otherwise = tokens.accept("else") ? until(Set.of("end")) : List.of();
        tokens.expect("end");
        tokens.expect("if");
        return new PlNode.If(line, branches, otherwise);
    }

    private PlNode caseStatement(int line) {
        tokens.advance();
        PlSql operand = null;
        parser.open("");
        PlVariable compared = parser.variable("__case", new PlVariable.Declared.AnyRow());
        if (!tokens.isWord("when")) {
            operand = parser.expression(Set.of("when"));
            parser.scope().add("__case", compared);
        }
        List<PlNode.Branch> branches = new ArrayList<>();
        while (tokens.accept("when")) {
            String condition = tokens.until(Set.of("then"));
            tokens.expect("then");
            String whole = operand == null ? condition : "__case IN (" + condition + ")";
            PlSql sql = parser.sql(whole, PlSql.Kind.EXPRESSION);
            branches.add(new PlNode.Branch(sql, until(Set.of("when", "else", "end"))));
        }
        List<PlNode> otherwise = tokens.accept("else") ? until(Set.of("end")) : null;
        parser.close();
        tokens.expect("end");
        tokens.expect("case");
        if (branches.isEmpty()) {
            throw tokens.syntaxError();
        }
        return new PlNode.Case(line, operand, compared.slot(), branches, otherwise);
    }

    /// What stands behind the word SQLSTATE.
    String sqlState() {
        Token token = tokens.advance();
        boolean fits = token.kind() == Token.Kind.STRING && token.text().matches("[0-9A-Z]{5}");
        if (!fits) {
            throw PlErrors.syntax("invalid SQLSTATE code").withPosition(token.start() + 1);
        }
        return token.text();
    }

    private static final Set<String> LEVELS = Set.of("debug", "log", "info", "notice", "warning", "exception");

    private PlNode raise(int line) {
        tokens.advance();
        String level = "exception";
        if (tokens.token().kind() == Token.Kind.WORD
                && LEVELS.contains(tokens.token().text())) {
            level = tokens.advance().text();
        } else if (tokens.token().isSign(";")) {
            return new PlNode.Raise(line, "", null, List.of(), null, List.of());
        }
        String format = null;
        String condition = null;
        List<PlSql> arguments = new ArrayList<>();
        Token token = tokens.token();
        if (token.kind() == Token.Kind.STRING) {
            format = tokens.advance().text();
            while (tokens.acceptSign(",")) {
                arguments.add(parser.expression(Set.of(",", "using", ";")));
            }
            checkPlaces(format, arguments.size());
        } else if (token.isWord("sqlstate")) {
            tokens.advance();
            condition = sqlState();
        } else if (tokens.isName() && !token.isWord("using")) {
            List<String> codes = PlParser.codes(tokens.name());
            if (codes.isEmpty()) {
                throw PlParser.unknownCondition(token.text()).withPosition(token.start() + 1);
            }
            condition = codes.getFirst();
        }
        return new PlNode.Raise(line, level, format, arguments, condition, options());
    }

    private static void checkPlaces(String format, int arguments) {
        int places = 0;
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) == '%') {
                boolean escaped = i + 1 < format.length() && format.charAt(i + 1) == '%';
                i += escaped ? 1 : 0;
                places += escaped ? 0 : 1;
            }
        }
        if (places != arguments) {
            throw PlErrors.syntax("too " + (places > arguments ? "few" : "many") + " parameters specified for RAISE");
        }
    }

    private List<PlNode.Option> options() {
        List<PlNode.Option> options = new ArrayList<>();
        if (!tokens.accept("using")) {
            return options;
        }
        do {
            Token token = tokens.token();
            String name = tokens.name();
            if (!PlRaise.OPTIONS.contains(name)) {
                throw PlErrors.syntax("unrecognized RAISE statement option").withPosition(token.start() + 1);
            }
            if (!tokens.acceptSign("=") && !tokens.acceptSign(":=")) {
                throw tokens.syntaxError();
            }
            options.add(new PlNode.Option(name, parser.expression(Set.of(",", ";"))));
        } while (tokens.acceptSign(","));
        return options;
    }

    /// A loop's body up to END LOOP and its label.
    List<PlNode> loopBody(String label) {
        tokens.expect("loop");
        List<PlNode> body = until(Set.of("end"));
        tokens.expect("end");
        tokens.expect("loop");
        parser.checkEndLabel(label);
        return body;
    }

    @Nullable
    PlSql optional(String word) {
        return tokens.accept(word) ? parser.expression(END) : null;
    }
}
