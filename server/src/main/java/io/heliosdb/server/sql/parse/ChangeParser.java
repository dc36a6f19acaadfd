package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.ChangeNode;
import io.heliosdb.server.sql.parse.ast.ChangeNode.Assignment;
import io.heliosdb.server.sql.parse.ast.ChangeNode.MergeAct;
import io.heliosdb.server.sql.parse.ast.ChangeNode.Overriding;
import io.heliosdb.server.sql.parse.ast.ChangeNode.Target;
import io.heliosdb.server.sql.parse.ast.ChangeNode.TargetColumn;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.QueryNode.SelectItem;
import io.heliosdb.server.sql.parse.ast.QueryNode.With;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads INSERT, UPDATE, DELETE and MERGE.
final class ChangeParser {

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final ExpressionParser expressions;
    private final FromParser from;

    ChangeParser(TokenCursor cursor, QueryParser queries, ExpressionParser expressions, FromParser from) {
        this.cursor = cursor;
        this.queries = queries;
        this.expressions = expressions;
        this.from = from;
    }

    /// Whether a change comes next, possibly behind WITH.
    boolean isChange() {
        if (!cursor.isWord("with")) {
            return isChangeWord(cursor.token());
        }
        int depth = 0;
        for (int ahead = 1; cursor.peek(ahead).kind() != Token.Kind.END; ahead++) {
            Token token = cursor.peek(ahead);
            if (token.isSign("(")) {
                depth++;
            } else if (token.isSign(")")) {
                depth--;
            } else if (token.isSign(";")) {
                return false;
            } else if (depth == 0 && token.kind() == Token.Kind.WORD) {
                boolean query = token.isWord("select") || token.isWord("values") || token.isWord("table");
                if (query || isChangeWord(token)) {
                    return !query;
                }
            }
            if (depth < 0) {
                return false;
            }
        }
        return false;
    }

    private static boolean isChangeWord(Token token) {
        return token.isWord("insert") || token.isWord("update") || token.isWord("delete") || token.isWord("merge");
    }

    ChangeNode change() {
        With with = cursor.isWord("with") ? queries.with() : null;
        return switch (cursor.expectOneOf("insert", "update", "delete", "merge")) {
            case "insert" -> insert(with);
            case "update" -> update(with);
            case "delete" -> delete(with);
            default -> merge(with);
        };
    }

    private ChangeNode insert(@Nullable With with) {
        cursor.expect("into");
        QualifiedName table = cursor.qualifiedName();
        String alias = cursor.accept("as") ? cursor.columnName() : "";
        List<TargetColumn> columns = List.of();
        if (cursor.isSign("(") && !cursor.opensQuery()) {
            columns = targetColumns();
        }
        Overriding overriding = overriding();
        QueryNode source = cursor.acceptWords("default", "values") ? null : queries.query();
        ChangeNode.OnConflict onConflict = cursor.isWords("on", "conflict") ? onConflict() : null;
        return new ChangeNode.Insert(
                with, new Target(table, false, alias), columns, overriding, source, onConflict, returning());
    }

    private Overriding overriding() {
        if (!cursor.accept("overriding")) {
            return Overriding.NONE;
        }
        Overriding which = cursor.expectOneOf("system", "user").equals("system") ? Overriding.SYSTEM : Overriding.USER;
        cursor.expect("value");
        return which;
    }

