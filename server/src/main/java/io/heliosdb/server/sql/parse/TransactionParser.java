package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement;
import io.heliosdb.server.sql.parse.ast.TransactionStatement.Modes;
import org.jspecify.annotations.Nullable;

/// Reads the statements that begin and end transactions. Each method is called behind the statement's first word.
final class TransactionParser {

    private final TokenCursor cursor;

    TransactionParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    Statement begin(boolean start) {
        if (start) {
            cursor.expect("transaction");
        } else {
            work();
        }
        return new TransactionStatement.Begin(modes(), start);
    }

    private void work() {
        if (!cursor.accept("work")) {
            cursor.accept("transaction");
        }
    }

    Statement commit() {
        if (cursor.accept("prepared")) {
            return new TransactionStatement.CommitPrepared(cursor.string());
        }
        work();
        return new TransactionStatement.Commit(chain());
    }

    private boolean chain() {
        if (!cursor.accept("and")) {
            return false;
        }
        boolean none = cursor.accept("no");
        cursor.expect("chain");
        return !none;
    }

    Statement rollback() {
        if (cursor.accept("prepared")) {
            return new TransactionStatement.RollbackPrepared(cursor.string());
        }
        work();
        if (cursor.accept("to")) {
            acceptSavepoint();
            return new TransactionStatement.RollbackTo(cursor.columnName());
        }
        return new TransactionStatement.Rollback(chain());
    }

    /// The word before a savepoint's name; alone, it is the name.
    private void acceptSavepoint() {
        Token next = cursor.peek(1);
        if (next.kind() == Token.Kind.WORD || next.kind() == Token.Kind.QUOTED) {
            cursor.accept("savepoint");
        }
    }

    Statement release() {
        acceptSavepoint();
        return new TransactionStatement.Release(cursor.columnName());
    }

    /// `ISOLATION LEVEL x`, `READ ONLY`, `[NOT] DEFERRABLE` and so on, with or without commas.
    Modes modes() {
        @Nullable String isolation = null;
        @Nullable Boolean readOnly = null;
        @Nullable Boolean deferrable = null;
        while (true) {
            if (cursor.acceptWords("isolation", "level")) {
                isolation = isolation();
            } else if (cursor.acceptWords("read", "only")) {
                readOnly = true;
            } else if (cursor.acceptWords("read", "write")) {
                readOnly = false;
            } else if (cursor.accept("deferrable")) {
                deferrable = true;
            } else if (cursor.acceptWords("not", "deferrable")) {
                deferrable = false;
            } else {
                break;
            }
            cursor.acceptSign(",");
        }
        return new Modes(isolation, readOnly, deferrable);
    }

    private String isolation() {
        if (cursor.accept("serializable")) {
            return "serializable";
        }
        if (cursor.acceptWords("repeatable", "read")) {
            return "repeatable read";
        }
        cursor.expect("read");
        return "read " + cursor.expectOneOf("committed", "uncommitted");
    }
}
