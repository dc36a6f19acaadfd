package io.heliosdb.server.sql.parse;

import io.heliosdb.server.sql.parse.ast.DefinitionStatement;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.ColumnConstraint;
import io.heliosdb.server.sql.parse.ast.DefinitionStatement.IndexPart;
import io.heliosdb.server.sql.parse.ast.Expression;
import io.heliosdb.server.sql.parse.ast.FromNode;
import io.heliosdb.server.sql.parse.ast.QualifiedName;
import io.heliosdb.server.sql.parse.ast.QueryNode;
import io.heliosdb.server.sql.parse.ast.SortItem;
import io.heliosdb.server.sql.parse.ast.Statement;
import io.heliosdb.server.sql.parse.ast.TypeName;
import io.heliosdb.server.sql.parse.ast.UtilityStatement.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads CREATE for everything but tables, DROP and COMMENT. Each method is called behind the statement's first
/// word.
final class DefinitionParser {

    /// What COMMENT ON names without more.
    private static final Set<String> COMMENTED = Set.of(
            "table",
            "view",
            "materialized view",
            "index",
            "sequence",
            "schema",
            "column",
            "type",
            "domain",
            "database",
            "role",
            "extension");

    private static final Set<String> ROUTINES = Set.of("function", "procedure", "routine");

    private final TokenCursor cursor;
    private final QueryParser queries;
    private final ExpressionParser expressions;
    private final SequenceParser sequences;
    private final TableParser tables;
    private final RoleParser roles;
    private final GrantParser grants;
    private final AlterParser alters;
    private final RoutineParser routines;
    private final TriggerParser triggers;

    DefinitionParser(TokenCursor cursor, QueryParser queries) {
        this.cursor = cursor;
        this.queries = queries;
        this.expressions = queries.expressions();
        this.sequences = new SequenceParser(cursor, expressions.types());
        this.tables = new TableParser(cursor, queries, sequences);
        this.roles = new RoleParser(cursor);
        this.alters = new AlterParser(cursor, expressions, tables, sequences);
        this.routines = new RoutineParser(cursor, expressions);
        this.triggers = new TriggerParser(cursor, expressions, tables);
        this.grants = new GrantParser(cursor, routines);
    }

    GrantParser grants() {
        return grants;
    }

    TableParser tables() {
        return tables;
    }

    Statement create() {
        int position = cursor.position();
        boolean replace = cursor.acceptWords("or", "replace");
        boolean local = cursor.isWord("local") || cursor.isWord("global");
        if (local) {
            cursor.advance();
        }
        boolean temporary = cursor.accept("temporary") || cursor.accept("temp");
        boolean unlogged = cursor.accept("unlogged");
        boolean recursive = cursor.isWords("recursive", "view") && cursor.accept("recursive");
        if (cursor.accept("table")) {
            return tables.create(temporary, unlogged);
        }
        if (cursor.accept("view")) {
            return view(replace, temporary, recursive);
        }
        if (cursor.acceptWords("materialized", "view")) {
            return materializedView();
        }
        if (cursor.accept("sequence")) {
            boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
            return new DefinitionStatement.CreateSequence(
                    cursor.qualifiedName(), temporary, ifNotExists, sequences.options());
        }
        boolean unique = cursor.accept("unique");
        if (unique || cursor.isWord("index")) {
            cursor.expect("index");
            return index(unique, position);
        }
        if (triggers.isNext()) {
            return triggers.create(replace, position);
        }
        return routines.isNext() ? routines.create(replace) : createOther(position);
    }

    private Statement createOther(int position) {
        if (cursor.accept("schema")) {
            return schema();
        }
        if (cursor.accept("type")) {
            return type(position);
        }
        if (cursor.accept("domain")) {
            return domain();
        }
        if (cursor.accept("database")) {
            String name = cursor.columnName();
            skip();
            return new DefinitionStatement.CreateDatabase(name);
        }
        if (cursor.accept("extension")) {
            boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
            String name = cursor.label();
            skip();
            return new DefinitionStatement.CreateExtension(name, ifNotExists);
        }
        if (cursor.isWord("role")
                || cursor.isWord("user") && !cursor.peek(1).isWord("mapping")
                || cursor.isWord("group")) {
            return roles.create(cursor.advance().text());
        }
        return unsupported("CREATE", position);
    }

    private static final List<String> OBJECTS = List.of(
            "access",
            "aggregate",
            "cast",
            "collation",
            "constraint",
            "conversion",
            "default",
            "event",
            "foreign",
            "function",
            "language",
            "large",
            "operator",
            "policy",
            "procedure",
            "procedural",
            "publication",
            "rule",
            "server",
            "statistics",
            "subscription",
            "tablespace",
            "text",
            "transform",
            "trusted",
            "user",
            "system",
            "routine");

