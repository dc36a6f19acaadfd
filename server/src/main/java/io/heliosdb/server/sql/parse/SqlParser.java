package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.SessionStatement;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement;
import java.util.ArrayList;
import java.util.List;

/// PostgreSQL's grammar by recursive descent (PostgreSQL 15 manual, part VI). One parser reads one text, on one
/// thread.
///
/// Every error is 42601 with the position of the token that does not fit; nesting is bounded (54001).
public final class SqlParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final TransactionParser transactions;
    private final SessionParser session;
    private final DefinitionParser definitions;
    private final UtilityParser utilities;

    private SqlParser(String text) {
        this.cursor = new TokenCursor(text);
        this.queries = new QueryParser(cursor);
        this.transactions = new TransactionParser(cursor);
        this.session = new SessionParser(cursor, queries, transactions);
        this.definitions = new DefinitionParser(cursor, queries);
        this.utilities = new UtilityParser(cursor, queries);
    }

    /// All statements of a text; nothing between semicolons gives nothing.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42601 with a position
    public static List<ParsedStatement> parse(String text) {
        SqlParser parser = new SqlParser(text);
        List<ParsedStatement> statements = new ArrayList<>(1);
        while (!parser.cursor.isEnd()) {
            if (parser.cursor.acceptSign(";")) {
                continue;
            }
            int start = parser.cursor.position();
            Statement statement = parser.statement();
            statements.add(new ParsedStatement(statement, start, parser.cursor.lastEnd() - start, text));
            if (!parser.cursor.isEnd()) {
                parser.cursor.expectSign(";");
            }
        }
        return statements;
    }

    /// The tokens of a text, the last one of kind `END`: for a language around SQL.
    ///
    /// @throws io.heliosdb.server.common.SqlException 42601 for what is not a token, with its position
    public static List<Token> tokens(String text) {
        return SqlLexer.tokens(text);
    }

    /// One expression, as stored defaults and conditions are.
    public static Expression parseExpression(String text) {
        SqlParser parser = new SqlParser(text);
        Expression expression = parser.queries.expressions().expression();
        parser.expectEnd();
        return expression;
    }

    /// One type name.
    public static TypeName parseTypeName(String text) {
        SqlParser parser = new SqlParser(text);
        TypeName type = parser.queries.expressions().types().parse();
        parser.expectEnd();
        return type;
    }

    private void expectEnd() {
        if (!cursor.isEnd()) {
            throw cursor.syntaxError();
        }
    }

    private Statement statement() {
        Token first = cursor.token();
        if (first.isSign("(")) {
            return queries.query();
        }
        if (first.kind() != Token.Kind.WORD) {
            throw cursor.syntaxError();
        }
        return switch (first.text()) {
            case "select", "values", "table" -> queries.query();
            case "insert", "update", "delete", "merge" -> queries.changes().change();
            case "with" -> queries.changes().isChange() ? queries.changes().change() : queries.query();
            default -> {
                cursor.advance();
                yield command(first);
            }
        };
    }

    private Statement command(Token first) {
        return switch (first.text()) {
            case "begin" -> transactions.begin(false);
            case "start" -> transactions.begin(true);
            case "commit", "end" -> transactions.commit();
            case "rollback", "abort" -> transactions.rollback();
            case "savepoint" -> new TransactionStatement.Savepoint(cursor.columnName());
            case "release" -> transactions.release();
            case "create" -> definitions.create();
            case "alter" -> definitions.alter();
            case "drop" -> definitions.drop();
            case "comment" -> definitions.comment();
            case "grant" -> definitions.grants().grant(false);
            case "revoke" -> definitions.grants().grant(true);
            case "prepare" -> prepare();
            case "explain" -> explain();
            default -> sessionCommand(first);
        };
    }

    private Statement sessionCommand(Token first) {
        return switch (first.text()) {
            case "set" -> session.set();
            case "reset" -> session.reset();
            case "show" -> session.show();
            case "execute" -> session.execute();
            case "deallocate" -> session.deallocate();
            case "declare" -> session.declare();
            case "fetch" -> session.fetch(false);
            case "move" -> session.fetch(true);
            case "close" -> session.close();
            case "listen" -> new SessionStatement.Listen(cursor.columnName());
            case "unlisten" -> session.unlisten();
            case "notify" -> session.notifyStatement();
            case "discard" -> session.discard();
            case "wait" -> waitForLsn();
            default -> utility(first);
        };
    }

    private Statement utility(Token first) {
        return switch (first.text()) {
            case "copy" -> utilities.copy();
            case "truncate" -> utilities.truncate();
            case "vacuum" -> utilities.vacuum();
            case "analyze", "analyse" -> utilities.analyze();
            case "lock" -> utilities.lock();
            case "checkpoint" -> new UtilityStatement.Checkpoint();
            case "reindex" -> utilities.reindex();
            case "cluster" -> utilities.cluster();
            case "do" -> utilities.doBlock(first.start());
            case "call" -> utilities.call();
            case "refresh" -> utilities.refresh();
            case "reassign" -> definitions.grants().reassign();
            case "load", "import", "security" -> unsupported(first);
            default -> throw cursor.syntaxErrorAt(first);
        };
    }

    private Statement unsupported(Token first) {
        cursor.skipStatement();
        return new DefinitionStatement.Unsupported(SqlLexer.upper(first.text()), first.start());
    }

    private Statement prepare() {
        if (cursor.accept("transaction")) {
            return new TransactionStatement.PrepareTransaction(cursor.string());
        }
        String name = cursor.columnName();
        List<TypeName> types = session.parameterTypes();
        cursor.expect("as");
        return new SessionStatement.Prepare(name, types, dataStatement());
    }

    private Statement dataStatement() {
        return queries.changes().isChange() ? queries.changes().change() : queries.query();
    }

    private Statement explain() {
        List<UtilityStatement.Option> options = utilities.explainOptions();
        Token next = cursor.token();
        boolean other =
                next.isWord("create") || next.isWord("declare") || next.isWord("execute") || next.isWord("refresh");
        return new UtilityStatement.Explain(options, other ? statement() : dataStatement());
    }

    private Statement waitForLsn() {
        cursor.expectWords("for", "lsn");
        String lsn = cursor.string();
        List<UtilityStatement.Option> options = cursor.accept("with") ? utilities.options() : List.of();
        return new SessionStatement.WaitForLsn(lsn, options);
    }
}