    private List<TargetColumn> targetColumns() {
        cursor.expectSign("(");
        List<TargetColumn> columns = new ArrayList<>();
        do {
            columns.add(targetColumn());
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        return columns;
    }

    private TargetColumn targetColumn() {
        int position = cursor.position();
        String name = cursor.columnName();
        List<TargetColumn.Step> path = new ArrayList<>();
        while (true) {
            if (cursor.acceptSign(".")) {
                path.add(new TargetColumn.Step.Field(cursor.label()));
            } else if (cursor.isSign("[")) {
                Expression.Subscript step = expressions.primaries().subscript(new Expression.NullLiteral(position));
                path.add(new TargetColumn.Step.Element(step.lower(), step.upper(), step.slice()));
            } else {
                return new TargetColumn(name, List.copyOf(path), position);
            }
        }
    }

    private ChangeNode.OnConflict onConflict() {
        int position = cursor.advance().start();
        cursor.expect("conflict");
        List<ChangeNode.Inference> inference = new ArrayList<>();
        Expression inferenceWhere = null;
        String constraint = "";
        if (cursor.acceptSign("(")) {
            do {
                inference.add(inference());
            } while (cursor.acceptSign(","));
            cursor.expectSign(")");
            inferenceWhere = where();
        } else if (cursor.acceptWords("on", "constraint")) {
            constraint = cursor.columnName();
        }
        cursor.expect("do");
        if (cursor.accept("nothing")) {
            return new ChangeNode.OnConflict(inference, inferenceWhere, constraint, null, null, position);
        }
        cursor.expectWords("update", "set");
        List<Assignment> assignments = assignments();
        return new ChangeNode.OnConflict(inference, inferenceWhere, constraint, assignments, where(), position);
    }

    private ChangeNode.Inference inference() {
        Expression key;
        if (cursor.acceptSign("(")) {
            key = expressions.expression();
            cursor.expectSign(")");
        } else if (cursor.isName()) {
            key = expressions.primaries().operand();
        } else {
            throw cursor.syntaxError();
        }
        if (cursor.accept("collate")) {
            cursor.qualifiedName();
        }
        String operatorClass = cursor.isColumnName() ? cursor.qualifiedName().toString() : "";
        return new ChangeNode.Inference(key, operatorClass);
    }

    private @Nullable Expression where() {
        return cursor.accept("where") ? expressions.expression() : null;
    }

    private List<SelectItem> returning() {
        return cursor.accept("returning") ? queries.items() : List.of();
    }

    /// The table of UPDATE, DELETE and MERGE; `set` is no alias there.
    private Target target() {
        boolean only = cursor.accept("only");
        boolean bracket = only && cursor.acceptSign("(");
        QualifiedName table = cursor.qualifiedName();
        if (bracket) {
            cursor.expectSign(")");
        }
        cursor.acceptSign("*");
        boolean named = cursor.accept("as") || cursor.isColumnName() && !cursor.isWord("set");
        return new Target(table, only, named ? cursor.columnName() : "");
    }

    private ChangeNode update(@Nullable With with) {
        Target target = target();
        cursor.expect("set");
        List<Assignment> assignments = assignments();
        List<FromNode> sources = cursor.accept("from") ? from.list() : List.of();
        return new ChangeNode.Update(with, target, assignments, sources, where(), returning());
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        do {
            List<TargetColumn> columns = cursor.isSign("(") ? targetColumns() : List.of(targetColumn());
            cursor.expectSign("=");
            assignments.add(new Assignment(columns, expressions.expression()));
        } while (cursor.acceptSign(","));
        return assignments;
    }

    private ChangeNode delete(@Nullable With with) {
        cursor.expect("from");
        Target target = target();
        List<FromNode> using = cursor.accept("using") ? from.list() : List.of();
        return new ChangeNode.Delete(with, target, using, where(), returning());
    }

    private ChangeNode merge(@Nullable With with) {
        cursor.expect("into");
        Target target = target();
        cursor.expect("using");
        FromNode source = from.item();
        cursor.expect("on");
        Expression condition = expressions.expression();
        List<ChangeNode.MergeWhen> whens = new ArrayList<>();
        do {
            whens.add(mergeWhen());
        } while (cursor.isWord("when"));
        return new ChangeNode.Merge(with, target, source, condition, whens);
    }

    private ChangeNode.MergeWhen mergeWhen() {
        cursor.expect("when");
        boolean matched = !cursor.accept("not");
        cursor.expect("matched");
        Expression condition = cursor.accept("and") ? expressions.expression() : null;
        cursor.expect("then");
        return new ChangeNode.MergeWhen(matched, condition, mergeAct(matched));
    }

    private MergeAct mergeAct(boolean matched) {
        if (cursor.acceptWords("do", "nothing")) {
            return new MergeAct.Nothing();
        }
        if (matched && cursor.accept("delete")) {
            return new MergeAct.Remove();
        }
        if (matched) {
            cursor.expectWords("update", "set");
            return new MergeAct.Change(assignments());
        }
        cursor.expect("insert");
        List<TargetColumn> columns = cursor.isSign("(") ? targetColumns() : List.of();
        Overriding overriding = overriding();
        if (cursor.acceptWords("default", "values")) {
            return new MergeAct.Add(columns, overriding, null);
        }
        cursor.expect("values");
        cursor.expectSign("(");
        List<Expression> values = expressions.list();
        cursor.expectSign(")");
        return new MergeAct.Add(columns, overriding, values);
    }
}