    /// A statement of PostgreSQL that is not offered; anything else is a syntax error.
    private Statement unsupported(String verb, int position) {
        Token word = cursor.token();
        if (word.kind() != Token.Kind.WORD || !OBJECTS.contains(word.text())) {
            throw cursor.syntaxError();
        }
        skip();
        return new DefinitionStatement.Unsupported(verb + " " + SqlLexer.upper(word.text()), position);
    }

    /// Goes to the end of the statement.
    private void skip() {
        cursor.skipStatement();
    }

    private Statement view(boolean replace, boolean temporary, boolean recursive) {
        QualifiedName name = cursor.qualifiedName();
        List<String> columns = recursive || cursor.isSign("(") ? cursor.columnList() : List.of();
        String check = "";
        if (cursor.isWord("with") && cursor.peek(1).isSign("(")) {
            cursor.advance();
            check = ViewOptions.checkOption(tables.storage(), "");
        }
        cursor.expect("as");
        int start = cursor.position();
        QueryNode query = queries.query();
        if (cursor.accept("with")) {
            boolean local = cursor.accept("local");
            if (!local) {
                cursor.accept("cascaded");
            }
            cursor.expectWords("check", "option");
            check = local ? "local" : "cascaded";
        }
        if (recursive) {
            query = recursive(name, columns, query, start);
        }
        return new DefinitionStatement.CreateView(name, columns, query, replace, temporary, check);
    }

    /// `CREATE RECURSIVE VIEW v (…) AS query` means `WITH RECURSIVE v (…) AS (query) SELECT … FROM v`.
    private static QueryNode recursive(QualifiedName name, List<String> columns, QueryNode query, int position) {
        QueryNode.CommonTable table = new QueryNode.CommonTable(name.last(), columns, null, query, position);
        List<QueryNode.SelectItem> items = columns.stream()
                .map(c -> new QueryNode.SelectItem(new Expression.ColumnRef(List.of(c), position), ""))
                .toList();
        QualifiedName own = new QualifiedName(List.of(name.last()), position);
        QueryNode.With with = new QueryNode.With(true, List.of(table), position);
        return new QueryNode.Select(
                null,
                items,
                List.of(new FromNode.Table(own, false, null, null)),
                null,
                null,
                null,
                List.of(),
                null,
                new QueryNode.Clauses(with, List.of(), null, List.of()),
                position);
    }

    private Statement materializedView() {
        boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
        QualifiedName name = cursor.qualifiedName();
        List<String> columns = cursor.isSign("(") ? cursor.columnList() : List.of();
        if (cursor.accept("using")) {
            cursor.columnName();
        }
        if (cursor.isWord("with") && cursor.peek(1).isSign("(")) {
            cursor.advance();
            tables.storage();
        }
        if (cursor.accept("tablespace")) {
            cursor.columnName();
        }
        return tables.createMaterializedView(name, columns, ifNotExists);
    }

    private Statement index(boolean unique, int position) {
        boolean concurrently = cursor.accept("concurrently");
        boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
        String name = cursor.isWord("on") && !ifNotExists ? "" : cursor.columnName();
        cursor.expect("on");
        cursor.accept("only");
        QualifiedName table = cursor.qualifiedName();
        String method = cursor.accept("using") ? cursor.columnName() : "btree";
        cursor.expectSign("(");
        List<IndexPart> parts = new ArrayList<>();
        do {
            parts.add(indexPart());
        } while (cursor.acceptSign(","));
        cursor.expectSign(")");
        List<String> include = cursor.accept("include") ? cursor.columnList() : List.of();
        boolean notDistinct = cursor.acceptWords("nulls", "not", "distinct");
        if (!notDistinct) {
            cursor.acceptWords("nulls", "distinct");
        }
        List<Option> storage = List.of();
        if (cursor.isWord("with")) {
            cursor.advance();
            storage = tables.storage();
        }
        if (cursor.accept("tablespace")) {
            cursor.columnName();
        }
        boolean partial = cursor.accept("where");
        int start = cursor.position();
        Expression where = partial ? expressions.expression() : null;
        String whereSql = partial ? tables.textFrom(start) : "";
        return new DefinitionStatement.CreateIndex(
                name,
                table,
                unique,
                concurrently,
                ifNotExists,
                method,
                parts,
                include,
                notDistinct,
                storage,
                where,
                whereSql,
                position);
    }

    private IndexPart indexPart() {
        Expression key;
        String sql;
        if (cursor.acceptSign("(")) {
            int start = cursor.position();
            key = expressions.expression();
            sql = tables.textFrom(start);
            cursor.expectSign(")");
        } else if (cursor.isName()) {
            int start = cursor.position();
            key = expressions.primaries().operand();
            sql = tables.textFrom(start);
        } else {
            throw cursor.syntaxError();
        }
        QualifiedName collation = cursor.accept("collate") ? cursor.qualifiedName() : null;
        boolean classNamed = cursor.isColumnName() && !cursor.isWord("nulls");
        String operatorClass = classNamed ? cursor.qualifiedName().toString() : "";
        if (classNamed && cursor.isSign("(")) {
            tables.storage();
        }
        boolean descending = cursor.accept("desc");
        if (!descending) {
            cursor.accept("asc");
        }
        SortItem.Nulls nulls = queries.nulls();
        return new IndexPart(key, sql, collation, operatorClass, descending, nulls);
    }

    private Statement schema() {
        boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
        String name = cursor.isWord("authorization") ? "" : cursor.columnName();
        String owner = cursor.accept("authorization") ? cursor.roleName() : "";
        if (cursor.isWord("create") || cursor.isWord("grant")) {
            throw cursor.notSupported("a definition inside CREATE SCHEMA", cursor.token());
        }
        return new DefinitionStatement.CreateSchema(name, owner, ifNotExists);
    }

    private Statement type(int position) {
        QualifiedName name = cursor.qualifiedName();
        if (!cursor.accept("as")) {
            skip();
            return new DefinitionStatement.Unsupported("CREATE TYPE", position);
        }
        if (cursor.accept("enum")) {
            cursor.expectSign("(");
            List<String> labels = new ArrayList<>();
            if (!cursor.isSign(")")) {
                do {
                    labels.add(cursor.string());
                } while (cursor.acceptSign(","));
            }
            cursor.expectSign(")");
            return new DefinitionStatement.CreateEnum(name, labels);
        }
        if (cursor.isWord("range")) {
            skip();
            return new DefinitionStatement.Unsupported("CREATE TYPE", position);
        }
        cursor.expectSign("(");
        List<FromNode.ColumnDefinition> fields = new ArrayList<>();
        if (!cursor.isSign(")")) {
            do {
                String field = cursor.columnName();
                fields.add(
                        new FromNode.ColumnDefinition(field, expressions.types().parse()));
                if (cursor.accept("collate")) {
                    cursor.qualifiedName();
                }
            } while (cursor.acceptSign(","));
        }
        cursor.expectSign(")");
        return new DefinitionStatement.CreateComposite(name, fields);
    }

    private Statement domain() {
        QualifiedName name = cursor.qualifiedName();
        cursor.accept("as");
        TypeName type = expressions.types().parse();
        List<ColumnConstraint> constraints = new ArrayList<>();
        while (true) {
            if (cursor.accept("collate")) {
                cursor.qualifiedName();
                continue;
            }
            ColumnConstraint constraint = tables.columnConstraint();
            if (constraint == null) {
                return new DefinitionStatement.CreateDomain(name, type, constraints);
            }
            constraints.add(constraint);
        }
    }

    Statement alter() {
        int position = cursor.position();
        if (cursor.isWord("table") || cursor.isWord("index") || cursor.isWord("view") || cursor.isWord("sequence")) {
            return alters.relation(cursor.advance().text());
        }
        if (cursor.acceptWords("materialized", "view")) {
            return alters.relation("materialized view");
        }
        boolean role = cursor.isWord("role")
                || cursor.isWord("group")
                || cursor.isWord("user") && !cursor.peek(1).isWord("mapping");
        if (role) {
            cursor.advance();
            return roles.alter();
        }
        if (cursor.accept("type")) {
            return alterType(position);
        }
        if (cursor.accept("domain")) {
            return alterDomain(position);
        }
        if (cursor.isWord("schema") || cursor.isWord("database")) {
            return alterNamed(cursor.advance().text(), position);
        }
        if (triggers.isNext()) {
            return triggers.alter(position);
        }
        if (cursor.acceptWords("default", "privileges")) {
            return grants.defaults();
        }
        return routines.isNext() ? routines.alter() : unsupported("ALTER", position);
    }

    private Statement alterDomain(int position) {
        QualifiedName name = cursor.qualifiedName();
        DefinitionStatement.DomainAction action = new DomainActionParser(cursor, tables).parse();
        return action == null
                ? alterNamed("domain", name, position)
                : new DefinitionStatement.AlterDomain(name, action);
    }

    private Statement alterType(int position) {
        QualifiedName name = cursor.qualifiedName();
        if (cursor.acceptWords("add", "value")) {
            boolean ifNotExists = cursor.acceptWords("if", "not", "exists");
            String label = cursor.string();
            String place = cursor.isWord("before") || cursor.isWord("after")
                    ? cursor.advance().text()
                    : "";
            String neighbour = place.isEmpty() ? "" : cursor.string();
            return new DefinitionStatement.AlterEnumAddValue(name, label, ifNotExists, place, neighbour);
        }
        if (cursor.acceptWords("rename", "value")) {
            String label = cursor.string();
            cursor.expect("to");
            return new DefinitionStatement.AlterEnumRenameValue(name, label, cursor.string());
        }
        if (cursor.peek(1).isWord("attribute")) {
            return new AttributeParser(cursor, expressions.types()).alter(name);
        }
        return alterNamed("type", name, position);
    }

    private Statement alterNamed(String kind, int position) {
        return alterNamed(kind, cursor.qualifiedName(), position);
    }

    private Statement alterNamed(String kind, QualifiedName name, int position) {
        if (cursor.acceptWords("rename", "to")) {
            return new DefinitionStatement.Rename(kind, name, false, cursor.columnName());
        }
        if (cursor.acceptWords("owner", "to")) {
            return new DefinitionStatement.SetOwner(kind, name, false, cursor.roleName());
        }
        if (cursor.acceptWords("set", "schema")) {
            return new DefinitionStatement.SetSchema(kind, name, false, cursor.columnName());
        }
        boolean known = cursor.isWord("set")
                || cursor.isWord("reset")
                || cursor.isWord("add")
                || cursor.isWord("drop")
                || cursor.isWord("rename")
                || cursor.isWord("alter")
                || cursor.isWord("validate")
                || cursor.isWord("with")
                || cursor.isWord("connection")
                || cursor.isWord("refresh");
        if (!known) {
            throw cursor.syntaxError();
        }
        skip();
        return new DefinitionStatement.Unsupported("ALTER " + SqlLexer.upper(kind), position);
    }

    private List<QualifiedName> roleNames() {
        int position = cursor.position();
        return cursor.roleNames().stream()
                .map(name -> new QualifiedName(List.of(name), position))
                .toList();
    }

    private static final List<String> DROPPABLE =
            List.of("table", "view", "index", "sequence", "schema", "type", "domain", "extension", "database");

    Statement drop() {
        int position = cursor.position();
        String kind;
        if (cursor.acceptWords("materialized", "view")) {
            kind = "materialized view";
        } else if (cursor.isWord("role")
                || cursor.isWord("group")
                || cursor.isWord("user") && !cursor.peek(1).isWord("mapping")) {
            cursor.advance();
            kind = "role";
        } else if (cursor.acceptWords("owned", "by")) {
            kind = "owned by";
        } else if (cursor.token().kind() == Token.Kind.WORD
                && DROPPABLE.contains(cursor.token().text())) {
            kind = cursor.advance().text();
        } else if (triggers.isNext()) {
            return triggers.drop();
        } else {
            return routines.isNext() ? routines.drop() : unsupported("DROP", position);
        }
        boolean concurrently = kind.equals("index") && cursor.accept("concurrently");
        boolean ifExists = cursor.acceptWords("if", "exists");
        List<QualifiedName> names =
                kind.equals("role") || kind.equals("owned by") ? roleNames() : cursor.qualifiedNames();
        if (kind.equals("database")) {
            skip();
        }
        boolean cascade = cursor.accept("cascade");
        if (!cascade) {
            cursor.accept("restrict");
        }
        return new DefinitionStatement.Drop(kind, names, ifExists, cascade, concurrently);
    }

    Statement comment() {
        cursor.expect("on");
        int position = cursor.position();
        String kind = cursor.acceptWords("materialized", "view") ? "materialized view" : cursor.label();
        if (kind.equals("constraint") || kind.equals("trigger")) {
            String constraint = cursor.columnName();
            cursor.expect("on");
            String on = kind.equals("constraint") && cursor.accept("domain") ? "domain constraint" : kind;
            QualifiedName owner = cursor.qualifiedName();
            List<String> parts = new ArrayList<>(owner.parts());
            parts.add(constraint);
            return comment(on, new QualifiedName(parts, owner.position()));
        }
        if (ROUTINES.contains(kind)) {
            DefinitionStatement.RoutineName routine = routines.name();
            cursor.expect("is");
            return new DefinitionStatement.CommentOnRoutine(kind, routine, commentText());
        }
        if (!COMMENTED.contains(kind)) {
            skip();
            return new DefinitionStatement.Unsupported("COMMENT", position);
        }
        return comment(kind, cursor.qualifiedName());
    }

    private Statement comment(String kind, QualifiedName name) {
        cursor.expect("is");
        return new DefinitionStatement.Comment(kind, name, commentText());
    }

    private @Nullable String commentText() {
        return cursor.accept("null") ? null : cursor.string();
    }
}
